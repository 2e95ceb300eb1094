import type { KeyValueStore } from "../clients/key-value-store";
import type { ObjectStore } from "../clients/object-store";
import { takeCollectionLock } from "./collection-lock";
import { type Manifest, manifestKey } from "./manifest";
import { readManifests, writeManifest } from "./manifests";
import { type CollectPlan, type CollectPolicy, planCollect } from "./plan-collect";
import { parsePointer } from "./plan-pointer";

/** What to keep, and whether to delete. */
export interface CollectRequest {
  /** The releases of both colours, as configured. */
  readonly configured: readonly string[];
  readonly policy: CollectPolicy;
  /** Without it nothing is deleted. */
  readonly apply: boolean;
}

/** What a collection needs from outside. */
export interface CollectPorts {
  readonly store: ObjectStore;
  readonly pointer: KeyValueStore;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Lets switches that are under way end before the last look at the pointer. @default there are none */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** Milliseconds that a switch may take from its last look at the release until the pointer is written: one `pulumi up` of one key. */
const switchTime = 30_000;

/** Deletes releases that nothing needs any more, or says which it would. */
export const collectReleases = async (
  request: CollectRequest,
  ports: CollectPorts,
): Promise<Exclude<CollectPlan, { kind: "refused" }>> => {
  if (!request.apply) return (await plan(request, ports)).found;
  const { store, now, signal } = ports;
  const unlock = await takeCollectionLock(store, now().getTime(), signal);
  try {
    const { found, manifests } = await plan(request, ports);
    if (found.kind === "collect") {
      // Manifests first: a release of which something is gone must not be enabled any more.
      await store.remove(found.releases.map(manifestKey), signal);
      await requireUnused(
        manifests.filter(({ id }) => found.releases.includes(id)),
        ports,
      );
      await store.remove(
        found.objects.map(({ key }) => key),
        signal,
      );
    }
    return found;
  } finally {
    await unlock();
  }
};

const plan = async (
  { configured, policy }: CollectRequest,
  { store, pointer, now, signal }: CollectPorts,
): Promise<{
  readonly found: Exclude<CollectPlan, { kind: "refused" }>;
  readonly manifests: readonly Manifest[];
}> => {
  // The live value and not the configuration: what viewers are served now must stay.
  const { r, x } = parsePointer(await readPointer(pointer, signal));
  const manifests = await readManifests(store, signal);
  const objects = (await Promise.all([store.list("pool/", signal), store.list("releases/", signal)])).flat();
  const named = [...new Set([r, ...x, ...configured])];
  const planned = planCollect({ now: now().getTime(), named, manifests, objects, policy });
  if (planned.kind !== "refused") return { found: planned, manifests };
  throw new Error(
    `Nothing was deleted: there is no manifest of ${planned.releases.join(", ")}, which the live pointer or the configuration names. ` +
      "Deploy it again under that name, or correct the configuration.",
  );
};

/**
 * A switch looks at the manifest again after it has written the pointer, and this looks at the pointer after the manifests are
 * gone: so at least one of the two sees the other. Throws, with the manifests put back, where a release has come into use or
 * nobody can say.
 */
const requireUnused = async (doomed: readonly Manifest[], ports: CollectPorts): Promise<void> => {
  if (doomed.length === 0) return;
  try {
    await ports.sleep?.(switchTime);
    const { r, x } = parsePointer(await readPointer(ports.pointer, ports.signal));
    const used = doomed.flatMap(({ id }) => (id === r || x.includes(id) ? [id] : []));
    if (used.length > 0) throw new Error(`Nothing was deleted: ${used.join(", ")} was enabled meanwhile. Repeat it.`);
  } catch (error) {
    // Also after Ctrl-C.
    const signal = AbortSignal.timeout(restoring);
    for (const manifest of doomed) await writeManifest(ports.store, manifest, { ifAbsent: true, signal });
    throw error;
  }
};

/** Milliseconds that putting manifests back may take: one call for each. */
const restoring = 60_000;

const readPointer = (pointer: KeyValueStore, signal: AbortSignal): Promise<string> =>
  pointer.get("active", signal).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Nothing was deleted: the live release can't be read (${reason}). Try again once it can.`, {
      cause,
    });
  });
