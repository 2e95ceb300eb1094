import { isRouted, type RoutedServiceSettings } from "../components/plan-routing";
import { defaultRuleSlot, lastRuleSlot, longestPath } from "../components/plan-rule-priorities";
import { workerVariables } from "../consumption/worker-environment";
import { type BeforeFlipSettings, parseBeforeFlip } from "./before-flip";
import type { Fields } from "./fields";
import { integer, type Kind, oneOf, scalar, text } from "./kinds";
import { parseSchedule, type ScheduledCount } from "./schedule";

/** How many tasks a colour may have. */
export interface TaskCount {
  readonly min: number;
  readonly max: number;
}

/** One deployable part of the application; both colours run it. */
export interface ServiceSettings {
  readonly name: string;
  /** Path pattern of the requests it takes; without one it is a queue worker. */
  readonly path?: string;
  /** Port inside the container; set exactly when `path` is. */
  readonly port?: number;
  /** Slot of its listener rules: smaller ones are tried first; set exactly when `path` is. */
  readonly priority?: number;
  /** What runs once for each image before requests are led to it. @default nothing */
  readonly beforeFlip?: BeforeFlipSettings;
  /** ARN of the SQS queue that a queue worker consumes. @default none, or none that Switchyard knows of */
  readonly queue?: string;
  /** Path that answers 200 while the container can take requests. */
  readonly healthPath: string;
  /** CPU units: 1024 are one vCPU. */
  readonly cpu: number;
  /** MiB; a container that needs more is killed. */
  readonly memory: number;
  /** Tasks of a colour with capacity `full`. */
  readonly count: TaskCount;
  /** Requests a minute that each task is to have: autoscaling keeps to that; set exactly when `path` is. */
  readonly requestsPerTarget?: number;
  /** When other bounds than `count` hold. */
  readonly schedule: readonly ScheduledCount[];
  readonly environment: Readonly<Record<string, string>>;
  /** Environment variable -> ARN of an SSM parameter or Secrets Manager secret. */
  readonly secrets: Readonly<Record<string, string>>;
  /** How long a container may take to end after SIGTERM. */
  readonly stopTimeoutSeconds: number;
  /** `on-demand` keeps its tasks off spot instances. */
  readonly placement: "any" | "on-demand";
}

/**
 * The record of a cutover holds three ARNs, at most 490 characters, for each of these, and a parameter holds 8 KiB:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
const mostRoutedServices = 16;

/** The provider adds a dash and 7 characters to the logical name `<service>-green`, and AWS takes 32: 24 - 6 are left. */
const longestName = 18;

const nameKind: Kind<string> = text(
  new RegExp(`^(?=.{1,${longestName}}$)(?!.*-(blue|green)$)[a-z](-?[a-z0-9])*$`),
  "lower-case letters, digits and single dashes, not ending in -blue or -green, " +
    `at most ${longestName} characters (<name>-green must be within 24)`,
);
const longestNamePattern = new RegExp(`^.{1,${longestName}}$`);

/** At most five wildcards a rule: the same document as {@link longestPath}'s. */
const pathKind = text(
  /^\/(?!([^*?]*[*?]){6})[A-Za-z0-9_.$/~"'@:+&*?-]*$/,
  "a path pattern that starts with / and has at most 5 wildcards and 128 characters",
  "/*",
);
const healthPathKind = text(/^\/[!-~]{0,1023}$/, "a path that starts with /, without spaces", "/");

const secretArn =
  /^arn:aws[a-z-]*:(ssm:[a-z0-9-]+:\d{12}:parameter\/\S+|secretsmanager:[a-z0-9-]+:\d{12}:secret:[^\s:]+(:[^\s:]*){0,3})$/;

/** About 17 a second, which a quarter of a vCPU answers where a request takes 15 ms of it: measure, and set your own. */
const defaultRequestsPerTarget = 1000;

/** What the program itself puts into every container. */
const reservedVariables: readonly string[] = ["SWITCHYARD_COLOR", "SWITCHYARD_VERSION", ...workerVariables];

/** A FIFO queue would need one consumer after the other, which a lease of many tasks doesn't give. */
const queueKind = text(
  /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}$/,
  "the ARN of a standard queue of SQS",
);

/** A spot instance has two minutes: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
const spotNoticeSeconds = 120;
/** Until a notice has become a draining instance whose replacements are being placed. */
const drainMarginSeconds = 15;

/** Reads `services`. */
export const parseServices = (root: Fields, deregistrationDelaySeconds: number): readonly ServiceSettings[] => {
  const all = root.object("services");
  if (all.keys.length === 0 && !root.isWrong("services")) root.refuse("services", "at least one service", "none");
  const services = all.keys.map((name) => parseService(name, all));
  for (const service of services) refuseSlowStop(service, deregistrationDelaySeconds, all);
  refuseSharedPathsAndSlots(services, all);
  const routed = services.filter(isRouted).length;
  if (routed > mostRoutedServices)
    root.refuse("services", `at most ${mostRoutedServices} services with a path`, `${routed} services with a path`);
  return services;
};

