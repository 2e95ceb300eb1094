import { expect } from "chai";
import {
  isWorkersSound,
  type WorkersFacts,
  workersReport,
  workersText,
} from "../../../rehearsal/scenarios/workers-report";

const facts: WorkersFacts = {
  messages: 10_000,
  flips: 2,
  duplicated: 9,
  killed: 3,
  paused: 1,
  lost: 0,
  effectsTwice: 0,
  receives: 2_500,
  receivedWithoutLease: 0,
  redelivered: 12,
  handoversMs: [1_000, 8_000],
  leftovers: 0,
  seconds: 200.04,
};

describe("workersReport", () => {
  it("is one flat object", () => {
    const { handoversMs: _handovers, ...rest } = facts;
    expect(workersReport(facts)).to.deep.equal({
      scenario: "workers",
      ...rest,
      handoverMs: { shortest: 1_000, median: 4_500, longest: 8_000 },
      seconds: 200,
    });
  });
});

describe("workersText", () => {
  it("says the same in lines", () => {
    expect(workersText(facts)).to.contain("  messages                     10,000");
    expect(workersText(facts)).to.contain("  declared to first receive     4,500 ms, longest 8,000 ms");
  });
});

describe("isWorkersSound", () => {
  it("needs every promise kept, and that there was something to keep it against", () => {
    expect(isWorkersSound(facts)).to.equal(true);
    const broken: readonly Partial<WorkersFacts>[] = [
      { lost: 1 },
      { effectsTwice: 1 },
      { receivedWithoutLease: 1 },
      { leftovers: 1 },
      { handoversMs: [1_000] },
      { redelivered: 0 },
    ];
    for (const change of broken)
      expect(isWorkersSound({ ...facts, ...change }), JSON.stringify(change)).to.equal(false);
  });
});
