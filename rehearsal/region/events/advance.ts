import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { deliver } from "./deliver";

/** What time alone changes in EventBridge: what couldn't be delivered is tried again. */
export const advanceEvents = (state: RegionState, context: CallContext): RegionState => {
  const due = state.events.pending.filter(({ nextAt }) => nextAt <= context.now);
  if (due.length === 0) return state;
  const pending = state.events.pending.filter((delivery) => !due.includes(delivery));
  const taken: RegionState = { ...state, events: { ...state.events, pending } };
  return due.reduce((current, delivery) => deliver(current, delivery, context), taken);
};
