import type { CallContext } from "../operation";
import type { RegionState } from "../state";

/** What time alone changes in Ec2, up to `context.now`. */
export const advanceEc2 = (state: RegionState, _context: CallContext): RegionState => state;