const parseService = (name: string, all: Fields): ServiceSettings => {
  const fields = all.object(name);
  if (nameKind.parse(name) === undefined) {
    const got = longestNamePattern.test(name) ? "this name" : `a name of ${name.length} characters`;
    all.refuse(name, nameKind.allowed, got);
  }
  const service: ServiceSettings = {
    name,
    ...parseRoute(name, fields),
    ...parseBeforeFlip(fields),
    cpu: fields.withDefault("cpu", integer(2, 196_608), 256),
    memory: fields.withDefault("memory", integer(6, 1_048_576), 512),
    count: parseCount(fields),
    schedule: parseSchedule(fields),
    environment: parseEnvironment(fields),
    secrets: parseSecrets(fields),
    stopTimeoutSeconds: fields.withDefault("stopTimeoutSeconds", integer(2, 3600), 30),
    placement: fields.withDefault("placement", oneOf(["any", "on-demand"]), "any"),
  };
  fields.refuseUnknownKeys();
  if (service.beforeFlip !== undefined && !isRouted(service))
    fields.refuse("beforeFlip", "nothing, since the service has no path and so no gate", "a task");
  return service;
};

type Route = Pick<ServiceSettings, "path" | "port" | "priority" | "healthPath" | "requestsPerTarget" | "queue">;

const parseRoute = (name: string, fields: Fields): Route => {
  const healthPath = fields.withDefault("healthPath", healthPathKind, "/");
  const priority = fields.optional("priority", integer(1, lastRuleSlot));
  const requestsPerTarget = fields.withDefault("requestsPerTarget", integer(1, 1_000_000), defaultRequestsPerTarget);
  const path = fields.optional("path", pathKind);
  if (path !== undefined) {
    if (path.length > longestPath) fields.refuse("path", pathKind.allowed, `${path.length} characters`);
    const port = fields.required("port", integer(1, 65_535));
    if (fields.isSet("queue"))
      fields.refuse("queue", "nothing, since the service has a path and so isn't a queue worker");
    return { path, port, priority: priority ?? defaultRuleSlot(name, path), healthPath, requestsPerTarget };
  }
  for (const key of ["port", "priority", "healthPath", "requestsPerTarget"].filter((candidate) =>
    fields.isSet(candidate),
  ))
    fields.refuse(key, "nothing, since the service has no path and so takes no requests");
  const queue = fields.optional("queue", queueKind);
  return { healthPath, ...(queue === undefined ? {} : { queue }) };
};

const parseCount = (service: Fields): TaskCount => {
  const fields = service.object("count");
  const min = fields.withDefault("min", integer(1, 1000), 1);
  const max = fields.withDefault("max", integer(1, 1000), Math.max(min, 4));
  fields.refuseUnknownKeys();
  if (min > max && !service.isWrong("count"))
    service.refuse("count", "a max that is at least min", `min ${min}, max ${max}`);
  return { min, max };
};

const parseEnvironment = (fields: Fields): Readonly<Record<string, string>> => {
  const environment = fields.record("environment", scalar);
  for (const name of Object.keys(environment)) refuseVariableName(fields, "environment", name);
  return environment;
};

const parseSecrets = (fields: Fields): Readonly<Record<string, string>> => {
  const secrets = fields.record("secrets", scalar);
  for (const [name, arn] of Object.entries(secrets)) {
    refuseVariableName(fields, "secrets", name);
    // The value is never shown: what stands here by mistake is most likely the secret itself.
    if (!secretArn.test(arn))
      fields.refuse(`secrets.${name}`, "the ARN of an SSM parameter or a Secrets Manager secret", "something else");
    if (fields.object("environment").isSet(name))
      fields.refuse(`secrets.${name}`, "a name that environment doesn't have", "a name that it has too");
  }
  return secrets;
};

const refuseVariableName = (fields: Fields, key: string, name: string): void => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || reservedVariables.includes(name)) {
    const allowed = `letters, digits and _, not starting with a digit, other than ${reservedVariables.join(", ")}`;
    fields.refuse(`${key}.${name}`, allowed, "this name");
  }
};

const refuseSlowStop = (service: ServiceSettings, deregistrationDelaySeconds: number, all: Fields): void => {
  if (service.placement === "on-demand" || all.isWrong(service.name)) return;
  const delay = isRouted(service) ? deregistrationDelaySeconds : 0;
  const total = delay + service.stopTimeoutSeconds + drainMarginSeconds;
  if (total > spotNoticeSeconds) {
    all.refuse(
      `${service.name}.stopTimeoutSeconds`,
      `at most ${spotNoticeSeconds} s in all, the notice of a spot instance; or placement: on-demand`,
      `${service.stopTimeoutSeconds} s + deregistrationDelaySeconds ${delay} s + ${drainMarginSeconds} s to react = ${total} s`,
    );
  }
};

const refuseSharedPathsAndSlots = (services: readonly ServiceSettings[], all: Fields): void => {
  const seen: RoutedServiceSettings[] = [];
  for (const service of services.filter(isRouted)) {
    if (["path", "priority"].some((key) => all.isWrong(`${service.name}.${key}`))) continue;
    const samePath = seen.find(({ path }) => path === service.path);
    const sameSlot = seen.find(({ priority }) => priority === service.priority);
    if (samePath !== undefined)
      all.refuse(`${service.name}.path`, "a path of its own", `${service.path}, which ${samePath.name} has too`);
    else if (sameSlot !== undefined)
      all.refuse(
        `${service.name}.priority`,
        `1 to ${lastRuleSlot}, a slot of its own: set priority here`,
        `slot ${service.priority}, which ${sameSlot.name} has too`,
      );
    seen.push(service);
  }
};
