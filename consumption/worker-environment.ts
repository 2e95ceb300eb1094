import { type Color, colors } from "../cutover/plan-weights";

/** What the program puts into every worker's container, besides what any container gets. */
export type WorkerEnvironment = Readonly<Record<(typeof workerVariables)[number], string>>;

/** The variables of {@link WorkerEnvironment}. */
export const workerVariables = [
  /** The service's name: part of the keys of all its items. */
  "SWITCHYARD_SERVICE",
  /** The DynamoDB table of leases and messages. */
  "SWITCHYARD_TABLE",
  /** The SSM parameter that says which colour is live. */
  "SWITCHYARD_DECLARED",
  /** The queue that is consumed; empty where the config names none. */
  "SWITCHYARD_QUEUE_URL",
] as const;

/** What a worker is, as its container's environment tells it. */
export interface WorkerSettings {
  readonly service: string;
  readonly color: Color;
  readonly tableName: string;
  readonly declaredName: string;
  readonly queueUrl: string;
}

/** Reads a worker's environment; throws one error that names everything that is missing. */
export const parseWorkerEnvironment = (environment: Readonly<Record<string, string | undefined>>): WorkerSettings => {
  const missing: string[] = [];
  const read = (name: string): string => {
    const value = environment[name] ?? "";
    if (value === "") missing.push(name);
    return value;
  };
  const settings = {
    service: read("SWITCHYARD_SERVICE"),
    color: colors.find((color) => color === read("SWITCHYARD_COLOR")),
    tableName: read("SWITCHYARD_TABLE"),
    declaredName: read("SWITCHYARD_DECLARED"),
    queueUrl: read("SWITCHYARD_QUEUE_URL"),
  };
  const { color } = settings;
  if (missing.length === 0 && color !== undefined) return { ...settings, color };
  throw new Error(
    missing.length > 0
      ? `This worker's environment lacks ${[...new Set(missing)].join(", ")}, which Switchyard gives to every service ` +
          "without a path (SWITCHYARD_QUEUE_URL: set queue in the service's config)."
      : `SWITCHYARD_COLOR is ${JSON.stringify(environment["SWITCHYARD_COLOR"])}: use ${colors.join(" or ")}.`,
  );
};
