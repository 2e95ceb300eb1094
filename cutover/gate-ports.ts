import { ECSClient } from "@aws-sdk/client-ecs";
import { type AwsSessionSettings, clientConfig, requireSameScope } from "../clients/aws-session";
import { createCallerIdentity } from "../clients/caller-identity";
import { createContainerInstances } from "../clients/container-instances";
import { createListenerRules } from "../clients/listener-rules";
import { createOneOffTasks } from "../clients/one-off-tasks";
import { createParameters } from "../clients/parameters";
import { createRunningTasks } from "../clients/running-tasks";
import { createServiceDeployments } from "../clients/service-deployments";
import { createTargetGroups } from "../clients/target-health";
import type { GatePorts } from "./gate-facts";
import type { BeforeFlipPorts } from "./run-before-flip";

/** Where the gate asks. */
export interface GatePortsArgs {
  readonly aws: AwsSessionSettings;
  readonly clusterArn: string;
}

/** The gate's questions to AWS; what is throttled is repeated by the SDK, within the gate's own deadline. */
export const createGatePorts = ({ aws, clusterArn: cluster }: GatePortsArgs): GatePorts => {
  const ecs = new ECSClient(clientConfig(aws, "ecs"));
  const identity = createCallerIdentity(aws);
  const rules = createListenerRules(aws);
  const groups = createTargetGroups(aws);
  const services = createServiceDeployments(ecs);
  const tasks = createRunningTasks(ecs);
  const instances = createContainerInstances(ecs, (call) => call());
  return {
    describeRule: async (ruleArn, signal) => {
      const [accountId, live] = await Promise.all([identity.accountId(signal), rules.describe([ruleArn], signal)]);
      requireSameScope(ruleArn, { region: aws.region, accountId });
      return live[0];
    },
    targetHealth: (groupArn, signal) => groups.health(groupArn, signal),
    describeServices: (names, signal) => services.describe({ cluster, services: names }, signal),
    runningTasks: (service, signal) => tasks.list({ cluster, service }, signal),
    describeInstances: (arns) => instances.describe(cluster, arns),
  };
};

/** Tasks that run once, and the parameter that remembers them. */
export const createBeforeFlipPorts = (aws: AwsSessionSettings, parameterName: string): BeforeFlipPorts => {
  const parameters = createParameters(aws);
  return {
    ...createOneOffTasks(new ECSClient(clientConfig(aws, "ecs"))),
    readNote: async (signal) => (await parameters.get(parameterName, signal)).value,
    writeNote: (value, signal) => parameters.put({ name: parameterName, value }, signal),
  };
};
