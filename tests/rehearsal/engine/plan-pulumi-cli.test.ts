import { expect } from "chai";
import {
  type CliFacts,
  type CliPlan,
  neededGoVersion,
  pinnedCliVersion,
  planPulumiCli,
} from "../../../rehearsal/engine/plan-pulumi-cli";

const nothingKnown: CliFacts = { onPath: undefined, cached: undefined, download: "untried", go: { kind: "untried" } };
const go = (version: string): CliFacts["go"] => ({ kind: "found", version });

const cases: readonly [string, Partial<CliFacts>, CliPlan][] = [
  ["uses the CLI on PATH where it is the pinned one", { onPath: pinnedCliVersion }, { kind: "use", from: "path" }],
  ["prefers PATH to the cache", { onPath: pinnedCliVersion, cached: pinnedCliVersion }, { kind: "use", from: "path" }],
  [
    "uses the cache where PATH holds another version",
    { onPath: "v3.256.0", cached: pinnedCliVersion },
    { kind: "use", from: "cache" },
  ],
  ["doesn't use another version in the cache", { cached: "v3.254.0" }, { kind: "probe-download" }],
  ["asks for the download first", {}, { kind: "probe-download" }],
  ["downloads where it can", { download: "reachable" }, { kind: "download" }],
  ["asks for Go where it can't download", { download: "unreachable" }, { kind: "probe-go" }],
  ["asks for Go after a failed download", { download: "failed" }, { kind: "probe-go" }],
  ["asks for Go where no archive is published", { download: "no-archive" }, { kind: "probe-go" }],
  ["builds with the oldest Go that will do", { download: "unreachable", go: go(neededGoVersion) }, { kind: "build" }],
  ["builds with a newer Go", { download: "unreachable", go: go("1.26.8") }, { kind: "build" }],
  ["builds with a Go that has fewer digits", { download: "unreachable", go: go("1.26") }, { kind: "build" }],
  ["builds with a Go 2", { download: "unreachable", go: go("2.0.0") }, { kind: "build" }],
  ["takes a release candidate for its release", { download: "unreachable", go: go("1.26rc1") }, { kind: "build" }],
];

const tooOld = ["1.25.10", "1.25", "1.25rc1", "1.9.20", "0.99.99"];

const closedCases: readonly [string, Partial<CliFacts>, CliPlan][] = [
  [
    "gives up without Go",
    { download: "unreachable", go: { kind: "missing" } },
    { kind: "give-up", closed: [{ kind: "none-on-path" }, { kind: "download-unreachable" }, { kind: "go-missing" }] },
  ],
  [
    "gives up with a Go that is one patch too old, and names it",
    { onPath: "v3.200.0", download: "no-archive", go: go("1.25.10") },
    {
      kind: "give-up",
      closed: [
        { kind: "other-version-on-path", version: "v3.200.0" },
        { kind: "no-archive" },
        { kind: "go-too-old", version: "1.25.10" },
      ],
    },
  ],
  [
    "gives up after a failed build",
    { download: "failed", go: { kind: "failed" } },
    { kind: "give-up", closed: [{ kind: "none-on-path" }, { kind: "download-failed" }, { kind: "build-failed" }] },
  ],
];

describe("planPulumiCli", () => {
  for (const [title, facts, plan] of [...cases, ...closedCases]) {
    it(title, () => expect(planPulumiCli({ ...nothingKnown, ...facts })).to.deep.equal(plan));
  }

  for (const version of tooOld) {
    it(`doesn't build with Go ${version}`, () =>
      expect(planPulumiCli({ ...nothingKnown, download: "unreachable", go: go(version) })).to.include({
        kind: "give-up",
      }));
  }

  it("pins what tools/pulumi-cli/go.mod requires", async () => {
    const { readFile } = await import("node:fs/promises");
    const module = await readFile("tools/pulumi-cli/go.mod", "utf8");
    expect(module)
      .to.include(`github.com/pulumi/pulumi/pkg/v3 ${pinnedCliVersion}`)
      .and.to.match(new RegExp(`^go ${neededGoVersion}$`, "m"));
  });
});
