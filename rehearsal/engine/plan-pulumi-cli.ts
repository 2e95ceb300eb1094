/** The only CLI version that rehearsals run; `tools/pulumi-cli/go.mod` pins the same. */
export const pinnedCliVersion = "v3.255.0";

/** The oldest Go that the pinned module builds with, as its go.mod says. */
export const neededGoVersion = "1.25.11";

/** What is known so far about where the CLI could come from. */
export interface CliFacts {
  /** What `pulumi version` printed, undefined where PATH holds none. */
  readonly onPath: string | undefined;
  /** What the cached executable's `version` printed, undefined where there is none. */
  readonly cached: string | undefined;
  /** The official release archive for this machine. */
  readonly download: "untried" | "reachable" | "unreachable" | "failed" | "no-archive";
  /** The Go toolchain: `go env GOVERSION` without its prefix. */
  readonly go:
    | { readonly kind: "untried" | "missing" | "failed" }
    | { readonly kind: "found"; readonly version: string };
}

/** Why a way to the CLI is closed. */
export type ClosedWay =
  | { readonly kind: "other-version-on-path"; readonly version: string }
  | { readonly kind: "none-on-path" }
  | { readonly kind: "download-unreachable" | "download-failed" | "no-archive" }
  | { readonly kind: "go-missing" | "build-failed" }
  | { readonly kind: "go-too-old"; readonly version: string };

/** The next thing to do. */
export type CliPlan =
  | { readonly kind: "use"; readonly from: "path" | "cache" }
  | { readonly kind: "probe-download" | "download" | "probe-go" | "build" }
  | { readonly kind: "give-up"; readonly closed: readonly ClosedWay[] };

/** Chooses the quickest way to the pinned CLI that the facts leave open; asked again whenever a fact is new. */
export const planPulumiCli = (facts: CliFacts): CliPlan => {
  if (facts.onPath === pinnedCliVersion) return { kind: "use", from: "path" };
  if (facts.cached === pinnedCliVersion) return { kind: "use", from: "cache" };
  if (facts.download === "untried") return { kind: "probe-download" };
  if (facts.download === "reachable") return { kind: "download" };
  if (facts.go.kind === "untried") return { kind: "probe-go" };
  if (facts.go.kind === "found" && isAtLeast(facts.go.version, neededGoVersion)) return { kind: "build" };
  return { kind: "give-up", closed: [closedPath(facts.onPath), closedDownload(facts.download), closedGo(facts.go)] };
};

const closedPath = (version: string | undefined): ClosedWay =>
  version === undefined ? { kind: "none-on-path" } : { kind: "other-version-on-path", version };

const closedDownload = (download: "unreachable" | "failed" | "no-archive"): ClosedWay => ({
  kind: download === "no-archive" ? download : `download-${download}`,
});

const closedGo = (go: Exclude<CliFacts["go"], { kind: "untried" }>): ClosedWay => {
  if (go.kind === "found") return { kind: "go-too-old", version: go.version };
  return { kind: go.kind === "missing" ? "go-missing" : "build-failed" };
};

/** Compares dotted numbers; a release candidate ("1.26rc1") counts as its release. */
const isAtLeast = (version: string, needed: string): boolean =>
  version.replace(/[a-z].*/, "").localeCompare(needed, "en", { numeric: true }) >= 0;
