import { setTimeout as sleep } from "node:timers/promises";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { createScalingGroups } from "../clients/auto-scaling-groups";
import { type AwsSessionSettings, clientConfig } from "../clients/aws-session";
import { createContainerInstances } from "../clients/container-instances";
import { createThrottleRetry } from "../clients/drain-retry";
import { createEc2Instances } from "../clients/ec2-instances";
import { createSpotFleetPools } from "../clients/fleet-pools";
import { createLaunchTemplates } from "../clients/launch-templates";
import { createPassingParameter } from "../clients/passing-parameter";
import { createServiceDeployments } from "../clients/service-deployments";
import { createSpotFleets } from "../clients/spot-fleets";
import { rollParameterName, type StackName } from "../cutover/parameter-names";
import type { FleetPorts } from "../fleet/fleet-ports";
import { patience } from "./ports";

/** AWS as rolling needs it. */
export interface FleetConnection extends Omit<FleetPorts, "deploying"> {
  /** Names of the ECS services among these that are being deployed. */
  readonly deployingAmong: (place: {
    readonly cluster: string;
    readonly services: readonly string[];
  }) => Promise<readonly string[]>;
}

/** Calls in all, the first one included: a roll outlasts a throttled minute. */
const attempts = 8;

/** AWS in the account and the region of the stack's config, its endpoints included. */
export const connectFleet = (aws: AwsSessionSettings, stack: StackName): FleetConnection => {
  const retry = createThrottleRetry({ attempts, random: Math.random, sleep });
  const ec2 = new EC2Client(clientConfig(aws, "ec2"));
  const ecs = new ECSClient(clientConfig(aws, "ecs"));
  const deployments = createServiceDeployments(ecs);
  return {
    fleets: createSpotFleets(ec2, retry),
    pools: createSpotFleetPools(ec2, retry),
    groups: createScalingGroups(new AutoScalingClient(clientConfig(aws, "autoscaling")), retry),
    templates: createLaunchTemplates(ec2, retry),
    ec2: createEc2Instances(ec2, retry),
    instances: createContainerInstances(ecs, retry),
    note: createPassingParameter(new SSMClient(clientConfig(aws, "ssm")), rollParameterName(stack)),
    deployingAmong: async (place) => {
      const described = await retry(() => deployments.describe(place, AbortSignal.timeout(patience)));
      return described
        .filter(({ deployments: count, rolloutState }) => count > 1 || rolloutState === "IN_PROGRESS")
        .map(({ name }) => name);
    },
  };
};
