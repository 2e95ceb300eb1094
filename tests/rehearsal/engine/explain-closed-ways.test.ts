import { expect } from "chai";
import { explainClosedWays } from "../../../rehearsal/engine/explain-closed-ways";
import type { ClosedWay } from "../../../rehearsal/engine/plan-pulumi-cli";

describe("explainClosedWays", () => {
  it("says why each way is closed and names all three", () => {
    const closed: ClosedWay[] = [{ kind: "none-on-path" }, { kind: "download-unreachable" }, { kind: "go-missing" }];
    expect(explainClosedWays(closed).split("\n")).to.deep.equal([
      "Rehearsals run the real Pulumi CLI v3.255.0, and there was no way to get it:",
      "  - PATH holds no pulumi that runs",
      "  - https://get.pulumi.com can't be reached",
      "  - PATH holds no Go to build it with",
      "Any one of these helps:",
      "  - put Pulumi v3.255.0 on PATH: curl -fsSL https://get.pulumi.com | sh -s -- --version 3.255.0",
      "  - allow downloads from https://get.pulumi.com",
      "  - install Go 1.25.11 or newer with access to a Go module proxy; the CLI is then built once",
    ]);
  });

  const cases: readonly [ClosedWay, string][] = [
    [{ kind: "other-version-on-path", version: "v3.1.0" }, "the pulumi on PATH is v3.1.0"],
    [{ kind: "download-failed" }, "the download from https://get.pulumi.com failed"],
    [{ kind: "no-archive" }, "Pulumi publishes no release for this system"],
    [{ kind: "go-too-old", version: "1.20" }, "Go is 1.20"],
    [{ kind: "build-failed" }, "the build with Go failed"],
  ];
  for (const [way, words] of cases) {
    it(`explains ${way.kind}`, () => expect(explainClosedWays([way]).split("\n")[1]).to.equal(`  - ${words}`));
  }
});
