import { expect } from "chai";
import { planRampStatus, type RampStatus, type RampStatusFacts } from "../../cli/plan-ramp-status";

const ramp = {
  id: "ann 1",
  to: "green",
  steps: [1, 25],
  bakeSeconds: 300,
  percent: 25,
  drivenAt: 1_000_000,
  dueAt: 1_030_000,
  stalled: null,
} as const;

const statusOf = (changes: Partial<RampStatusFacts> = {}): RampStatus | null =>
  planRampStatus({ ramp, declared: { blue: 75, green: 25 }, now: 1_020_400, stack: "prod", ...changes });

const running = {
  to: "green",
  percent: 25,
  steps: [1, 25],
  bakeSeconds: 300,
  silentSeconds: 20,
  state: "running",
  reason: null,
  goOn: null,
  back: null,
};
const ways = {
  goOn: "npm run cli -- flip green --steps 1,25,100 --bake 300 --stack prod",
  back: "npm run cli -- rollback --stack prod",
};

describe("planRampStatus", () => {
  it("is nothing where there is no ramp", () => {
    expect(statusOf({ ramp: undefined })).to.equal(null);
  });

  it("runs while signs of life come in time", () => {
    expect(statusOf()).to.deep.equal(running);
    expect(statusOf({ now: 1_030_000 })?.state).to.equal("running");
  });

  it("stands still from the moment a sign of life is overdue", () => {
    expect(statusOf({ now: 1_030_001 })).to.deep.equal({
      ...{ ...running, ...ways, silentSeconds: 30 },
      state: "stalled",
      reason: "nobody drives it any more",
    });
  });

  it("stands still where its driver said so, at once", () => {
    expect(statusOf({ ramp: { ...ramp, stalled: "the gate refused" } })).to.deep.include({
      state: "stalled",
      reason: "the gate refused",
    });
  });

  it("goes back from 100 as from anywhere", () => {
    const status = statusOf({ declared: { blue: 0, green: 100 }, now: 2_000_000 });
    expect([status?.percent, status?.back]).to.deep.equal([100, "npm run cli -- rollback --stack prod"]);
  });

  it("is nothing where it died before the first request, or after the last was taken back", () => {
    const declared = { blue: 100, green: 0 };
    expect(statusOf({ declared, now: 2_000_000 })).to.equal(null);
    expect(statusOf({ declared })?.state).to.equal("running");
  });

  it("was never silent for less than no time, whatever the clocks say", () => {
    expect(statusOf({ now: 0 })?.silentSeconds).to.equal(0);
  });
});
