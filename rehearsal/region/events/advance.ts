import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { deliver } from "./deliver";
import { runSchedules } from "./schedule";

/** What time alone changes in EventBridge: schedules run, and what couldn't be delivered is tried again. */
export const advanceEvents = (before: RegionState, context: CallContext): RegionState => {
  const state = runSchedules(before, context);
  const due = state.events.pending.filter(({ nextAt }) => nextAt <= context.now);
  if (due.length === 0) return state;
  const pending = state.events.pending.filter((delivery) => !due.includes(delivery));
  const taken: RegionState = { ...state, events: { ...state.events, pending } };
  return due.reduce((current, delivery) => deliver(current, delivery, context), taken);
};
