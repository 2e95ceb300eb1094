import type { KeyValueStore } from "../clients/key-value-store";
import type { ObjectStore } from "../clients/object-store";
import { takeCollectionLock } from "./collection-lock";
import { manifestKey } from "./manifest";
import { readManifests } from "./manifests";
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
}

/** Deletes releases that nothing needs any more, or says which it would. */
export const collectReleases = async (
  request: CollectRequest,
  ports: CollectPorts,
): Promise<Exclude<CollectPlan, { kind: "refused" }>> => {
  if (!request.apply) return plan(request, ports);
  const { store, now, signal } = ports;
  const unlock = await takeCollectionLock(store, now().getTime(), signal);
  try {
    const found = await plan(request, ports);
    if (found.kind === "collect") {
      // Manifests first: a release of which something is gone must not be enabled any more.
      await store.remove(found.releases.map(manifestKey), signal);
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
): Promise<Exclude<CollectPlan, { kind: "refused" }>> => {
  // The live value and not the configuration: what viewers are served now must stay.
  const { r, x } = parsePointer(await readPointer(pointer, signal));
  const manifests = await readManifests(store, signal);
  const objects = (await Promise.all([store.list("pool/", signal), store.list("releases/", signal)])).flat();
  const named = [...new Set([r, ...x, ...configured])];
  const planned = planCollect({ now: now().getTime(), named, manifests, objects, policy });
  if (planned.kind !== "refused") return planned;
  throw new Error(
    `Nothing was deleted: there is no manifest of ${planned.releases.join(", ")}, which the live pointer or the configuration names. ` +
      "Deploy it again under that name, or correct the configuration.",
  );
};

const readPointer = (pointer: KeyValueStore, signal: AbortSignal): Promise<string> =>
  pointer.get("active", signal).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Nothing was deleted: the live release can't be read (${reason}). Try again once it can.`, {
      cause,
    });
  });
