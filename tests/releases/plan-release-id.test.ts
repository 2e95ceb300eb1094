import { expect } from "chai";
import { isDeployableId, isReleaseId, planReleaseId } from "../../releases/plan-release-id";

describe("planReleaseId", () => {
  const now = new Date("2026-11-21T15:18:59.999Z");

  it("names a release by the minute and the commit", () => {
    expect(planReleaseId(now)).to.equal("frontend_2026-11-21_15-18");
    expect(planReleaseId(now, "abc1234def")).to.equal("frontend_2026-11-21_15-18-abc1234");
    expect(isDeployableId(planReleaseId(now, "abc1234def"))).to.equal(true);
  });
});

describe("isReleaseId", () => {
  for (const [id, deployable] of [
    ["frontend_a", true],
    [`frontend_${"a".repeat(48)}`, true],
    ["frontend_A.b-c_1", true],
    [`frontend_${"a".repeat(49)}`, false],
    ["frontend_", false],
    ["frontend_a/b", false],
    ["xfrontend_a", false],
    ["frontend_a\n", false],
    ["", false],
  ] as const) {
    it(`says ${deployable} of ${JSON.stringify(id).slice(0, 30)}`, () => {
      expect([isDeployableId(id), isReleaseId(id)]).to.deep.equal([deployable, deployable]);
    });
  }

  it("knows the fallback, which nobody deploys", () => {
    expect([isDeployableId("fallback"), isReleaseId("fallback")]).to.deep.equal([false, true]);
  });
});
