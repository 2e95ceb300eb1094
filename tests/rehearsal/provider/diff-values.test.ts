import { expect } from "chai";
import fc from "fast-check";
import { diffValues, signatureKey } from "../../../rehearsal/provider/diff-values";
import { unknownValue } from "../../../rehearsal/provider/properties";

const archive = (hash: string) => ({ [signatureKey]: "0def7320c3a5731c473e5ecbe6d01bc7", hash, assets: { a: hash } });

describe("diffValues", () => {
  it("names the leaves that differ as Pulumi writes paths", () => {
    const before = { forward: { targetGroups: [{ arn: "a", weight: 100 }, { weight: 0 }] } };
    const after = { forward: { targetGroups: [{ arn: "a", weight: 0 }, { weight: 100 }] } };
    expect(diffValues([before], [after], "actions")).to.deep.equal([
      { path: "actions[0].forward.targetGroups[0].weight", kind: "update" },
      { path: "actions[0].forward.targetGroups[1].weight", kind: "update" },
    ]);
  });

  it("quotes members that aren't plain names", () => {
    expect(diffValues({ "aws:tag": "a" }, { "aws:tag": "b" }, "tags")).to.deep.equal([
      { path: 'tags["aws:tag"]', kind: "update" },
    ]);
  });

  it("tells what was added, deleted and updated", () => {
    const differences = diffValues({ a: 1, b: [1, 2], c: "x" }, { b: [1], c: "y", d: { e: 1 } }, "p");
    expect(differences).to.deep.equal([
      { path: "p.a", kind: "delete" },
      { path: "p.b[1]", kind: "delete" },
      { path: "p.c", kind: "update" },
      { path: "p.d", kind: "add" },
    ]);
  });

  it("ignores the provider's notes", () => {
    expect(diffValues({ a: 1, __defaults: ["a"] }, { a: 1, __defaults: [] }, "p")).to.deep.equal([]);
  });

  for (const { what, before, after } of [
    { what: "left out and null", before: undefined, after: null },
    { what: "left out and an empty list", before: undefined, after: [] },
    { what: "an empty object and left out", before: { __defaults: [] }, after: undefined },
    { what: "a number and its text", before: 80, after: "80" },
    { what: "a flag and its text", before: "true", after: true },
    { what: "JSON laid out differently", before: '{"a":1,"b":[2]}', after: '{ "b": [2],\n "a": 1 }' },
    { what: "the same archive", before: archive("h"), after: { ...archive("h"), assets: { other: 1 } } },
  ]) {
    it(`sees no difference between ${what}`, () => {
      expect(diffValues(before, after, "p")).to.deep.equal([]);
      expect(diffValues(after, before, "p")).to.deep.equal([]);
    });
  }

  for (const { what, before, after } of [
    { what: "0 and left out", before: 0, after: undefined },
    { what: "JSON that says something else", before: '{"a":1}', after: '{"a":2}' },
    { what: "a text that only begins like JSON", before: "{a", after: "{b" },
    { what: "archives", before: archive("h"), after: archive("i") },
    { what: "a value and one that isn't known yet", before: "a", after: unknownValue },
    { what: "two values that aren't known yet", before: unknownValue, after: unknownValue },
    { what: "the order of a list", before: ["a", "b"], after: ["b", "a"] },
  ]) {
    it(`sees the difference of ${what}`, () => {
      expect(diffValues(before, after, "p")).not.to.deep.equal([]);
      expect(diffValues(after, before, "p")).not.to.deep.equal([]);
    });
  }

  it("never sees a difference between equal values", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(diffValues(value, structuredClone(value), "p")).to.deep.equal([]);
      }),
    );
  });
});
