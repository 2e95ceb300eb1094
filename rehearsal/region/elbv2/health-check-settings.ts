import type { CreateTargetGroupInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { parseMatcher } from "./parse-matcher";
import { invalid, notModelled, requireRange } from "./refusals";

type HealthCheck = Pick<
  CreateTargetGroupInput,
  | "HealthCheckEnabled"
  | "HealthCheckIntervalSeconds"
  | "HealthCheckPath"
  | "HealthCheckPort"
  | "HealthCheckProtocol"
  | "HealthCheckTimeoutSeconds"
  | "HealthyThresholdCount"
  | "Matcher"
  | "UnhealthyThresholdCount"
>;

/** Defaults and ranges for HTTP and instance targets. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
const defaults = {
  HealthCheckEnabled: true,
  HealthCheckIntervalSeconds: 30,
  HealthCheckPath: "/",
  HealthCheckPort: "traffic-port",
  HealthCheckProtocol: "HTTP",
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 5,
  Matcher: { HttpCode: "200" },
  UnhealthyThresholdCount: 2,
} as const satisfies HealthCheck;

const ranges = {
  HealthCheckIntervalSeconds: [5, 300],
  HealthCheckTimeoutSeconds: [2, 120],
  HealthyThresholdCount: [2, 10],
  UnhealthyThresholdCount: [2, 10],
} as const;

const maxPathLength = 1024;

/** The health check with AWS's defaults filled in; refuses what AWS refuses. */
export const completeHealthCheck = (input: HealthCheck): Required<HealthCheck> => {
  const settings = {
    HealthCheckEnabled: input.HealthCheckEnabled ?? defaults.HealthCheckEnabled,
    HealthCheckIntervalSeconds: input.HealthCheckIntervalSeconds ?? defaults.HealthCheckIntervalSeconds,
    HealthCheckPath: input.HealthCheckPath ?? defaults.HealthCheckPath,
    HealthCheckPort: input.HealthCheckPort ?? defaults.HealthCheckPort,
    HealthCheckProtocol: input.HealthCheckProtocol ?? defaults.HealthCheckProtocol,
    HealthCheckTimeoutSeconds: input.HealthCheckTimeoutSeconds ?? defaults.HealthCheckTimeoutSeconds,
    HealthyThresholdCount: input.HealthyThresholdCount ?? defaults.HealthyThresholdCount,
    Matcher: input.Matcher ?? defaults.Matcher,
    UnhealthyThresholdCount: input.UnhealthyThresholdCount ?? defaults.UnhealthyThresholdCount,
  };
  validate(settings);
  return settings;
};

const validate = (settings: Required<HealthCheck>): void => {
  if (settings.HealthCheckEnabled === false) throw invalid("Health checks cannot be disabled for instance targets.");
  if (settings.HealthCheckProtocol !== "HTTP") throw notModelled(`health checks by ${settings.HealthCheckProtocol}`);
  if (settings.HealthCheckPort !== "traffic-port")
    throw notModelled("health checks on another port than the traffic's");
  requireRange("HealthCheckIntervalSeconds", settings.HealthCheckIntervalSeconds, ranges.HealthCheckIntervalSeconds);
  requireRange("HealthCheckTimeoutSeconds", settings.HealthCheckTimeoutSeconds, ranges.HealthCheckTimeoutSeconds);
  requireRange("HealthyThresholdCount", settings.HealthyThresholdCount, ranges.HealthyThresholdCount);
  requireRange("UnhealthyThresholdCount", settings.UnhealthyThresholdCount, ranges.UnhealthyThresholdCount);
  requirePath(settings.HealthCheckPath);
  requireShorterTimeout(settings);
  parseMatcher(settings.Matcher?.HttpCode);
};

const requirePath = (path: string | undefined): void => {
  if (path?.startsWith("/") && path.length <= maxPathLength) return;
  throw invalid(`HealthCheckPath is ${path}: it must begin with / and have at most ${maxPathLength} characters.`);
};

const requireShorterTimeout = ({ HealthCheckTimeoutSeconds, HealthCheckIntervalSeconds }: HealthCheck): void => {
  if ((HealthCheckTimeoutSeconds ?? 0) < (HealthCheckIntervalSeconds ?? 0)) return;
  throw invalid(
    `Health check timeout '${HealthCheckTimeoutSeconds}' must be smaller than the interval '${HealthCheckIntervalSeconds}'.`,
  );
};
