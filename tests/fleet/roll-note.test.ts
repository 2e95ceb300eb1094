import { expect } from "chai";
import { formatRollNote, parseRollNote, type RollNote } from "../../fleet/roll-note";

const note: RollNote = { pool: "spot", phase: "lower", from: 2, to: 3, surge: 1, ready: 2, victims: ["i-1"] };

describe("a roll's note", () => {
  it("is read as it was written", () => {
    expect(parseRollNote(formatRollNote(note))).to.deep.equal(note);
    const base: RollNote = { ...note, pool: "on-demand", phase: "surge", victims: [] };
    expect(parseRollNote(formatRollNote(base))).to.deep.equal(base);
  });

  for (const text of [
    "",
    "null",
    "7",
    "[]",
    JSON.stringify({ ...note, pool: "other" }),
    JSON.stringify({ ...note, phase: "begin" }),
    JSON.stringify({ ...note, surge: -1 }),
    JSON.stringify({ ...note, ready: 1.5 }),
    JSON.stringify({ ...note, to: undefined }),
    JSON.stringify({ ...note, victims: [1] }),
    JSON.stringify({ ...note, victims: "i-1" }),
  ]) {
    it(`refuses ${text.slice(0, 60) || "nothing"}, with the way out`, () => {
      expect(() => parseRollNote(text)).to.throw(
        `The stack's parameter "roll" holds something else than a roll: ${text.slice(0, 80)}. ` +
          "Look at it, then remove it: aws ssm delete-parameter --name /switchyard/<project>/<stack>/roll",
      );
    });
  }
});
