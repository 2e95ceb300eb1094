import { expect } from "chai";
import { functionsNeverTriggerThemselves } from "../../policies/functions-never-trigger-themselves";
import { unknownValue } from "../../policies/pack/known-values";
import type { StackResource } from "../../policies/pack/policy";
import { types } from "../../policies/pack/resource-types";
import { changed, member } from "./facts";

const queueArn = "arn:aws:sqs:eu-west-1:1:jobs";
const deadLetterArn = "arn:aws:sqs:eu-west-1:1:dead-letters";

const role = member(types.role, "drain");
const lambda = member(types.function, "drain", { references: { role } });
const mapping = member(types.eventSourceMapping, "drain", {
  props: { eventSourceArn: queueArn },
  references: { functionName: lambda },
});
const rule = member(types.eventRule, "orders", { props: { eventPattern: JSON.stringify({ source: ["shop"] }) } });
const target = member(types.eventTarget, "orders", { references: { rule, arn: lambda } });
const allow = (Action: string, Resource: string, more: object = {}): StackResource =>
  member(types.rolePolicy, "drain", {
    props: { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource, ...more }] }) },
    references: { role },
  });

const check = (...resources: readonly StackResource[]) =>
  functionsNeverTriggerThemselves.check([lambda, role, ...resources]);
const violation = (action: string, arn: string) => [
  {
    urn: lambda.urn,
    message: `May ${action} to ${arn}, which triggers it: send elsewhere, or take the permission from its role.`,
  },
];

describe("policy functions-never-trigger-themselves", () => {
  it("takes a function that sends to another queue than its own", () => {
    expect(check(mapping, allow("sqs:SendMessage", deadLetterArn))).to.deep.equal([]);
    expect(functionsNeverTriggerThemselves.level).to.equal("mandatory");
  });

  it("takes everything else that a function does to its queue", () => {
    expect(check(mapping, allow("sqs:ChangeMessageVisibility", queueArn))).to.deep.equal([]);
    expect(check(mapping, allow("sqs:SendMessage", queueArn, { Effect: "Deny" }))).to.deep.equal([]);
  });

  it("refuses a function that may send to its own queue", () => {
    expect(check(mapping, allow("sqs:SendMessage", queueArn))).to.deep.equal(violation("sqs:SendMessage", queueArn));
  });

  it("refuses the same by wildcards, and by what a statement leaves out", () => {
    for (const policy of [allow("sqs:*", queueArn), allow("sqs:send*", "*"), allow("x", "x", { NotAction: "iam:*" })])
      expect(check(mapping, policy)).to.deep.equal(violation("sqs:SendMessage", queueArn));
  });

  it("refuses the same in a role's inline policy", () => {
    const policy = { Statement: { Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn } };
    const found = functionsNeverTriggerThemselves.check([
      lambda,
      mapping,
      changed(role, { inlinePolicies: [{ policy }] }),
    ]);
    expect(found).to.deep.equal(violation("sqs:SendMessage", queueArn));
  });

  it("refuses a function that may write to the stream or the table that it reads", () => {
    const streamArn = "arn:aws:kinesis:eu-west-1:1:stream/clicks";
    const tableArn = "arn:aws:dynamodb:eu-west-1:1:table/orders";
    const reading = (eventSourceArn: string) => changed(mapping, { eventSourceArn });
    expect(check(reading(streamArn), allow("kinesis:PutRecord", streamArn))).to.deep.equal(
      violation("kinesis:PutRecord", streamArn),
    );
    expect(check(reading(`${tableArn}/stream/2026`), allow("dynamodb:PutItem", tableArn))).to.deep.equal(
      violation("dynamodb:PutItem", tableArn),
    );
  });

  it("refuses a function that may do everything to a source of another kind", () => {
    const brokerArn = "arn:aws:mq:eu-west-1:1:broker:b";
    const reading = changed(mapping, { eventSourceArn: brokerArn });
    expect(check(reading, allow("*", "*"))).to.deep.equal(violation("mq:*", brokerArn));
    expect(check(changed(mapping, { eventSourceArn: "nonsense" }), allow("sqs:*", "*"))).to.deep.equal([]);
  });

  it("refuses a function that may put events on the bus whose rule starts it", () => {
    const bus = "arn:aws:events:eu-west-1:1:event-bus/default";
    for (const policy of [allow("events:PutEvents", bus), allow("events:PutEvents", "*")])
      expect(check(rule, target, policy)).to.deep.equal(violation("events:PutEvents", "event-bus/default"));
    expect(check(rule, target, allow("events:PutEvents", `${bus}-2`))).to.deep.equal([]);
  });

  it("knows a bus by its ARN too", () => {
    const bus = "arn:aws:events:eu-west-1:1:event-bus/shop";
    const named = changed(rule, { eventBusName: bus });
    expect(check(named, target, allow("events:PutEvents", bus))).to.deep.equal(violation("events:PutEvents", bus));
  });

  it("refuses the same where the rule leads to the function's queue", () => {
    const viaQueue = { ...changed(target, { arn: queueArn }), references: { rule: [rule.urn] } };
    expect(check(rule, viaQueue, mapping, allow("events:PutEvents", "*"))).to.deep.equal(
      violation("events:PutEvents", "event-bus/default"),
    );
  });

  it("takes rules for AWS's own events, which nobody else can send", () => {
    const put = allow("events:PutEvents", "*");
    const pattern = (eventPattern: unknown) => changed(rule, { eventPattern });
    expect(check(pattern(JSON.stringify({ source: ["aws.ec2"] })), target, put)).to.deep.equal([]);
    const anySource = pattern(JSON.stringify({ "detail-type": ["order"] }));
    expect(check(anySource, target, put)).to.deep.equal(violation("events:PutEvents", "event-bus/default"));
    for (const schedule of [undefined, unknownValue]) expect(check(pattern(schedule), target, put)).to.deep.equal([]);
  });

  it("doesn't mix up functions and roles", () => {
    const otherRole = member(types.role, "other");
    const policy = { ...allow("sqs:SendMessage", queueArn), references: { role: [otherRole.urn] } };
    expect(check(mapping, otherRole, policy)).to.deep.equal([]);
    const otherFunction = { ...mapping, references: { functionName: ["urn:other"] } };
    expect(check(otherFunction, allow("sqs:SendMessage", queueArn))).to.deep.equal([]);
  });

  it("says nothing about sources and documents that aren't known yet", () => {
    expect(check(changed(mapping, { eventSourceArn: unknownValue }), allow("sqs:*", "*"))).to.deep.equal([]);
    expect(check(mapping, changed(allow("sqs:*", "*"), { policy: unknownValue }))).to.deep.equal([]);
  });
});
