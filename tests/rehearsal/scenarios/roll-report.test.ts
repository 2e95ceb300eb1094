import { expect } from "chai";
import { isRollSound, type RollFacts, rollReport, rollText } from "../../../rehearsal/scenarios/roll-report";

const sound: RollFacts = {
  clockFactor: 10,
  requests: 9000,
  failed: 0,
  instances: 4,
  keptByUpdate: 4,
  exitCodes: [130, 0, 0, 0],
  replaced: 4,
  newImages: 4,
  instancesAfter: 4,
  drains: [1, 1, 1, 1],
  fleetTypes: 10,
  rollSeconds: 80.4,
  destroySeconds: 29.6,
  leftovers: 0,
  seconds: 170.2,
};

describe("the report of a roll", () => {
  it("is sound only while everything holds", () => {
    expect(isRollSound(sound)).to.equal(true);
    const broken: readonly Partial<RollFacts>[] = [
      { failed: 1 },
      { requests: 0 },
      { keptByUpdate: 3 },
      { replaced: 3 },
      { newImages: 3 },
      { instancesAfter: 5, newImages: 5 },
      { drains: [] },
      { drains: [1, 2] },
      { fleetTypes: 11 },
      { exitCodes: [130, 0, 0, 3] },
      { destroySeconds: 121 },
      { leftovers: 1 },
    ];
    expect(broken.filter((change) => isRollSound({ ...sound, ...change }))).to.deep.equal([]);
  });

  it("has one object for programs", () => {
    expect(rollReport(sound)).to.deep.equal({
      scenario: "roll",
      clockFactor: 10,
      requests: 9000,
      failed: 0,
      instances: 4,
      keptByUpdate: 4,
      exitCodes: [130, 0, 0, 0],
      replaced: 4,
      newImages: 4,
      instancesAfter: 4,
      fleetTypes: 10,
      leftovers: 0,
      drainedTwice: 0,
      rollSeconds: 80,
      destroySeconds: 30,
      seconds: 170,
    });
  });

  it("says first whether everything held", () => {
    expect(rollText(sound)).to.include("no request noticed").and.include("9,000");
    expect(rollText({ ...sound, failed: 2 })).to.include("Something did not hold");
  });
});
