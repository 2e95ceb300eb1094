import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { StandbyPorts } from "../standby/ports";
import { createDatedParameters } from "./dated-parameters";
import { listenerRulesOf } from "./listener-rules";
import { createLoadBalancerMetrics } from "./load-balancer-metrics";
import { createScalableTargets } from "./scalable-targets";
import { createServiceDeployments } from "./service-deployments";

/** What looking after the old colour asks of AWS, in the account and the region of a Lambda function. */
export const createStandbyPorts = (): Pick<StandbyPorts, "parameters" | "rules" | "targets" | "tasks" | "metrics"> => ({
  parameters: createDatedParameters(new SSMClient(config)),
  rules: listenerRulesOf(new ElasticLoadBalancingV2Client(config)),
  targets: createScalableTargets(new ApplicationAutoScalingClient(config)),
  tasks: createServiceDeployments(new ECSClient(config)),
  metrics: createLoadBalancerMetrics(new CloudWatchClient(config)),
});

/** A connection that hangs must not use up the minute until the next look. Milliseconds. */
const config = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};
