import type { ObjectReader } from "../clients/object-store";
import { readManifest } from "../releases/manifests";
import { planCompleteness } from "../releases/plan-completeness";
import type { ReleaseFile } from "../releases/plan-release-files";
import { fallbackRelease, isReleaseId } from "../releases/plan-release-id";
import { incompleteText, listFiles } from "../releases/verify-release";
import { exitCodes, Stop } from "./outcome";

/** The files of a release that may be enabled; stops, naming what is missing, where it may not. */
export const requireReady = async (
  store: ObjectReader,
  id: string,
  signal: AbortSignal,
): Promise<readonly ReleaseFile[]> => {
  if (!isReleaseId(id)) throw new Stop(exitCodes.usage, "not-a-release", notARelease(id));
  // Comes with the stack and was never deployed.
  if (id === fallbackRelease) return [];
  const manifest = await readManifest(store, id, signal);
  if (manifest === undefined) throw refused("no-such-release", `There is no release ${id}. ${see}`);
  const { state, files } = manifest;
  const completeness = planCompleteness(files, await listFiles(store, id, signal));
  if (completeness.kind === "incomplete") throw refused("incomplete", incompleteText(id, completeness));
  if (state === "ready") return files;
  throw refused("pending", `The deploy of ${id} has not ended. Run it again with --id ${id}, then repeat.`);
};

const notARelease = (id: string): string =>
  `Got the release ${JSON.stringify(id)}. Allowed: ${fallbackRelease}, or a name that npm run cli -- release list shows.`;

const see = "See those that are there with: npm run cli -- release list";

const refused = (reason: string, message: string): Stop =>
  new Stop(exitCodes.refused, reason, `${message}\nNothing was changed.`);
