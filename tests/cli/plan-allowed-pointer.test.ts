import { expect } from "chai";
import { parsePreview } from "../../cli/parse-preview";
import { planAllowedPointer } from "../../cli/plan-allowed-pointer";

const urn = (name: string): string => `urn:pulumi:s::p::t::${name}`;
const step = (op: string, name: string, before: object, after: object) => ({
  op,
  urn: urn(name),
  oldState: { inputs: before },
  newState: { inputs: after },
});
const intent = {
  pointer: urn("pointer"),
  isWanted: (value: unknown) => value === "new",
  isKnown: (value: unknown) => value === "old",
};
const judge = (...steps: object[]) => planAllowedPointer(parsePreview(JSON.stringify({ steps }))?.steps ?? [], intent);
const update = (before: object, after: object) => step("update", "pointer", before, after);

describe("planAllowedPointer", () => {
  it("allows the pointer's new value, and nothing at all", () => {
    const same = { op: "same", urn: urn("web") };
    expect(judge(same, update({ value: "old" }, { value: "new" }))).to.deep.equal({
      kind: "allowed",
      updates: [urn("pointer")],
    });
    expect(judge(same)).to.deep.equal({ kind: "allowed", updates: [] });
  });

  for (const [what, bad, problem] of [
    [
      "another operation",
      step("replace", "pointer", { value: "old" }, { value: "new" }),
      { operation: "replace", urn: urn("pointer"), reason: "not-an-update", found: "replace" },
    ],
    [
      "another resource",
      step("update", "web", { image: 1 }, { image: 2 }),
      { operation: "update", urn: urn("web"), reason: "not-part-of-it", found: "image" },
    ],
    [
      "another input",
      update({ value: "old", key: "a" }, { value: "new", key: "b" }),
      { operation: "update", urn: urn("pointer"), reason: "other-inputs", found: "key" },
    ],
    [
      "another value",
      update({ value: "old" }, { value: "third" }),
      { operation: "update", urn: urn("pointer"), reason: "other-value", found: "third" },
    ],
    [
      "a value that somebody else has written",
      update({ value: "theirs" }, { value: "new" }),
      { operation: "update", urn: urn("pointer"), reason: "active-changed", found: "theirs" },
    ],
  ] as const) {
    it(`forbids ${what}`, () => {
      expect(judge(bad)).to.deep.equal({ kind: "forbidden", steps: [problem] });
    });
  }
});
