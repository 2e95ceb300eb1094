import { createRequire } from "node:module";
import { expect } from "chai";
import {
  isTrue,
  mayBeTrue,
  numberOf,
  parseJson,
  recordsAt,
  revealKnown,
  textAt,
  textsAt,
  unknownValue,
  valueAt,
} from "../../../policies/pack/known-values";

/** How the SDK hands properties to policies; its types leave this out. */
const { unknownCheckingProxy, unknownStringValue, unknownArrayValue } = createRequire(__filename)(
  "@pulumi/policy/proxy",
) as {
  readonly unknownCheckingProxy: (properties: object) => object;
  readonly unknownStringValue: string;
  readonly unknownArrayValue: string;
};

describe("revealKnown", () => {
  it("copies what is known and marks what isn't, wherever it is", () => {
    const properties = {
      arn: unknownStringValue,
      port: 80,
      none: null,
      actions: [{ forward: { targetGroups: [{ arn: unknownStringValue, weight: 100 }, unknownStringValue] } }],
      subnets: unknownArrayValue,
    };
    expect(revealKnown(unknownCheckingProxy(properties))).to.deep.equal({
      arn: unknownValue,
      port: 80,
      none: null,
      actions: [{ forward: { targetGroups: [{ arn: unknownValue, weight: 100 }, unknownValue] } }],
      subnets: unknownValue,
    });
  });

  it("hides no other error", () => {
    const properties = {
      get broken(): never {
        throw new TypeError("broken");
      },
    };
    expect(() => revealKnown(properties)).to.throw(TypeError, "broken");
  });
});

describe("valueAt", () => {
  it("follows a path", () => {
    expect(valueAt({ a: { b: 1 } }, "a", "b")).to.equal(1);
    expect(valueAt({ a: 1 })).to.deep.equal({ a: 1 });
  });

  it("tells what isn't there from what isn't known", () => {
    expect([valueAt({}, "a", "b"), valueAt("text", "a"), valueAt({ a: null }, "a", "b")]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
    expect([valueAt({ a: unknownValue }, "a"), valueAt({ a: unknownValue }, "a", "b")]).to.deep.equal([
      unknownValue,
      unknownValue,
    ]);
  });
});

describe("what policies read", () => {
  it("leaves out what isn't known", () => {
    expect(recordsAt({ list: [{ a: 1 }, unknownValue, "text"] }, "list")).to.deep.equal([{ a: 1 }]);
    expect(recordsAt({ list: unknownValue }, "list")).to.deep.equal([]);
    expect(textsAt({ list: ["a", unknownValue, 1] }, "list")).to.deep.equal(["a"]);
    expect(textsAt({ list: "a" }, "list")).to.deep.equal(["a"]);
    expect([textAt({ name: "a" }, "name"), textAt({ name: unknownValue }, "name")]).to.deep.equal(["a", undefined]);
  });

  it("takes numbers and flags in either way that the provider takes them", () => {
    expect([numberOf("15"), numberOf(15), numberOf(unknownValue)]).to.deep.equal([15, 15, Number.NaN]);
    expect([true, "true", unknownValue, false, undefined].map(mayBeTrue)).to.deep.equal([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect([true, "true", unknownValue, false, undefined].map(isTrue)).to.deep.equal([true, true, false, false, false]);
  });

  it("parses JSON texts, and passes on what is none", () => {
    const parsed = ['{"a":1}', "{", { a: 1 }, unknownValue].map(parseJson);
    expect(parsed).to.deep.equal([{ a: 1 }, undefined, { a: 1 }, unknownValue]);
  });
});
