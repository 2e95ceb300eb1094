import { expect } from "chai";
import { createEdge, type Edge, everyPath, fixed, forwardTo } from "./edge";

describe("the rule operations", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
  });

  const describe = async (RuleArn: string): Promise<Record<string, unknown>> => {
    const { Rules } = await edge.call<{ Rules: Record<string, unknown>[] }>("DescribeRules", { RuleArns: [RuleArn] });
    return Rules[0] ?? {};
  };
  const priorities = async (): Promise<unknown[]> => {
    const { Rules } = await edge.call<{ Rules: Record<string, unknown>[] }>("DescribeRules", {
      ListenerArn: edge.listenerArn,
    });
    return Rules.map(({ Priority }) => Priority);
  };

  it("echo the weights of both groups, a 0 too", async () => {
    const RuleArn = await edge.rule(100, forwardTo([edge.blue, 100], [edge.green, 0]));
    expect(RuleArn).to.match(/:listener-rule\/app\/edge\/[\da-f]{16}\/[\da-f]{16}\/[\da-f]{16}$/);
    expect(await describe(RuleArn)).to.deep.equal({
      RuleArn,
      Priority: "100",
      Conditions: [{ Field: "path-pattern", Values: ["/*"], PathPatternConfig: { Values: ["/*"] } }],
      Actions: [
        {
          Type: "forward",
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: edge.blue, Weight: 100 },
              { TargetGroupArn: edge.green, Weight: 0 },
            ],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
      IsDefault: false,
    });
  });

  it("refuse a priority that a rule of the listener has, and accept it once that rule is gone", async () => {
    const RuleArn = await edge.rule(5, fixed("200"));
    const again = { ListenerArn: edge.listenerArn, Priority: 5, Actions: fixed("200"), Conditions: everyPath };
    expect(await edge.refusal("CreateRule", again)).to.equal("PriorityInUseException");
    await edge.call("DeleteRule", { RuleArn });
    await edge.call("CreateRule", again);
    expect(await priorities()).to.deep.equal(["5", "default"]);
  });

  for (const Priority of [0, 50_001, 1.5, undefined]) {
    it(`refuse the priority ${Priority}`, async () => {
      const input = { ListenerArn: edge.listenerArn, Priority, Actions: fixed("200"), Conditions: everyPath };
      expect(await edge.refusal("CreateRule", input)).to.equal("ValidationError");
    });
  }

  it("show rules in the order in which they are tried", async () => {
    await edge.rule(300, fixed("200"));
    await edge.rule(20, fixed("200"));
    await edge.rule(1, fixed("200"));
    expect(await priorities()).to.deep.equal(["1", "20", "300", "default"]);
  });

  it("keep conditions and priority when only actions are modified, and actions when only conditions are", async () => {
    const RuleArn = await edge.rule(7, forwardTo([edge.blue, 100], [edge.green, 0]));
    const before = await describe(RuleArn);
    await edge.call("ModifyRule", { RuleArn, Actions: forwardTo([edge.blue, 0], [edge.green, 100]) });
    const flipped = await describe(RuleArn);
    expect([flipped["Conditions"], flipped["Priority"]]).to.deep.equal([before["Conditions"], "7"]);
    await edge.call("ModifyRule", { RuleArn, Conditions: [{ Field: "path-pattern", Values: ["/new"] }] });
    expect(await describe(RuleArn)).to.deep.equal({
      ...flipped,
      Conditions: [{ Field: "path-pattern", Values: ["/new"], PathPatternConfig: { Values: ["/new"] } }],
    });
  });

  it("leave the default rule to the listener", async () => {
    const [RuleArn = ""] = Object.keys(edge.region.state.elbv2.rules);
    expect(await edge.refusal("ModifyRule", { RuleArn, Actions: fixed("200") })).to.equal(
      "OperationNotPermittedException",
    );
    expect(await edge.refusal("DeleteRule", { RuleArn })).to.equal("OperationNotPermittedException");
    expect(await edge.refusal("SetRulePriorities", { RulePriorities: [{ RuleArn, Priority: 1 }] })).to.equal(
      "OperationNotPermittedException",
    );
  });

  it("swap priorities in one call, and refuse a taken one without changing anything", async () => {
    const one = await edge.rule(1, fixed("201"));
    const two = await edge.rule(2, fixed("202"));
    const swapped = {
      RulePriorities: [
        { RuleArn: one, Priority: 2 },
        { RuleArn: two, Priority: 1 },
      ],
    };
    const { Rules } = await edge.call<{ Rules: Record<string, unknown>[] }>("SetRulePriorities", swapped);
    expect(Rules.map(({ RuleArn, Priority }) => [RuleArn, Priority])).to.deep.equal([
      [one, "2"],
      [two, "1"],
    ]);
    expect(await edge.refusal("SetRulePriorities", { RulePriorities: [{ RuleArn: one, Priority: 1 }] })).to.equal(
      "PriorityInUseException",
    );
    expect(await edge.refusal("SetRulePriorities", { RulePriorities: [] })).to.equal("ValidationError");
    expect([(await describe(one))["Priority"], (await describe(two))["Priority"]]).to.deep.equal(["2", "1"]);
  });

  it("stop at 100 rules a load balancer, default rules not counted", async () => {
    for (let priority = 1; priority <= 100; priority += 1) await edge.rule(priority, fixed("200"));
    const next = { ListenerArn: edge.listenerArn, Priority: 101, Actions: fixed("200"), Conditions: everyPath };
    expect(await edge.refusal("CreateRule", next)).to.equal("TooManyRulesException");
  });

  it("name what is unknown, and ask which rules are meant", async () => {
    const unknown = { RuleArn: "arn:none" };
    expect(await edge.refusal("ModifyRule", { ...unknown, Actions: fixed("200") })).to.equal("RuleNotFoundException");
    expect(await edge.refusal("DeleteRule", unknown)).to.equal("RuleNotFoundException");
    expect(await edge.refusal("DescribeRules", { RuleArns: ["arn:none"] })).to.equal("RuleNotFoundException");
    expect(await edge.refusal("DescribeRules", {})).to.equal("ValidationError");
    expect(await edge.refusal("DescribeRules", { ListenerArn: edge.listenerArn, RuleArns: [] })).to.equal(
      "ValidationError",
    );
    const lost = { ListenerArn: "arn:none", Priority: 1, Actions: fixed("200"), Conditions: everyPath };
    expect(await edge.refusal("CreateRule", lost)).to.equal("ListenerNotFoundException");
  });

  it("page by marker: every rule once, and no page above 400", async () => {
    for (const priority of [1, 2, 3, 4]) await edge.rule(priority, fixed("200"));
    const pages: unknown[] = [];
    let Marker: string | undefined;
    do {
      const input = { ListenerArn: edge.listenerArn, PageSize: 2, ...(Marker === undefined ? {} : { Marker }) };
      const page = await edge.call<{ Rules: { Priority: string }[]; NextMarker?: string }>("DescribeRules", input);
      pages.push(page.Rules.map(({ Priority }) => Priority));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(pages).to.deep.equal([["1", "2"], ["3", "4"], ["default"]]);
    const whole = { ListenerArn: edge.listenerArn, PageSize: 5 };
    expect(await edge.call("DescribeRules", whole)).to.have.all.keys("Rules");
    for (const PageSize of [0, 401]) {
      expect(await edge.refusal("DescribeRules", { ListenerArn: edge.listenerArn, PageSize })).to.equal(
        "ValidationError",
      );
    }
    expect(await edge.refusal("DescribeRules", { ListenerArn: edge.listenerArn, Marker: "x" })).to.equal(
      "ValidationError",
    );
  });
});
