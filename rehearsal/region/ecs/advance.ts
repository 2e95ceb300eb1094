import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { advanceService } from "./advance-service";
import { advanceTask } from "./advance-task";

/** What time alone changes in ECS, up to `context.now`: tasks take their next step, then every service its next round. */
export const advanceEcs = (state: RegionState, context: CallContext): RegionState => {
  const stepped = Object.values(state.ecs.tasks).reduce((current, task) => advanceTask(current, task, context), state);
  return Object.keys(stepped.ecs.services).reduce((current, arn) => advanceService(current, arn, context), stepped);
};
