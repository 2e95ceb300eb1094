import type { Manifest } from "./manifest";
import type { ListedObject } from "./plan-completeness";
import { fallbackRelease } from "./plan-release-id";

/** What is in the bucket and what must stay. */
export interface CollectFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Releases that the pointer or the configuration names: live, standby, previews. */
  readonly named: readonly string[];
  readonly manifests: readonly Manifest[];
  /** Everything below `pool/` and `releases/`. */
  readonly objects: readonly StoredObject[];
  readonly policy: CollectPolicy;
}

/** An object and its age. */
export interface StoredObject extends ListedObject {
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** How much is kept beside what is named. */
export interface CollectPolicy {
  /** The newest releases, ready ones. @default 10 */
  readonly newest: number;
  /** Releases younger than this, in days. @default 30 */
  readonly days: number;
}

/** What to delete. */
export type CollectPlan =
  | {
      readonly kind: "collect";
      /** Releases whose manifests go first: from then on they can't be enabled. */
      readonly releases: readonly string[];
      /** Objects that no kept release refers to. */
      readonly objects: readonly StoredObject[];
    }
  | { readonly kind: "nothing" }
  | {
      /** What a named release consists of is unknown, so nothing is known to be garbage. */
      readonly kind: "refused";
      readonly reason: "manifest-missing";
      readonly releases: readonly string[];
    };

/** What is kept when nobody says otherwise. */
export const defaultCollectPolicy: CollectPolicy = { newest: 10, days: 30 };

const hour = 3_600_000;
/** A deploy that didn't end may be repeated for so long; also, no younger object is ever deleted. */
const grace = 24 * hour;

/** Marks from the manifests of all releases that must stay and sweeps the rest; age alone never makes garbage. */
export const planCollect = (facts: CollectFacts): CollectPlan => {
  const named = new Set(facts.named.filter((id) => id !== fallbackRelease));
  const known = new Set(facts.manifests.map(({ id }) => id));
  const unknown = [...named].filter((id) => !known.has(id));
  if (unknown.length > 0) return { kind: "refused", reason: "manifest-missing", releases: unknown };
  const roots = rootsOf(facts, named);
  const releases = facts.manifests.filter((manifest) => !roots.has(manifest)).map(({ id }) => id);
  const marked = new Set([...roots].flatMap(({ files }) => files.map(({ key }) => key)));
  const objects = facts.objects.filter((object) => isGarbage(object, marked, facts.now));
  return releases.length + objects.length === 0 ? { kind: "nothing" } : { kind: "collect", releases, objects };
};

const rootsOf = ({ manifests, policy, now }: CollectFacts, named: ReadonlySet<string>): ReadonlySet<Manifest> => {
  const ready = manifests
    .filter(({ state }) => state === "ready")
    .sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
  const newest = new Set(ready.slice(0, policy.newest));
  const isYoung = ({ state, createdAt }: Manifest): boolean =>
    now - Date.parse(createdAt) < (state === "ready" ? policy.days * 24 * hour : grace);
  return new Set(manifests.filter((manifest) => named.has(manifest.id) || newest.has(manifest) || isYoung(manifest)));
};

const isGarbage = ({ key, modifiedAt }: StoredObject, marked: ReadonlySet<string>, now: number): boolean =>
  !marked.has(key) && !key.startsWith(`releases/${fallbackRelease}/`) && now - modifiedAt >= grace;
