import { type Color, otherColor } from "../cutover/plan-weights";
import { quoted } from "../cutover/pulumi-command";
import { exitCodes, Stop } from "./outcome";
import { planFrontendStatus } from "./plan-frontend-status";
import { pointerType } from "./plan-targets";
import type { CliPorts } from "./ports";
import { readFrontend } from "./read-frontend";
import type { Stack } from "./read-stack";

/**
 * Stops where a colour has all requests, but viewers still get the other one's frontend: an update died between record and
 * pointer, or somebody wrote the pointer by hand. CloudFront's silence stops nobody.
 */
export const requireFrontendOf = async (stack: Stack, color: Color, ports: CliPorts): Promise<void> => {
  const read = await readFrontend(stack, await ports.pulumi.state(), ports);
  const pointer = stack.resources.find(({ type }) => type === pointerType);
  if (read === undefined || pointer === undefined || !planFrontendStatus(read.pointer, color).isDrifted) return;
  throw new Stop(
    exitCodes.refused,
    "frontend-behind",
    `${color} has all requests of ${stack.stack} already, but viewers still get the frontend of ${otherColor(color)}. Have it follow:\n` +
      `  pulumi up --refresh --target ${quoted(pointer.urn)} --stack ${quoted(stack.stack)}`,
  );
};
