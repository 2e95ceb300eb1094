import { seededRandom } from "../../seeded-random";
import { planVisits, type VisitModel } from "./plan-visits";
import { playVisits, type VisitCounts } from "./play-visits";
import { type ReleaseSiteOptions, releaseSite } from "./release-site";
import { type SiteFile, syncedSite } from "./synced-site";

/** What is compared: the same two builds, cut over to and back. */
export interface Comparison {
  readonly deployed: Pick<ReleaseSiteOptions, "behaviors" | "state">;
  /** The pointer before, after the flip, after the rollback. */
  readonly pointers: readonly [string, string, string];
  /** The files of the build before and of the one that is flipped to. */
  readonly builds: readonly [readonly SiteFile[], readonly SiteFile[]];
  /** The longest that a location takes to follow a change, in seconds. */
  readonly lagSeconds: number;
}

/** How visitors fared. */
export interface VisitFigures {
  readonly lagSeconds: number;
  readonly ours: VisitCounts;
  readonly control: VisitCounts;
}

/** Each figure is an assumption: a small page with two parts that are loaded on demand, in tabs that stay open for long. */
export const visitModel: VisitModel = {
  pages: 20_000,
  locations: 50,
  opened: { before: 30_000, after: 60_000 },
  eager: { files: 3, within: 500 },
  lazy: { files: 2, mean: 600_000 },
  hops: 0.02,
  secondTabs: { share: 0.2, mean: 30_000 },
};

/** Milliseconds of the model's clock: long enough apart that the first is everywhere before the second begins. */
const [flipAt, rollbackAt] = [0, 180_000];
const [beforeAll, seed] = [-3_600_000, 5];

/**
 * Lets the same visitors come to both sites. A location follows a change after a time that is even between none and the
 * longest, for our pointer and for the control's invalidation alike: AWS names no figure for a KeyValueStore's changes
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions.html).
 */
export const compareVisits = async (
  { deployed, pointers, builds, lagSeconds }: Comparison,
  model: VisitModel = visitModel,
): Promise<VisitFigures> => {
  const random = seededRandom(seed);
  const lags = () => Array.from({ length: model.locations }, () => random() * lagSeconds * 1000);
  const changes = [{ at: beforeAll, lags: [] }, ...[flipAt, rollbackAt].map((at) => ({ at, lags: lags() }))];
  const visits = planVisits(model, [flipAt, rollbackAt], random);
  const { locations } = model;
  const writes = changes.map((change, index) => ({ ...change, value: pointers[index] ?? "" }));
  // Built anew for each deployment, so that a sync takes every file of its own for newer.
  const deployments = changes.map((change, index) => ({
    ...change,
    files: (builds[index % 2] ?? []).map((file) => ({ ...file, modifiedAt: change.at })),
  }));
  return {
    lagSeconds,
    ours: await playVisits(visits, releaseSite({ ...deployed, writes, locations })),
    control: await playVisits(visits, await syncedSite(deployments, locations)),
  };
};
