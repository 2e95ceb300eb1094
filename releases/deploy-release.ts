import type { ObjectStore } from "../clients/object-store";
import { refuseDuringCollection } from "./collection-lock";
import type { Manifest } from "./manifest";
import { readKnownDigests, readManifest, writeManifest } from "./manifests";
import { planReleaseFiles, type ReleaseFile } from "./plan-release-files";
import { isDeployableId } from "./plan-release-id";
import type { Progress } from "./progress";
import { readBuild } from "./read-build";
import { uploadFiles } from "./upload-files";
import { listFiles, requireComplete, verifyFiles } from "./verify-release";

/** What to deploy. */
export interface DeployRequest {
  readonly id: string;
  /** The build: `index.html` and what belongs to it. */
  readonly directory: string;
  /** What it was built from. @default unknown */
  readonly commit?: string;
}

/** What a deploy needs from outside. */
export interface DeployPorts {
  readonly store: ObjectStore;
  readonly now: () => Date;
  /** Milliseconds of any clock that doesn't jump. */
  readonly clock: () => number;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** What was deployed. */
export interface DeployedRelease {
  readonly id: string;
  readonly upload: Progress;
  /** Files whose names make the API or the page the answer. */
  readonly unserved: readonly string[];
}

/**
 * Brings a build into the bucket as a release that nobody is served yet. Everything is checked before the first upload; a
 * deploy that broke off is continued by the same command.
 */
export const deployRelease = async (request: DeployRequest, ports: DeployPorts): Promise<DeployedRelease> => {
  const { id, directory } = request;
  const { store, now, signal } = ports;
  const { files, unserved } = await planFiles(id, directory, signal);
  // Written first: from now on a collection keeps whatever is skipped below as "already there".
  const manifest = await announce(store, { ...request, files }, ports);
  await refuseDuringCollection(store, now().getTime(), signal);
  const present = await listFiles(store, id, signal);
  const digests = await readKnownDigests(store, id, signal);
  const upload = await uploadFiles(store, { id, directory, files, present, digests, ...ports });
  requireComplete(id, await verifyFiles(store, manifest, signal));
  if (manifest.state === "pending")
    await writeManifest(store, { ...manifest, state: "ready" }, { ifAbsent: false, signal });
  return { id, upload, unserved };
};

const planFiles = async (id: string, directory: string, signal: AbortSignal) => {
  if (!isDeployableId(id)) {
    throw new Error(`Got the release ${JSON.stringify(id)}; allowed is frontend_ and 1 to 48 letters, digits or _.-`);
  }
  const plan = planReleaseFiles(id, await readBuild(directory, signal));
  if (plan.kind === "ready") return plan;
  const [first, ...others] = plan.problems.map(({ message }) => message);
  throw new Error([`Nothing was uploaded. ${first}`, ...others].join("\n"));
};

/** A release never changes: its name stands for one build, whether the deploy has ended or not. */
const announce = async (
  store: ObjectStore,
  request: DeployRequest & { readonly files: readonly ReleaseFile[] },
  ports: Pick<DeployPorts, "now" | "signal">,
): Promise<Manifest> => {
  const { id, commit, files } = request;
  const { now, signal } = ports;
  const createdAt = now().toISOString();
  const manifest: Manifest = { id, state: "pending", createdAt, ...(commit === undefined ? {} : { commit }), files };
  if ((await writeManifest(store, manifest, { ifAbsent: true, signal })) === "stored") return manifest;
  const existing = await readManifest(store, id, signal);
  // A collection has deleted it in between; whether it goes on is looked at next.
  if (existing === undefined) return announce(store, request, ports);
  if (JSON.stringify(existing.files) === JSON.stringify(files)) {
    if (existing.state === "ready") return existing;
    // Its age protects it from being collected, and may have run out since it broke off.
    await writeManifest(store, manifest, { ifAbsent: false, signal });
    return manifest;
  }
  throw new Error(`The release ${id} is there already with other files, and releases don't change. Choose another id.`);
};
