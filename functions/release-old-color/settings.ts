import { colors } from "../../cutover/plan-weights";
import type { StandbyConfig, StandbyService } from "../../standby/ports";

/** The function's environment variables, all of them required. */
export interface ReleaseOldEnvironment {
  /** The SSM parameter `declared`. */
  readonly DECLARED_PARAMETER: string;
  /** The SSM parameter `standby`. */
  readonly STANDBY_PARAMETER: string;
  readonly CLUSTER_NAME: string;
  /** The last part of the load balancer's ARN: `app/<name>/<id>`. */
  readonly LOAD_BALANCER: string;
  /** 0 to 604800. */
  readonly HOLD_SECONDS: string;
  /** `full`, `min` or `off`. */
  readonly AFTER_HOLD: string;
  /** 1 to 1000000. */
  readonly MAX_DISCONNECTS: string;
  /** JSON: by name `[min, max, blue's ECS service, green's]`; Lambda takes 4 KB of variables. */
  readonly SERVICES: string;
}

type Name = keyof ReleaseOldEnvironment;

const capacities = ["full", "min", "off"] as const;

/** Reads the environment; throws one error that lists every problem, so that a bad one fails the cold start. */
export const parseReleaseOldSettings = (environment: Readonly<Record<string, string | undefined>>): StandbyConfig => {
  const problems: string[] = [];
  const text = (name: Name, pattern: RegExp, allowed: string): string => {
    const value = environment[name] ?? "";
    if (!pattern.test(value)) problems.push(`${name} is ${JSON.stringify(value)}: it must be ${allowed}.`);
    return value;
  };
  const count = (name: Name, minimum: number, maximum: number): number => {
    const allowed = `a whole number from ${minimum} to ${maximum}`;
    const raw = text(name, /^\d{1,7}$/, allowed);
    const isOutside = Number(raw) < minimum || Number(raw) > maximum;
    if (isOutside && raw !== "") problems.push(`${name} is "${raw}": it must be ${allowed}.`);
    return Number(raw);
  };
  const afterHold = text("AFTER_HOLD", new RegExp(`^(${capacities.join("|")})$`), capacities.join(", "));
  const services = parseServices(environment["SERVICES"] ?? "");
  if (services === undefined) problems.push('SERVICES must be JSON such as {"web":[1,4,"web-blue-1","web-green-1"]}.');
  const settings: StandbyConfig = {
    declaredParameter: text("DECLARED_PARAMETER", /^\/./, "the name of a parameter"),
    standbyParameter: text("STANDBY_PARAMETER", /^\/./, "the name of a parameter"),
    clusterName: text("CLUSTER_NAME", /^[\w-]+$/, "the name of a cluster"),
    loadBalancer: text("LOAD_BALANCER", /^app\/./, "app/<name>/<id>"),
    holdSeconds: count("HOLD_SECONDS", 0, 604_800),
    afterHold: capacities.find((known) => known === afterHold) ?? "full",
    maxDisconnects: count("MAX_DISCONNECTS", 1, 1_000_000),
    services: services ?? [],
  };
  if (problems.length > 0) throw new Error(`The function release-old-color can't start:\n${problems.join("\n")}`);
  return settings;
};

const parseServices = (text: string): readonly StandbyService[] | undefined => {
  const entries = Object.entries(objectOf(text) ?? { "": undefined });
  const services = entries.map(([name, value]) => serviceOf(name, value));
  return services.every((service) => service !== undefined) ? services : undefined;
};

const objectOf = (text: string): object | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

const serviceOf = (name: string, value: unknown): StandbyService | undefined => {
  if (!Array.isArray(value) || value.length !== 2 + colors.length) return undefined;
  const [min, max, blue, green]: unknown[] = value;
  const isRight =
    Number.isInteger(min) && Number.isInteger(max) && typeof blue === "string" && typeof green === "string";
  return isRight ? { name, count: { min: Number(min), max: Number(max) }, ecsServices: { blue, green } } : undefined;
};
