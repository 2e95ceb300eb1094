import type { CallContext } from "../operation";
import type { RegionState } from "../state";

/** What time alone changes in Ecs, up to `context.now`. */
export const advanceEcs = (state: RegionState, _context: CallContext): RegionState => state;
