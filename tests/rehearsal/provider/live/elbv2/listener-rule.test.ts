import { expect } from "chai";
import { listenerRule } from "../../../../../rehearsal/provider/live/elbv2/listener-rule";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/edge-1/d5/c2/f5";
const weighted = (a: number, b: number) => [
  {
    type: "forward",
    forward: {
      targetGroups: [
        { arn: "arn:a", weight: a },
        { arn: "arn:b", weight: b },
      ],
    },
  },
];
const sentGroups = (a: number, b: number) => [
  { TargetGroupArn: "arn:a", Weight: a },
  { TargetGroupArn: "arn:b", Weight: b },
];
const conditions = [{ pathPattern: { values: ["/*"] } }];
const inputs = { listenerArn: "arn:l", priority: 100, actions: weighted(100, 0), conditions };
const answer = (Priority = "100") => ({ Rules: [{ RuleArn: arn, Priority }] });

describe("aws.lb.ListenerRule", () => {
  it("is created with both weights, 0 included", async () => {
    const { context, calls, kept } = scriptedAws({ "elbv2:CreateRule": answer() });
    expect(await listenerRule.create(inputs, context)).to.deep.equal({ id: arn, outputs: { arn, priority: 100 } });
    expect(calls).to.deep.equal([
      [
        "elbv2:CreateRule",
        {
          ListenerArn: "arn:l",
          Priority: 100,
          Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/*"] } }],
          Actions: [{ Type: "forward", Order: 1, ForwardConfig: { TargetGroups: sentGroups(100, 0) } }],
        },
      ],
    ]);
    expect(kept).to.have.length(1);
  });

  it("goes behind all others where the program names no priority", async () => {
    const rules = { Rules: [{ Priority: "7" }, { Priority: "20" }, { Priority: "default" }] };
    const { context, calls } = scriptedAws({ "elbv2:DescribeRules": rules, "elbv2:CreateRule": answer("21") });
    const { outputs } = await listenerRule.create({ ...inputs, priority: undefined }, context);
    expect(outputs["priority"]).to.equal(21);
    expect(calls[0]).to.deep.equal(["elbv2:DescribeRules", { ListenerArn: "arn:l" }]);
    expect(calls[1]?.[1]).to.include({ Priority: 21 });
  });

  it("is flipped by one ModifyRule with the whole action list and no conditions", async () => {
    const { context, calls } = scriptedAws({ "elbv2:ModifyRule": {} });
    const news = { ...inputs, actions: weighted(0, 100) };
    expect(await listenerRule.update({ id: arn, state: {}, olds: inputs, news }, context)).to.deep.equal({});
    expect(calls).to.deep.equal([
      [
        "elbv2:ModifyRule",
        {
          RuleArn: arn,
          Actions: [
            {
              Type: "forward",
              Order: 1,
              ForwardConfig: { TargetGroups: sentGroups(0, 100), TargetGroupStickinessConfig: { Enabled: false } },
            },
          ],
        },
      ],
    ]);
  });

  it("gets another priority by SetRulePriorities alone", async () => {
    const { context, calls } = scriptedAws({ "elbv2:SetRulePriorities": {} });
    await listenerRule.update({ id: arn, state: {}, olds: inputs, news: { ...inputs, priority: 110 } }, context);
    expect(calls).to.deep.equal([["elbv2:SetRulePriorities", { RulePriorities: [{ RuleArn: arn, Priority: 110 }] }]]);
  });

  it("gets other conditions without its actions", async () => {
    const { context, calls } = scriptedAws({ "elbv2:ModifyRule": {} });
    const news = {
      ...inputs,
      conditions: [
        { httpHeader: { httpHeaderName: "X-Test", values: ["1"] } },
        { hostHeader: { values: ["a.example"] }, sourceIp: { values: ["192.0.2.0/24"] } },
        { httpRequestMethod: { values: ["GET"] } },
      ],
    };
    await listenerRule.update({ id: arn, state: {}, olds: inputs, news }, context);
    expect(calls).to.deep.equal([
      [
        "elbv2:ModifyRule",
        {
          RuleArn: arn,
          Conditions: [
            { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-Test", Values: ["1"] } },
            { Field: "host-header", HostHeaderConfig: { Values: ["a.example"] } },
            { Field: "source-ip", SourceIpConfig: { Values: ["192.0.2.0/24"] } },
            { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["GET"] } },
          ],
        },
      ],
    ]);
  });

  it("sends nothing where nothing changed", async () => {
    const { context, calls } = scriptedAws({});
    await listenerRule.update({ id: arn, state: {}, olds: inputs, news: inputs }, context);
    expect(calls).to.deep.equal([]);
  });

  it("writes out stickiness, single groups and the other kinds of action", async () => {
    const { context, calls } = scriptedAws({ "elbv2:CreateRule": answer() });
    const [forward] = weighted(50, 50);
    const actions = [
      { type: "forward", forward: { ...forward?.forward, stickiness: { enabled: true, duration: 60 } } },
      { type: "forward", targetGroupArn: "arn:a" },
      { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
      { type: "fixed-response", fixedResponse: { contentType: "text/plain", messageBody: "no", statusCode: "503" } },
      { type: "forward", forward: { targetGroups: [{ arn: "arn:a" }] } },
    ];
    await listenerRule.create({ ...inputs, actions }, context);
    expect(calls[0]?.[1]).to.have.deep.property("Actions", [
      {
        Type: "forward",
        Order: 1,
        ForwardConfig: {
          TargetGroups: sentGroups(50, 50),
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
        },
      },
      { Type: "forward", Order: 2, TargetGroupArn: "arn:a" },
      {
        Type: "redirect",
        Order: 3,
        RedirectConfig: {
          Host: "#{host}",
          Path: "/#{path}",
          Port: "443",
          Protocol: "HTTPS",
          Query: "#{query}",
          StatusCode: "HTTP_301",
        },
      },
      {
        Type: "fixed-response",
        Order: 4,
        FixedResponseConfig: { ContentType: "text/plain", MessageBody: "no", StatusCode: "503" },
      },
      {
        Type: "forward",
        Order: 5,
        ForwardConfig: { TargetGroups: [{ TargetGroupArn: "arn:a", Weight: 1 }] },
      },
    ]);
  });

  for (const { what, changes, message } of [
    { what: "an action", changes: { actions: [{ type: "authenticate-oidc" }] }, message: "of type authenticate-oidc" },
    { what: "a condition", changes: { conditions: [{ queryStrings: {} }] }, message: "of kind queryStrings" },
    { what: "a transform", changes: { transforms: [{ type: "url-rewrite" }] }, message: "the property transforms" },
  ]) {
    it(`refuses ${what} that isn't modelled by name, and sends nothing`, async () => {
      const { context, calls } = scriptedAws({});
      expect(await listenerRule.create({ ...inputs, ...changes }, context).catch(String)).to.contain(message);
      expect(calls).to.deep.equal([]);
    });
  }

  it("reads weights that somebody changed as inputs, and leaves equal ones as the program wrote them", async () => {
    const reading = async (a: number, b: number) => {
      const Actions = [{ Type: "forward", ForwardConfig: { TargetGroups: sentGroups(a, b) } }];
      const { context } = scriptedAws({
        "elbv2:DescribeRules": { Rules: [{ RuleArn: arn, Priority: "100", Actions }] },
      });
      return listenerRule.read({ id: arn, state: inputs }, context);
    };
    expect(await reading(0, 100)).to.deep.equal({
      id: arn,
      outputs: { arn, priority: 100 },
      inputs: { actions: weighted(0, 100), priority: 100 },
    });
    expect((await reading(100, 0))?.inputs?.["actions"]).to.deep.equal(inputs.actions);
  });

  it("is found to be gone, and deleted whether it is or not", async () => {
    const gone = new AwsError("RuleNotFoundException", "no");
    const { context, calls } = scriptedAws({ "elbv2:DescribeRules": [gone], "elbv2:DeleteRule": [{}, gone] });
    expect(await listenerRule.read({ id: arn, state: inputs }, context)).to.equal(undefined);
    await listenerRule.delete({ id: arn, state: inputs }, context);
    await listenerRule.delete({ id: arn, state: inputs }, context);
    expect(calls).to.deep.equal([
      ["elbv2:DescribeRules", { RuleArns: [arn] }],
      ["elbv2:DeleteRule", { RuleArn: arn }],
      ["elbv2:DeleteRule", { RuleArn: arn }],
    ]);
  });
});
