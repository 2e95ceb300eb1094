import { expect } from "chai";
import { loweredText, planRaise } from "../../cli/plan-raise";

const suspended = { scaleIn: false, scaleOut: false, scheduled: false };
const frozen = { scaleIn: true, scaleOut: false, scheduled: true };
const to = (min: number, max: number) => ({ min, max, suspended });

describe("planRaise", () => {
  it("freezes a colour that is large enough, and moves nothing else", () => {
    expect(planRaise({ to: to(2, 8), from: { min: 2, max: 8 }, targets: 2 })).to.deep.equal({
      bounds: { min: 2, max: 8, suspended: frozen },
      isRaised: false,
    });
  });

  it("gives a colour that was let go what the other one may have, and at least as many tasks as that one has", () => {
    expect(planRaise({ to: to(0, 0), from: { min: 2, max: 8 }, targets: 5 })).to.deep.equal({
      bounds: { min: 5, max: 8, suspended: frozen },
      isRaised: true,
    });
    expect(planRaise({ to: to(0, 8), from: { min: 2, max: 8 }, targets: 0 })).to.deep.equal({
      bounds: { min: 2, max: 8, suspended: frozen },
      isRaised: true,
    });
  });

  it("lets it have more than it may where the other one has more than that", () => {
    expect(planRaise({ to: to(2, 4), from: undefined, targets: 6 })).to.deep.equal({
      bounds: { min: 6, max: 6, suspended: frozen },
      isRaised: true,
    });
  });

  it("takes nothing away, and keeps what somebody else suspended", () => {
    const large = { min: 5, max: 9, suspended: { ...suspended, scaleOut: true } };
    expect(planRaise({ to: large, from: { min: 1, max: 2 }, targets: 1 })).to.deep.equal({
      bounds: { min: 5, max: 9, suspended: { ...frozen, scaleOut: true } },
      isRaised: false,
    });
  });

  it("does nothing where AWS doesn't say", () => {
    expect(planRaise({ to: undefined, from: to(1, 2), targets: 1 })).to.equal(undefined);
  });
});

describe("loweredText", () => {
  it("tells of a colour that may have fewer tasks than the one that serves", () => {
    expect(loweredText("web", to(2, 2), to(2, 8))).to.equal("web may have 2 tasks, the active colour 8");
    expect(loweredText("web", to(0, 8), to(5, 8))).to.equal(undefined);
    expect(loweredText("web", undefined, to(2, 8))).to.equal(undefined);
    expect(loweredText("web", to(2, 2), undefined)).to.equal(undefined);
  });
});
