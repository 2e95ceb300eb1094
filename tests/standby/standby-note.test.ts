import { expect } from "chai";
import type { StandbyNote } from "../../standby/plan-phase";
import {
  emptyStandbyNote,
  formatStandbyNote,
  parseStandbyNote,
  standbyParameterName,
} from "../../standby/standby-note";

const note: StandbyNote = {
  version: 7,
  serving: "green",
  previous: "blue",
  readBackSince: 1,
  isFrozen: true,
  startedAt: 2,
  lastBatchAt: 3,
  connectionsPerTask: 4,
  released: { api: { heldSince: 5 }, web: { max: 6 } },
};

describe("the note of the standby", () => {
  it("reads what it writes, in one order", () => {
    const { web, api } = note.released;
    expect(parseStandbyNote(formatStandbyNote(note))).to.deep.equal(note);
    expect(formatStandbyNote({ ...note, released: { web: { ...web }, api: { ...api } } })).to.equal(
      formatStandbyNote(note),
    );
    expect(parseStandbyNote(formatStandbyNote(emptyStandbyNote))).to.deep.equal(emptyStandbyNote);
  });

  it("takes an empty object for the note before the first look", () => {
    expect(parseStandbyNote("{}")).to.deep.equal(emptyStandbyNote);
    expect(parseStandbyNote("[]")).to.deep.equal(emptyStandbyNote);
  });

  it("leaves out what is no number", () => {
    expect(parseStandbyNote('{"startedAt":"x","released":{"web":{"max":null}}}')).to.deep.equal({
      ...emptyStandbyNote,
      released: { web: {} },
    });
  });

  for (const [text, problem] of [
    ["{", "it is no JSON"],
    ['{"serving":"red"}', 'serving is "red" instead of blue or green'],
    ['{"previous":1}', "previous is 1 instead of blue or green"],
  ] as const)
    it(`refuses ${text}`, () => {
      expect(() => parseStandbyNote(text)).to.throw(
        `The parameter "standby" is not what the function writes: ${problem}. ` +
          "Write {} into it: the next hold then begins with the next cutover.",
      );
    });

  it("has a name of its own beside the records of the stack", () => {
    expect(standbyParameterName({ project: "cutover", stack: "prod" })).to.equal("/switchyard/cutover/prod/standby");
  });
});
