import type { Observation } from "../observation";
import type { RegionState } from "../state";

/** What an observation changes in Lambda; observations that concern others leave the state as it is. */
export const observeLambda = (state: RegionState, observation: Observation): RegionState => {
  if (observation.kind !== "function-invoked") return state;
  const invocations = state.lambda.invocations.filter(({ id }) => id !== observation.invocationId);
  return { ...state, lambda: { ...state.lambda, invocations } };
};
