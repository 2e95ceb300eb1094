import type { Observation } from "../observation";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import type { Elbv2State, TargetRecord } from "./state";
import { afterProbe } from "./target-health";
import { recordConnections, recordTraffic } from "./traffic";

/** What an observation changes in Elastic Load Balancing; observations that concern others leave the state as it is. */
export const observeElbv2 = (state: RegionState, observation: Observation, context: CallContext): RegionState => {
  const elbv2 = observed(state.elbv2, observation, context);
  return elbv2 === state.elbv2 ? state : { ...state, elbv2 };
};

const observed = (state: Elbv2State, observation: Observation, context: CallContext): Elbv2State => {
  switch (observation.kind) {
    case "target-probed":
      return recordProbe(state, observation);
    case "requests-served":
      return recordTraffic(state, observation.groups, context);
    case "connections-counted":
      return recordConnections(state, observation.loadBalancers, context);
    case "propagation-delay-set":
      return { ...state, propagation: { ...state.propagation, delayMs: observation.milliseconds } };
    default:
      return state;
  }
};

/** A probe that was under way when its target began to drain counts for nothing; a group that comes into use begins anew anyway. */
const recordProbe = (state: Elbv2State, probe: Extract<Observation, { kind: "target-probed" }>): Elbv2State => {
  const record = state.targetGroups[probe.targetGroupArn];
  if (record === undefined) return state;
  const targets = record.targets.map(
    (target): TargetRecord =>
      target.id === probe.targetId && target.port === probe.port && target.draining === undefined
        ? { ...target, health: afterProbe(target.health, probe.result, record.group) }
        : target,
  );
  return { ...state, targetGroups: { ...state.targetGroups, [record.arn]: { ...record, targets } } };
};
