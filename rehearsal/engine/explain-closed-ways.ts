import { type ClosedWay, neededGoVersion, pinnedCliVersion } from "./plan-pulumi-cli";

/** One error for people: why there is no CLI, and the three ways to one. */
export const explainClosedWays = (closed: readonly ClosedWay[]): string =>
  [
    `Rehearsals run the real Pulumi CLI ${pinnedCliVersion}, and there was no way to get it:`,
    ...closed.map((way) => `  - ${explain(way)}`),
    "Any one of these helps:",
    `  - put Pulumi ${pinnedCliVersion} on PATH: curl -fsSL https://get.pulumi.com | sh -s -- --version ${pinnedCliVersion.slice(1)}`,
    "  - allow downloads from https://get.pulumi.com",
    `  - install Go ${neededGoVersion} or newer with access to a Go module proxy; the CLI is then built once`,
  ].join("\n");

const explain = (way: ClosedWay): string => {
  switch (way.kind) {
    case "none-on-path":
      return "PATH holds no pulumi that runs";
    case "other-version-on-path":
      return `the pulumi on PATH is ${way.version}`;
    case "download-unreachable":
      return "https://get.pulumi.com can't be reached";
    case "download-failed":
      return "the download from https://get.pulumi.com failed";
    case "no-archive":
      return "Pulumi publishes no release for this system";
    case "go-missing":
      return "PATH holds no Go to build it with";
    case "go-too-old":
      return `Go is ${way.version}`;
    case "build-failed":
      return "the build with Go failed";
  }
};
