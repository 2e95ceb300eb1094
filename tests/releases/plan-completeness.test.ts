import { expect } from "chai";
import { planCompleteness } from "../../releases/plan-completeness";
import { requireComplete } from "../../releases/verify-release";

const files = [
  { key: "a", size: 1 },
  { key: "b", size: 2 },
];

describe("planCompleteness", () => {
  it("finds a release complete, whatever else is there", () => {
    expect(planCompleteness(files, [...files, { key: "c", size: 3 }])).to.deep.equal({ kind: "complete" });
  });

  it("names what is missing and what has another size", () => {
    expect(planCompleteness(files, [{ key: "b", size: 3 }])).to.deep.equal({
      kind: "incomplete",
      missing: ["a"],
      unequal: ["b"],
    });
  });
});

describe("requireComplete", () => {
  it("says nothing of a complete release", () => requireComplete("frontend_a", { kind: "complete" }));

  it("names ten at most", () => {
    const missing = Array.from({ length: 12 }, (_, index) => `k${index}`);
    expect(() => requireComplete("frontend_a", { kind: "incomplete", missing, unequal: ["u"] })).to.throw(
      [
        "The release frontend_a is not complete:",
        ...missing.slice(0, 10).map((key) => `${key} is missing`),
        "and 3 more",
        "Deploy it again.",
      ].join("\n  "),
    );
    expect(() => requireComplete("frontend_a", { kind: "incomplete", missing: [], unequal: ["u"] })).to.throw(
      "The release frontend_a is not complete:\n  u has another size\n  Deploy it again.",
    );
  });
});
