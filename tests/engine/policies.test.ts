import { join } from "node:path";
import { expect } from "chai";
import { previewBrokenStack } from "../../rehearsal/scenarios/policies-broken-stack";

describe("the policy pack's own folder, as people name it with --policy-pack", () => {
  it("runs under the real engine, which refuses what breaks a mandatory policy and warns of the rest", async () => {
    const directory = join(__dirname, "..", "..", "policies");
    const { exitCode, violations } = await previewBrokenStack({
      signal: new AbortController().signal,
      show: () => undefined,
      choosePack: async () => ({ directory }),
    });

    expect(exitCode).not.to.equal(0);
    expect(violations.map(({ policy, level }) => `${level} ${policy}`)).to.include.members([
      "mandatory weights-total-100",
      "mandatory forwards-name-both-colors",
      "mandatory iam-changes-name-their-resources",
      "advisory log-groups-expire",
    ]);
    expect(violations.filter(({ policy, urn }) => !urn.endsWith(`::${policy}`))).to.deep.equal([]);
  }).timeout(120_000);
});
