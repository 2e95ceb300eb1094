import { expect } from "chai";
import { parsePreview } from "../../cli/parse-preview";
import { planAllowed, planAllowedWarming } from "../../cli/plan-allowed";

const urn = (name: string): string => `urn:pulumi:s::p::t::${name}`;

const intent = {
  targets: { rules: { web: urn("web-weighted") }, record: urn("record-declared"), pointer: urn("pointer") },
  groupArns: { web: { blue: "arn:blue", green: "arn:green" } },
  weights: { blue: 0, green: 100 },
};

const groups = (blue: number, green: number, more: object[] = []) => [
  { arn: "arn:blue", weight: blue },
  { arn: "arn:green", weight: green },
  ...more,
];

const rule = (targetGroups: object[], more: object = {}) => ({
  actions: [{ type: "forward", forward: { targetGroups } }],
  priority: 100,
  ...more,
});

const record = (blue: number, green: number) => ({ insecureValue: JSON.stringify({ weights: { blue, green } }) });

const step = (op: string, name: string, before: object, after: object) => ({
  op,
  urn: urn(name),
  oldState: { inputs: { __defaults: ["a"], ...before } },
  newState: { inputs: { __defaults: ["b"], ...after } },
});

const flipRule = step("update", "web-weighted", rule(groups(100, 0)), rule(groups(0, 100)));
const flipRecord = step("update", "record-declared", record(100, 0), record(0, 100));
const flipPointer = step("update", "pointer", { value: "b" }, { value: "g" });

const judge = (...steps: object[]) => planAllowed(parsePreview(JSON.stringify({ steps }))?.steps ?? [], intent);

describe("planAllowed", () => {
  it("allows the rules' weights, the record and the pointer, in the engine's order", () => {
    const same = { op: "same", urn: urn("web-blue") };

    expect(judge(same, flipRule, flipRecord, flipPointer)).to.deep.equal({
      kind: "allowed",
      updates: [urn("web-weighted"), urn("record-declared"), urn("pointer")],
    });
    expect(judge(same)).to.deep.equal({ kind: "allowed", updates: [] });
    // An update that overrides a stop reads first what is there.
    expect(judge({ op: "refresh", urn: urn("web-blue") })).to.deep.equal({ kind: "allowed", updates: [] });
  });

  const forbidden: readonly [string, object, string, string][] = [
    ["a creation", step("create", "new", {}, { a: 1 }), "not-an-update", "create"],
    ["the replacement of a rule", { ...flipRule, op: "replace" }, "not-an-update", "replace"],
    ["an update of anything else", step("update", "web-blue", { a: 1 }, { a: 2 }), "not-part-of-it", "a"],
    [
      "another priority of a rule",
      step("update", "web-weighted", rule(groups(100, 0)), rule(groups(0, 100), { priority: 7 })),
      "other-inputs",
      "priority",
    ],
    [
      "another setting of the record",
      step("update", "record-declared", record(100, 0), { ...record(0, 100), tier: "Standard" }),
      "other-inputs",
      "tier",
    ],
    [
      "weights that nobody asked for",
      step("update", "web-weighted", rule(groups(100, 0)), rule(groups(50, 50))),
      "other-weights",
      '[{"arn":"arn:blue","weight":50},{"arn":"arn:green","weight":50}]',
    ],
    [
      "a third group",
      step("update", "web-weighted", rule(groups(100, 0)), rule(groups(0, 100, [{ arn: "arn:x", weight: 0 }]))),
      "other-weights",
      '[{"arn":"arn:blue","weight":0},{"arn":"arn:green","weight":100},{"arn":"arn:x","weight":0}]',
    ],
    [
      "a record of other weights",
      step("update", "record-declared", record(100, 0), record(1, 99)),
      "other-weights",
      '{"blue":1,"green":99}',
    ],
    [
      "a record that is none",
      step("update", "record-declared", record(100, 0), { insecureValue: "{" }),
      "other-weights",
      "nothing",
    ],
    ["another key of the pointer", step("update", "pointer", { key: "a" }, { key: "b" }), "other-inputs", "key"],
  ];
  for (const [what, one, reason, found] of forbidden) {
    it(`forbids ${what}`, () => {
      const plan = judge(flipRecord, one);

      expect(plan.kind === "forbidden" && plan.steps.map((each) => [each.reason, each.found])).to.deep.equal([
        [reason, found],
      ]);
    });
  }
});

describe("planAllowedWarming", () => {
  it("allows every step of the colour's own resources, and names each once", () => {
    const { steps = [] } =
      parsePreview(
        JSON.stringify({ steps: [step("create-replacement", "web-blue", {}, {}), step("update", "web-blue", {}, {})] }),
      ) ?? {};

    expect(planAllowedWarming(steps, [urn("web-blue")])).to.deep.equal({ kind: "allowed", updates: [urn("web-blue")] });
    expect(planAllowedWarming(steps, [urn("web-green")]).kind).to.equal("forbidden");
  });
});

describe("parsePreview", () => {
  it("knows what the program declares, and what it said", () => {
    const diagnostics = [{ severity: "warning", message: "warning: web: green is not ready\n" }];
    const steps = [
      { op: "same", urn: urn("a") },
      { op: "delete", urn: urn("b") },
    ];
    const preview = parsePreview(JSON.stringify({ steps, diagnostics }));

    expect([...(preview?.declared ?? [])]).to.deep.equal([urn("a")]);
    expect(preview?.diagnostics).to.deep.equal([{ severity: "warning", message: "web: green is not ready" }]);
  });

  it("is undefined where the command printed none", () => {
    expect(parsePreview("error: no stack selected")).to.equal(undefined);
  });

  it("doesn't take another order of keys for a difference", () => {
    const preview = parsePreview(
      JSON.stringify({ steps: [step("update", "a", { x: { a: 1, b: 2 } }, { x: { b: 2, a: 1 } })] }),
    );

    expect(preview?.steps.map(({ differing }) => differing)).to.deep.equal([[]]);
  });
});
