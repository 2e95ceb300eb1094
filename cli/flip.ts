import type { Color } from "../cutover/plan-weights";
import { cutOver } from "./cut-over";
import type { Outcome } from "./outcome";
import type { CliPorts } from "./ports";
import { readStack } from "./read-stack";

/** All requests to a colour. */
export const flip = async (
  { to, yes }: { readonly to: Color; readonly yes: boolean },
  ports: CliPorts,
): Promise<Outcome> => cutOver(await readStack(ports.pulumi, ports.region), { verb: "Flip", to, yes }, ports);
