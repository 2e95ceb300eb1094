import type { Observation } from "../observation";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";

/** What an observation changes in Elbv2; observations that concern others leave the state as it is. */
export const observeElbv2 = (state: RegionState, _observation: Observation, _context: CallContext): RegionState =>
  state;
