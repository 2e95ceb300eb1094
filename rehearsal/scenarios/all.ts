import { crash } from "./crash";
import { drift } from "./drift";
import { flip } from "./flip";
import { flips } from "./flips";
import { frontend } from "./frontend";
import { gate } from "./gate";
import { policies } from "./policies";
import { ramp } from "./ramp";
import { roll } from "./roll";
import type { Scenario } from "./scenario";
import { spotStorm } from "./spot-storm";
import { workers } from "./workers";

/** Every scenario, in the order of `--help`. */
export const scenarios: readonly Scenario[] = [
  flip,
  gate,
  drift,
  ramp,
  crash,
  flips,
  workers,
  spotStorm,
  roll,
  frontend,
  policies,
];
