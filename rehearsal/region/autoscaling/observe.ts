import type { Observation } from "../observation";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { letGo } from "./lifecycle-waits";

/** What an observation changes in Auto Scaling; observations that concern others leave the state as it is. */
export const observeAutoScaling = (state: RegionState, observation: Observation, context: CallContext): RegionState => {
  if (observation.kind !== "instances-let-go") return state;
  const { instanceIds, destination } = observation;
  return instanceIds.reduce((current, instanceId) => letGo(current, { instanceId, destination }, context), state);
};
