import type { CallContext } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";

/** Notes that a function is to be called with an event, as an asynchronous invocation does; undefined where there is none. */
export const invokeLater = (
  state: RegionState,
  functionArn: string,
  payload: string,
  { random }: Pick<CallContext, "random">,
): RegionState | undefined => {
  const { functions, invocations } = state.lambda;
  if (!Object.values(functions).some((record) => record.functionArn === functionArn)) return undefined;
  const invocation = { id: randomHex(random, 32), functionArn, payload };
  return { ...state, lambda: { ...state.lambda, invocations: [...invocations, invocation] } };
};
