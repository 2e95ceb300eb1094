import { expect } from "chai";
import { planTypes } from "../../fleet/plan-types";

const current = { instanceTypes: ["a.large", "b.large"], subnetIds: ["s1", "s2"] };
const none = { added: [], removed: [] };

describe("planTypes", () => {
  for (const [title, declared, expected] of [
    [
      "does nothing for another order",
      { instanceTypes: ["b.large", "a.large"], subnetIds: ["s2", "s1"] },
      { kind: "nothing-to-do" },
    ],
    [
      "names types that come and go",
      { ...current, instanceTypes: ["b.large", "c.large"] },
      { kind: "change", instanceTypes: { added: ["c.large"], removed: ["a.large"] }, subnetIds: none },
    ],
    [
      "names subnets that come and go",
      { ...current, subnetIds: ["s2", "s3"] },
      { kind: "change", instanceTypes: none, subnetIds: { added: ["s3"], removed: ["s1"] } },
    ],
    ["refuses to leave no type", { ...current, instanceTypes: [] }, { kind: "refuse", reason: "no-types" }],
    ["refuses to leave no subnet", { ...current, subnetIds: [] }, { kind: "refuse", reason: "no-subnets" }],
  ] as const) {
    it(title, () => {
      expect(planTypes(current, declared)).to.deep.equal(expected);
    });
  }
});
