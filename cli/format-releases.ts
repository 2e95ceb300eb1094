import type { Color } from "../cutover/plan-weights";
import type { ReleaseSummary } from "../releases/list-releases";
import type { CollectPlan } from "../releases/plan-collect";
import { formatTable } from "./format-table";

/** A release, and the colours that are configured to have it. */
export interface ListedRelease extends ReleaseSummary {
  readonly colors: readonly Color[];
}

/** The table of `release list`. */
export const formatReleases = (releases: readonly ListedRelease[]): string => {
  if (releases.length === 0) return "No release has been deployed yet: npm run cli -- release deploy <directory>";
  const rows = releases.map(({ id, createdAt, state, files, bytes, commit = "", colors }) => [
    id,
    createdAt.slice(0, 19).replace("T", " "),
    state,
    String(files),
    megabytes(bytes),
    commit.slice(0, 7),
    colors.join(" "),
  ]);
  return formatTable(["release", "when (UTC)", "state", "files", "MB", "commit", "colours"], rows).join("\n");
};

/** What `release gc` has deleted, or would. */
export const formatCollected = (plan: Exclude<CollectPlan, { kind: "refused" }>, isApplied: boolean): string => {
  if (plan.kind === "nothing") return "Nothing to delete: every object is needed by a release that is kept, or young.";
  const bytes = plan.objects.reduce((sum, { size }) => sum + size, 0);
  const what = `${plan.releases.length} releases, ${plan.objects.length} objects, ${megabytes(bytes)} MB`;
  const lines = plan.releases.map((id) => `  ${id}`);
  return isApplied
    ? [`Deleted ${what}.`, ...lines].join("\n")
    : [`Would delete ${what}:`, ...lines, "Nothing was deleted; with --apply it is."].join("\n");
};

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
