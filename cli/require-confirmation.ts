import { exitCodes, Stop } from "./outcome";
import type { CliPorts } from "./ports";

/** Asks, unless it was answered on the command line; stops where the answer is no or nobody is there. */
export const requireConfirmation = async (
  question: string,
  yes: boolean,
  { confirm }: Pick<CliPorts, "confirm">,
): Promise<void> => {
  if (yes) return;
  const answer = await confirm(question);
  if (answer === true) return;
  throw answer === undefined
    ? new Stop(
        exitCodes.usage,
        "nobody-to-ask",
        "There is no terminal to ask on. Allowed: --yes, after a look at the preview above.",
      )
    : new Stop(exitCodes.refused, "declined", "Declined; nothing was changed.");
};
