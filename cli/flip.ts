import type { Color } from "../cutover/plan-weights";
import { cutOver } from "./cut-over";
import type { Outcome } from "./outcome";
import type { CliPorts } from "./ports";
import { readStack } from "./read-stack";

/** All requests to a colour. */
export const flip = async (
  asked: { readonly to: Color; readonly yes: boolean; readonly override?: string },
  ports: CliPorts,
): Promise<Outcome> => {
  const { to, yes, override } = asked;
  const request = { verb: "Flip", to, yes, ...(override === undefined ? {} : { override }) };
  if (override !== undefined)
    ports.say(
      `Overriding the stop that printed ${override}, in this update alone: the load balancer gets what the config says.`,
    );
  return cutOver(await readStack(ports.pulumi, ports.region), request, ports);
};
