import { expect } from "chai";
import { emptyCutoverNote, formatCutoverNote, parseCutoverNote } from "../../cutover/cutover-note";
import { type RampNote, rampIn, withRamp } from "../../cutover/ramp-note";

const ramp: RampNote = {
  id: "ann-1",
  to: "green",
  steps: [1, 25],
  bakeSeconds: 300,
  percent: 25,
  drivenAt: 1_000,
  dueAt: 2_000,
  stalled: null,
};
const note = { ...emptyCutoverNote, id: 4, notified: 4, other: { approvals: [1] } };

describe("the ramp in a cutover's note", () => {
  it("comes back from the parameter, beside what the note holds already", () => {
    const read = parseCutoverNote(formatCutoverNote(withRamp(note, ramp)));
    expect(rampIn(read)).to.deep.equal(ramp);
    expect(withRamp(read, undefined)).to.deep.equal(note);
    expect(rampIn(withRamp(read, { ...ramp, stalled: "nobody drives it" }))?.stalled).to.equal("nobody drives it");
  });

  it("isn't there where none was written", () => {
    expect(rampIn(note)).to.equal(undefined);
    expect(withRamp(note, undefined)).to.deep.equal(note);
  });

  const broken: readonly unknown[] = [
    null,
    "ramp",
    {},
    { ...ramp, id: 1 },
    { ...ramp, to: "red" },
    { ...ramp, steps: "1,25" },
    { ...ramp, steps: ["1"] },
    { ...ramp, bakeSeconds: undefined },
    { ...ramp, percent: "25" },
    { ...ramp, drivenAt: null },
    { ...ramp, dueAt: {} },
    { ...ramp, stalled: 1 },
  ];
  for (const value of broken) {
    it(`is none where nobody can make sense of it: ${JSON.stringify(value)}`, () => {
      expect(rampIn({ ...note, other: { ramp: value } })).to.equal(undefined);
    });
  }
});
