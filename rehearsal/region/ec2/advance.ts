import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { advanceFleet } from "./advance-fleet";
import { joinCluster } from "./join-cluster";
import type { InstanceRecord } from "./state";
import { stopInstance } from "./stop-instance";
import { terminateInstance } from "./terminate-instance";
import { putInstance, updateEc2 } from "./update-ec2";

/** Terminated instances are described for about an hour. Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html */
const terminatedInstanceLifetimeMs = 3_600_000;

/** What time alone changes in EC2, up to `context.now`: instances boot, join their cluster and go; fleets keep their target. */
export const advanceEc2 = (state: RegionState, context: CallContext): RegionState => {
  const stepped = Object.values(state.ec2.instances).reduce(
    (current, instance) => advanceInstance(current, instance, context),
    state,
  );
  return Object.values(stepped.ec2.spotFleets).reduce(
    (current, fleet) => advanceFleet(current, fleet, context),
    stepped,
  );
};

const advanceInstance = (state: RegionState, instance: InstanceRecord, context: CallContext): RegionState => {
  switch (instance.state) {
    case "pending":
      return context.now < instance.bootedAt ? state : boot(state, instance, context);
    case "running":
      return advanceRunning(state, instance, context);
    case "stopping":
      return putInstance(state, { ...instance, state: "stopped" });
    case "stopped":
      return state;
    case "shutting-down":
      return putInstance(state, { ...instance, state: "terminated", terminatedAt: context.now });
    case "terminated":
      return context.now - (instance.terminatedAt ?? context.now) > terminatedInstanceLifetimeMs
        ? forget(state, instance)
        : state;
  }
};

const advanceRunning = (state: RegionState, instance: InstanceRecord, context: CallContext): RegionState => {
  const { interruption, instanceId } = instance;
  if (interruption !== undefined && context.now >= interruption.at) {
    const take = interruption.action === "terminate" ? terminateInstance : stopInstance;
    return take(state, instanceId, context);
  }
  return instance.containerInstanceArn === undefined ? joinCluster(state, instance, context) : state;
};

const boot = (state: RegionState, instance: InstanceRecord, context: CallContext): RegionState => {
  const running: InstanceRecord = { ...instance, state: "running" };
  return joinCluster(putInstance(state, running), running, context);
};

const forget = (state: RegionState, { instanceId }: InstanceRecord): RegionState => {
  const { [instanceId]: _forgotten, ...instances } = state.ec2.instances;
  return updateEc2(state, { instances });
};
