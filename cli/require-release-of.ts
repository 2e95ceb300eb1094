import { errorText } from "../cutover/error-text";
import type { Color } from "../cutover/plan-weights";
import { Stop } from "./outcome";
import type { CliPorts } from "./ports";
import type { Stack } from "./read-stack";
import { requireReady } from "./require-ready";

/** How long S3 may take to say what is there. Milliseconds. */
const patience = 30_000;

/**
 * Stops where the colour that is to serve has a frontend release which isn't there as a whole: the pointer follows the colour,
 * and viewers would be served what is missing. A bucket that can't be asked doesn't stop anybody.
 */
export const requireReleaseOf = async ({ config, frontend }: Stack, color: Color, ports: CliPorts): Promise<void> => {
  const { release } = config.colors[color];
  if (release === undefined || color === config.activeColor) return;
  if (frontend === undefined || ports.connectReleases === undefined) return;
  try {
    const { store } = ports.connectReleases(config.aws, frontend);
    await requireReady(store, release, AbortSignal.any([ports.signal, AbortSignal.timeout(patience)]));
  } catch (error) {
    ports.signal.throwIfAborted();
    if (error instanceof Stop) throw error;
    ports.say(`Warning: nobody says whether the release ${release} of ${color} is complete: ${errorText(error)}`);
  }
};
