import { expect } from "chai";
import { areFlipsSound, type FlipsFacts, flipsReport, flipsText } from "../../../rehearsal/scenarios/flips-report";
import type { CutoverFigures } from "../../../rehearsal/scenarios/measure-cutover";

const flip = (more: Partial<CutoverFigures> = {}): CutoverFigures => ({
  requests: 2_000,
  failed: 0,
  firstNewMs: 300,
  lastOldMs: 990,
  modelPropagationMs: 1_000,
  updateSeconds: 8,
  websocketsKept: 20,
  ...more,
});

const facts: FlipsFacts = {
  flips: [flip(), flip({ firstNewMs: 200, lastOldMs: 1_010 })],
  slowFlips: [flip({ lastOldMs: 59_900, modelPropagationMs: 60_000 })],
  requestsPerSecond: 219,
  requests: 6_100,
  failed: 0,
  websocketsOpened: 20,
  fewestHealthy: 2,
  healthyBefore: 2,
  shrinkingCalls: [],
  slackMessages: 4,
  leftovers: 0,
  seconds: 100,
};

describe("flipsReport", () => {
  it("gives the distributions beside what the model was set to", () => {
    expect(flipsReport(facts)).to.deep.equal({
      scenario: "flips",
      flips: {
        count: 2,
        requests: 4_000,
        failed: 0,
        firstNewMs: { min: 200, median: 200, p90: 300, max: 300 },
        lastOldMs: { min: 990, median: 990, p90: 1_010, max: 1_010 },
        updateSeconds: { min: 8, median: 8, p90: 8, max: 8 },
        modelPropagationMs: 1_000,
      },
      slowFlips: {
        count: 1,
        requests: 2_000,
        failed: 0,
        firstNewMs: { min: 300, median: 300, p90: 300, max: 300 },
        lastOldMs: { min: 59_900, median: 59_900, p90: 59_900, max: 59_900 },
        updateSeconds: { min: 8, median: 8, p90: 8, max: 8 },
        modelPropagationMs: 60_000,
      },
      requestsPerSecond: 219,
      requests: 6_100,
      failed: 0,
      websockets: { opened: 20, kept: 20 },
      oldColor: { fewestHealthy: 2, shrinkingCalls: [] },
      slack: { messages: 4 },
      leftovers: 0,
    });
  });
});

describe("areFlipsSound", () => {
  it("is content with what was promised", () => {
    expect(areFlipsSound(facts)).to.equal(true);
  });

  const faults: Readonly<Record<string, Partial<FlipsFacts>>> = {
    "a failed request": { failed: 1 },
    "a load that didn't keep up": { requestsPerSecond: 199 },
    "a call that takes targets away": { shrinkingCalls: ["UpdateService"] },
    "a target less": { fewestHealthy: 1 },
    "a lost WebSocket": { slowFlips: [flip({ websocketsKept: 19 })] },
    "a message twice": { slackMessages: 5 },
    "something left behind": { leftovers: 1 },
  };
  for (const [fault, change] of Object.entries(faults)) {
    it(`is not content with ${fault}`, () => {
      expect(areFlipsSound({ ...facts, ...change })).to.equal(false);
      expect(flipsText({ ...facts, ...change })).to.include("Something did not hold");
    });
  }
});

describe("flipsText", () => {
  it("tells people the same", () => {
    const lines = flipsText(facts).split("\n");
    expect(lines).to.include("Flipped 3 times under load, and no request noticed. 100 s in all.");
    expect(lines).to.include("    last old answer, ms    min 59,900, median 59,900, p90 59,900, max 59,900");
    expect(lines.filter((line) => line.includes("propagation set in the model"))).to.have.lengthOf(2);
  });
});
