import type { Color } from "../cutover/plan-weights";
import { cutOver } from "./cut-over";
import type { Outcome } from "./outcome";
import type { CliPorts } from "./ports";
import { type RampArguments, ramp } from "./ramp";
import { readStack } from "./read-stack";
import { requireReleaseOf } from "./require-release-of";

/** What `flip` is asked for. */
export interface FlipArguments {
  readonly to: Color;
  readonly yes: boolean;
  /** The digits by which one stop is overridden, in the first update alone. @default none is */
  readonly override?: string;
  /** Step by step. @default all at once */
  readonly ramp?: Pick<RampArguments, "steps" | "bakeSeconds">;
}

/** All requests to a colour, at once or step by step. */
export const flip = async ({ ramp: steps, ...asked }: FlipArguments, ports: CliPorts): Promise<Outcome> => {
  if (asked.override !== undefined)
    ports.say(
      `Overriding the stop that printed ${asked.override}, in this update alone: the load balancer gets what the config says.`,
    );
  const stack = await readStack(ports.pulumi, ports.region);
  await requireReleaseOf(stack, asked.to, ports);
  return steps === undefined ? cutOver(stack, { verb: "Flip", ...asked }, ports) : ramp({ ...asked, ...steps }, ports);
};
