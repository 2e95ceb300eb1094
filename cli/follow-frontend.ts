import { otherColor } from "../cutover/plan-weights";
import { quoted } from "../cutover/pulumi-command";
import type { CutoverRequest } from "./cutover-context";
import { exitCodes, type Outcome, Stop } from "./outcome";
import { planFrontendStatus } from "./plan-frontend-status";
import { pointerType } from "./plan-targets";
import type { CliPorts } from "./ports";
import { readFrontend } from "./read-frontend";
import type { Stack } from "./read-stack";
import { requireConfirmation } from "./require-confirmation";
import { errorLines } from "./settle";

/**
 * Has the frontend follow a colour that has all requests already: an update died between record and pointer, or somebody wrote
 * the pointer by hand. Undefined where it does follow; CloudFront's silence stops nobody.
 */
export const followFrontend = async (
  stack: Stack,
  { to, verb, yes }: CutoverRequest,
  ports: CliPorts,
): Promise<Outcome | undefined> => {
  const read = await readFrontend(stack, ports);
  const pointer = stack.resources.find(({ type }) => type === pointerType);
  if (read === undefined || pointer === undefined || !planFrontendStatus(read.pointer, to).isDrifted) return undefined;
  ports.say(
    `${to} has all requests of ${stack.stack} already, but viewers still get the frontend of ${otherColor(to)}.`,
  );
  await requireConfirmation("Have it follow?", yes, ports);
  const message = `${verb} of the frontend to ${to}, requested by ${ports.operator}`;
  // What Pulumi's state says of the pointer may be as wanted already.
  const result = await ports.pulumi.update({ targets: [pointer.urn], message, refresh: true });
  if (result.exitCode !== 0) {
    const ended = ports.signal.aborted ? "was interrupted" : `ended with exit code ${result.exitCode}`;
    throw new Stop(
      ports.signal.aborted ? exitCodes.interrupted : exitCodes.failed,
      "frontend-behind",
      `pulumi up ${ended}; viewers may still get the frontend of ${otherColor(to)}. The same command again completes it, or:\n` +
        `  pulumi up --refresh --target ${quoted(pointer.urn)} --stack ${quoted(stack.stack)}\n${errorLines(result)}`,
    );
  }
  return {
    exitCode: exitCodes.done,
    report: { stack: stack.stack, kind: "frontend-followed", to, updates: [pointer.urn] },
    text: `The frontend follows ${to} now, which has all requests of ${stack.stack}.`,
  };
};
