import { expect } from "chai";
import {
  type BeforeFlipNote,
  entryOf,
  formatBeforeFlipNote,
  imageKey,
  parseBeforeFlipNote,
  withEntry,
} from "../../cutover/before-flip-note";

const entry = (at: number) => ({ state: "succeeded", at, attempt: 1 }) as const;
const digest = (digit: string) => `x.io/web@sha256:${digit.repeat(64)}`;

describe("the note of tasks before flips", () => {
  it("comes back as it was written", () => {
    const note: BeforeFlipNote = { web: { abc: entry(1) }, api: {} };
    expect(parseBeforeFlipNote(formatBeforeFlipNote(note))).to.deep.equal(note);
  });

  for (const text of [
    "",
    "null",
    "[]",
    '{"web":[]}',
    '{"web":{"a":1}}',
    '{"web":{"a":{"state":"failed","at":1,"attempt":1}}}',
    '{"web":{"a":{"state":"started","at":"1","attempt":1}}}',
    '{"web":{"a":{"state":"started","at":1}}}',
  ]) {
    it(`refuses ${text || "nothing"}, and says how to begin anew`, () => {
      expect(() => parseBeforeFlipNote(text)).to.throw(/is not what updates write: .*Put \{\} there to begin anew/);
    });
  }

  it("knows an image by its digest, whatever registry it is in, and one without by its name", () => {
    expect(imageKey(digest("a"))).to.equal("a".repeat(16));
    expect(imageKey(digest("a").replace("x.io", "y.io"))).to.equal("a".repeat(16));
    expect(imageKey("x.io/web:1"))
      .to.match(/^[0-9a-f]{8}$/)
      .and.not.equal(imageKey("x.io/web:2"));
  });

  it("remembers the newest four images of a service", () => {
    const note = ["a", "b", "c", "d", "e"].reduce<BeforeFlipNote>(
      (current, digit, at) => withEntry(current, { service: "web", image: digest(digit) }, entry(at)),
      { api: { x: entry(0) } },
    );
    expect(Object.keys(note["web"] ?? {}).map((key) => key.charAt(0))).to.have.members(["b", "c", "d", "e"]);
    expect(note["api"]).to.deep.equal({ x: entry(0) });
    expect(entryOf(note, "web", digest("e"))).to.deep.equal(entry(4));
    expect([entryOf(note, "web", digest("a")), entryOf(note, "mail", digest("a"))]).to.deep.equal([
      undefined,
      undefined,
    ]);
  });
});
