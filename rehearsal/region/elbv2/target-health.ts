import type { TargetHealth } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ProbedHealth, ProbeFailure, TargetGroupRecord, TargetRecord } from "./state";

/** The health of a target that nobody has probed yet. */
export const untestedHealth: ProbedHealth = { state: "initial", consecutivePasses: 0, consecutiveFailures: 0 };

/** What a probe came to. */
export type ProbeResult =
  | { readonly healthy: true }
  | { readonly healthy: false; readonly reason: ProbeFailure; readonly description?: string };

/**
 * The health after one more probe: a new target needs one pass, afterwards the thresholds count consecutive results.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export const afterProbe = (
  health: ProbedHealth,
  result: ProbeResult,
  group: TargetGroupRecord["group"],
): ProbedHealth => (result.healthy ? afterPass(health, group) : afterFailure(health, result, group));

const afterPass = (health: ProbedHealth, { HealthyThresholdCount = 5 }: TargetGroupRecord["group"]): ProbedHealth => {
  const consecutivePasses = health.consecutivePasses + 1;
  const recovered = health.state !== "unhealthy" || consecutivePasses >= HealthyThresholdCount;
  const counts = { consecutivePasses, consecutiveFailures: 0 };
  return recovered ? { state: "healthy", ...counts } : { ...health, ...counts };
};

const afterFailure = (
  health: ProbedHealth,
  { reason, description }: Extract<ProbeResult, { healthy: false }>,
  { UnhealthyThresholdCount = 2 }: TargetGroupRecord["group"],
): ProbedHealth => {
  const consecutiveFailures = health.consecutiveFailures + 1;
  return {
    state: consecutiveFailures >= UnhealthyThresholdCount ? "unhealthy" : health.state,
    consecutivePasses: 0,
    consecutiveFailures,
    reason,
    ...(description === undefined ? {} : { description }),
  };
};

/** What `DescribeTargetHealth` says of a target that was never registered or is gone. */
export const notRegistered: TargetHealth = {
  State: "unused",
  Reason: "Target.NotRegistered",
  Description: "Target is not registered to the target group",
};

/**
 * What `DescribeTargetHealth` says of a registered target.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export const describeHealth = ({ health, draining }: TargetRecord, isInUse: boolean): TargetHealth => {
  if (draining !== undefined) {
    return {
      State: "draining",
      Reason: "Target.DeregistrationInProgress",
      Description: "Target deregistration is in progress",
    };
  }
  if (!isInUse) {
    return {
      State: "unused",
      Reason: "Target.NotInUse",
      Description: "Target group is not configured to receive traffic from the load balancer",
    };
  }
  return describeProbed(health);
};

const describeProbed = ({ state, reason, description, consecutiveFailures }: ProbedHealth): TargetHealth => {
  if (state === "healthy") return { State: "healthy" };
  if (state === "unhealthy") {
    return {
      State: "unhealthy",
      Reason: reason,
      ...(description === undefined ? {} : { Description: description }),
    };
  }
  return consecutiveFailures === 0
    ? { State: "initial", Reason: "Elb.RegistrationInProgress", Description: "Target registration is in progress" }
    : {
        State: "initial",
        Reason: "Elb.InitialHealthChecking",
        Description: "Initial health checks in progress",
      };
};
