import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { ECSClient } from "@aws-sdk/client-ecs";
import { createAlarms } from "../clients/alarms";
import { type AwsSessionSettings, clientConfig } from "../clients/aws-session";
import { createParameters } from "../clients/parameters";
import { createRunningTasks } from "../clients/running-tasks";
import { createScalableTargets } from "../clients/scalable-targets";
import { createTargetGroups } from "../clients/target-health";
import { createLiveTruthPorts } from "../cutover/live-truth-ports";
import { parameterNames, type StackName } from "../cutover/parameter-names";
import type { AwsPorts } from "./ports";

/** AWS in the account and the region of the stack's config, its endpoints included. */
export const createAwsPorts = (stack: StackName & { readonly aws: AwsSessionSettings }): AwsPorts => {
  const { aws } = stack;
  const parameters = createParameters(aws);
  const groups = createTargetGroups(aws);
  const alarms = createAlarms(aws);
  const tasks = createRunningTasks(new ECSClient(clientConfig(aws, "ecs")));
  const scaling = createScalableTargets(new ApplicationAutoScalingClient(clientConfig(aws, "application-autoscaling")));
  const { cutover } = parameterNames(stack);
  return {
    ...createLiveTruthPorts(stack),
    targetHealth: (groupArn, signal) => groups.health(groupArn, signal),
    runningTasks: (place, signal) => tasks.list(place, signal),
    describeBounds: (ids, abortSignal) => scaling.describe(ids, { abortSignal }),
    setBounds: (id, bounds, abortSignal) => scaling.update(id, bounds, { abortSignal }),
    alarmStates: (names, signal) => alarms.states(names, signal),
    writeNote: (value, signal) => parameters.put({ name: cutover, value }, signal),
  };
};
