import type { CallContext } from "../operation";
import type { RegionState } from "../state";

/** What time alone changes in Elbv2, up to `context.now`. */
export const advanceElbv2 = (state: RegionState, _context: CallContext): RegionState => state;
