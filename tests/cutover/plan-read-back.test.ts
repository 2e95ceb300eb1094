import { expect } from "chai";
import type { Declared } from "../../cutover/declared";
import { type LiveGroup, planReadBack, type ServiceReadBack } from "../../cutover/plan-read-back";

const declared: Declared = {
  ruleArns: { web: "arn:rule" },
  groupArns: { web: { blue: "arn:blue", green: "arn:green" } },
  weights: { blue: 0, green: 100 },
};
const group = (groupArn: string, weight: number): LiveGroup => ({ groupArn, weight });
const service = "web";

describe("planReadBack", () => {
  const cases: readonly (readonly [string, readonly LiveGroup[], ServiceReadBack])[] = [
    [
      "agrees whatever the order of the groups",
      [group("arn:green", 100), group("arn:blue", 0)],
      { service, kind: "as-declared", weights: { blue: 0, green: 100 } },
    ],
    [
      "sees the other colour",
      [group("arn:blue", 100), group("arn:green", 0)],
      { service, kind: "weights-differ", weights: { blue: 100, green: 0 } },
    ],
    [
      "sees one wrong weight",
      [group("arn:blue", 1), group("arn:green", 100)],
      { service, kind: "weights-differ", weights: { blue: 1, green: 100 } },
    ],
    [
      "sees a missing group",
      [group("arn:green", 100)],
      { service, kind: "groups-differ", missing: ["blue"], foreign: [] },
    ],
    [
      "sees an extra group",
      [group("arn:blue", 0), group("arn:green", 100), group("arn:canary", 5)],
      { service, kind: "groups-differ", missing: [], foreign: [group("arn:canary", 5)] },
    ],
    ["sees a rule without groups", [], { service, kind: "groups-differ", missing: ["blue", "green"], foreign: [] }],
  ];
  for (const [title, groups, expected] of cases) {
    it(title, () => {
      expect(planReadBack(declared, [{ ruleArn: "arn:rule", groups }])).to.deep.equal([expected]);
    });
  }

  it("sees that a rule is gone", () => {
    expect(planReadBack(declared, [])).to.deep.equal([{ service, kind: "rule-missing" }]);
  });

  it("sorts by service and compares each with its own groups", () => {
    const two: Declared = {
      ruleArns: { web: "arn:rule", api: "arn:rule:api" },
      groupArns: { ...declared.groupArns, api: { blue: "arn:api:blue", green: "arn:api:green" } },
      weights: declared.weights,
    };
    const rules = ["arn:rule", "arn:rule:api"].map((ruleArn) => ({
      ruleArn,
      groups: [group("arn:blue", 0), group("arn:green", 100)],
    }));
    expect(planReadBack(two, rules)).to.deep.equal([
      { service: "api", kind: "groups-differ", missing: ["blue", "green"], foreign: rules[1]?.groups },
      { service: "web", kind: "as-declared", weights: { blue: 0, green: 100 } },
    ]);
  });
});
