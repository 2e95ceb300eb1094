import { flip } from "./flip";
import type { Scenario } from "./scenario";

/** Every scenario, in the order of `--help`. */
export const scenarios: readonly Scenario[] = [flip];
