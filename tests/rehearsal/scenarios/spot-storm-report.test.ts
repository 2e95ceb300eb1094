import { expect } from "chai";
import {
  isSpotStormSound,
  type SpotStormFacts,
  spotStormReport,
  spotStormText,
} from "../../../rehearsal/scenarios/spot-storm-report";

const drained = {
  requests: 5004,
  failed: 0,
  interrupted: 4,
  drainingWithinMs: 8900,
  deadlineMissed: 0,
  tasksMoved: 12,
  tasksKilled: 0,
};
const undrained = {
  ...drained,
  failed: 28,
  drainingWithinMs: null,
  deadlineMissed: 4,
  tasksMoved: 0,
  tasksKilled: 12,
};
const facts: SpotStormFacts = {
  clockFactor: 5,
  propagationDelayMs: 17_000,
  drained,
  undrained,
  functionErrors: [],
  leftovers: 0,
  seconds: 200,
};

describe("the report of a spot storm", () => {
  it("has the members that are promised, and no others", () => {
    expect(spotStormReport(facts)).to.deep.equal({
      scenario: "spot-storm",
      clockFactor: 5,
      drained: { requests: 5004, failed: 0, drainingWithinMs: 8900, deadlineMissed: 0, tasksMoved: 12 },
      undrained: { requests: 5004, failed: 28 },
    });
  });

  it("tells people the same, the clock and the model's own figures included", () => {
    const text = spotStormText(facts);

    expect(text).to.match(/^\nA third of the spot instances was taken, twice, and no request noticed\. 200 s in all\./);
    expect(text).to.match(/failed\s+0\s+28\n/);
    expect(text).to.match(/DRAINING after the notice, at most\s+8\.9 s\s+never\n/);
    expect(text).to.match(/tasks lost with their instance\s+0\s+12\n/);
    expect(text).to.include("runs 5 times as fast").and.include("within 17 s");
  });

  it("tells people the last reasons for which functions failed", () => {
    const functionErrors = ["one", "two", "three", "four"];
    const lines = spotStormText({ ...facts, functionErrors }).split("\n");

    expect(lines.slice(-3)).to.deep.equal(["two", "three", "four"].map((error) => `  A function failed: ${error}`));
    expect(spotStormText(facts)).not.to.include("A function failed");
  });

  it("tells what Slack was told where somebody looked", () => {
    const threads = { opened: 4, ended: 4, doubled: 0, startWithinMs: 1900 };
    const told = { ...facts, drained: { ...drained, threads } };
    expect(spotStormReport(told)).to.deep.equal({ ...spotStormReport(facts), threads });
    expect(spotStormText(told)).to.match(/threads in Slack, each with its end\s+4\s*\n.*\s+1\.9 s\s*\n/);
    expect(isSpotStormSound(told)).to.equal(true);
  });

  it("is sound as it is", () => {
    expect(isSpotStormSound(facts)).to.equal(true);
  });

  const unsound: Readonly<Record<string, Partial<SpotStormFacts>>> = {
    "an instance has two threads": {
      drained: { ...drained, threads: { opened: 5, ended: 5, doubled: 1, startWithinMs: 1900 } },
    },
    "a request failed": { drained: { ...drained, failed: 1 } },
    "an instance was taken too early": { drained: { ...drained, deadlineMissed: 1 } },
    "an instance was never drained": { drained: { ...drained, drainingWithinMs: null } },
    "no task had to move": { drained: { ...drained, tasksMoved: 0 } },
    "nobody would have noticed anyway": { undrained: { ...undrained, failed: 0 } },
    "too few requests were sent": { drained: { ...drained, requests: 4999 } },
    "too few requests were sent with the rules off": { undrained: { ...undrained, requests: 4999 } },
    "something was left behind": { leftovers: 1 },
  };
  for (const [title, change] of Object.entries(unsound)) {
    it(`isn't sound where ${title}`, () => {
      const changed = { ...facts, ...change };

      expect(isSpotStormSound(changed)).to.equal(false);
      expect(spotStormText(changed)).to.match(/^\nSomething did not hold/);
    });
  }
});
