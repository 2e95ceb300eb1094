import { expect } from "chai";
import fc from "fast-check";
import type { ParsedEvent } from "../../drain/drain-event";
import { parseEvent } from "../../drain/parse-event";
import { eventBridge, interruption, lifecycle, lifecycleDetail, rebalance, viaSns } from "../support/drain-events";
import { accountId, drainSettings, instanceId, region, start } from "../support/drain-harness";

const id = instanceId(0xabc);
const { scope } = drainSettings;

const action = (rest: object = {}): ParsedEvent => ({
  kind: "lifecycle",
  instanceId: id,
  groupName: "base",
  hookName: "switchyard-drain",
  token: `token-${id}`,
  destination: "EC2",
  at: start,
  ...rest,
});

const notice = {
  ...lifecycleDetail(id),
  Service: "AWS Auto Scaling",
  Time: "2026-11-21T10:00:00.000Z",
  RequestId: "r",
  AccountId: accountId,
};

const testNotification = {
  AccountId: accountId,
  RequestId: "r",
  AutoScalingGroupARN: `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:u:autoScalingGroupName/base`,
  AutoScalingGroupName: "base",
  Service: "AWS Auto Scaling",
  Event: "autoscaling:TEST_NOTIFICATION",
  Time: "2026-11-21T10:00:00.000Z",
};

const ignored = (reason: string): object => ({ kind: "ignored", reason });
const rejected = (reason: string): object => ({ kind: "rejected", reason });

const golden: Readonly<Record<string, readonly [body: unknown, decision: object]>> = {
  "a spot instance that is terminated": [
    interruption(id),
    { kind: "interruption", instanceId: id, action: "terminate", at: start },
  ],
  "a spot instance that is stopped": [
    interruption(id, "stop"),
    { kind: "interruption", instanceId: id, action: "stop", at: start },
  ],
  "a spot instance that is hibernated": [
    interruption(id, "hibernate"),
    { kind: "interruption", instanceId: id, action: "hibernate", at: start },
  ],
  "an interruption through SNS": [
    viaSns(JSON.parse(interruption(id))),
    { kind: "interruption", instanceId: id, action: "terminate", at: start },
  ],
  "an interruption in a year that no clock can add two minutes to": [
    eventBridge(
      "aws.ec2",
      "EC2 Spot Instance Interruption Warning",
      { "instance-id": id, "instance-action": "terminate" },
      { time: "+275760-09-13T00:00:00.000Z" },
    ),
    rejected("bad-time"),
  ],
  "an interruption whose time has an offset": [
    eventBridge(
      "aws.ec2",
      "EC2 Spot Instance Interruption Warning",
      { "instance-id": id, "instance-action": "terminate" },
      { time: "2026-11-21T12:00:00+02:00" },
    ),
    { kind: "interruption", instanceId: id, action: "terminate", at: start },
  ],
  "a rebalance recommendation": [rebalance(id), { kind: "rebalance", instanceId: id, at: start }],
  "a lifecycle action through EventBridge": [lifecycle(id), action()],
  "a lifecycle action through SNS": [viaSns(notice), action()],
  "a lifecycle notice straight to the queue": [JSON.stringify(notice), action()],
  "a notice of before destinations were told": [
    viaSns({ ...notice, Origin: undefined, Destination: undefined }),
    action(),
  ],
  "an instance that goes to the warm pool": [
    lifecycle(id, { Destination: "WarmPool" }),
    action({ destination: "WarmPool" }),
  ],
  "a root volume that is replaced": [
    lifecycle(id, { Destination: "AutoScalingGroup", Action: "ReplaceRootVolume" }),
    action({ destination: "AutoScalingGroup" }),
  ],
  "a lifecycle action with everything that AWS may add": [
    lifecycle(id, {
      NotificationMetadata: '{"team":"edge"}',
      Origin: "WarmPool",
      Destination: "EC2",
      RequestId: "12345678-0000-0000-0000-000000000000",
      Action: "Terminate",
      LifecycleHookArn: `arn:aws:autoscaling:${region}:${accountId}:lifecycleHook`,
    }),
    action(),
  ],
  "a lifecycle action of a warmed instance through SNS, with its subject and signature": [
    JSON.stringify({
      ...JSON.parse(viaSns({ ...notice, Origin: "WarmPool", NotificationMetadata: "text" })),
      Subject: "Auto Scaling:  Lifecycle action 'TERMINATING' for instance i-0 in progress.",
      Timestamp: "2026-11-21T10:00:01.000Z",
      SignatureVersion: "1",
      Signature: "x",
      SigningCertURL: "https://sns.eu-west-1.amazonaws.com/x.pem",
      UnsubscribeURL: "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe",
      MessageAttributes: { a: { Type: "String", Value: "b" } },
    }),
    action(),
  ],
  "the confirmation of an SNS subscription": [
    JSON.stringify({ Type: "SubscriptionConfirmation", TopicArn: "t", Token: "x", Message: "You have chosen …" }),
    rejected("unknown-shape"),
  ],
  "an S3-style test event of an SNS topic": [
    viaSns({ Service: "Amazon S3", Event: "s3:TestEvent" }),
    rejected("unknown-shape"),
  ],
  "an event in an envelope within an envelope": [
    viaSns(JSON.parse(viaSns(JSON.parse(interruption(id))))),
    rejected("unknown-shape"),
  ],
  "the test notification of a new hook": [viaSns(testNotification), ignored("test-notification")],
  "an instance that launches": [
    lifecycle(id, { LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" }),
    ignored("not-terminating"),
  ],
  "a launch event": [
    eventBridge("aws.autoscaling", "EC2 Instance-launch Lifecycle Action", {}),
    ignored("not-terminating"),
  ],
  "somebody else's hook": [
    lifecycle(id, { LifecycleHookName: "ecs-managed-draining-termination-hook" }),
    ignored("foreign-hook"),
  ],
  "a task that stopped": [
    eventBridge("aws.ecs", "ECS Task State Change", { lastStatus: "STOPPED" }),
    ignored("task-state-change"),
  ],
  "an instance that its agent drained": [
    eventBridge("aws.ecs", "ECS Container Instance State Change", { status: "DRAINING", ec2InstanceId: id }),
    ignored("container-instance-state-change"),
  ],
  "an instance that changed state": [
    eventBridge("aws.ec2", "EC2 Instance State-change Notification", { "instance-id": id, state: "stopping" }),
    ignored("instance-state-change"),
  ],
  "a health notice": [
    eventBridge("aws.health", "AWS Health Event", { eventTypeCode: "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED" }),
    ignored("health-notice"),
  ],
  "an event nobody asked for": [eventBridge("aws.s3", "Object Created", {}), ignored("not-subscribed")],
  "an interruption that doesn't come from EC2": [
    eventBridge("my.app", "EC2 Spot Instance Interruption Warning", { "instance-id": id }),
    ignored("not-subscribed"),
  ],
  junk: ["junk", rejected("not-json")],
  "a truncated event": [interruption(id).slice(0, -20), rejected("not-json")],
  "a number": ["1", rejected("not-json")],
  "no text": [undefined, rejected("not-json")],
  "an SNS message that isn't JSON": [
    JSON.stringify({ Type: "Notification", TopicArn: "t", Message: "hi" }),
    rejected("not-json"),
  ],
  "an object of no known shape": ["{}", rejected("unknown-shape")],
  "a source that can't even be printed": [
    JSON.stringify({ ...JSON.parse(interruption(id)), source: { toString: 1 } }),
    rejected("unknown-shape"),
  ],
  "a type named like a member of every object": [eventBridge("aws.ec2", "constructor", {}), ignored("not-subscribed")],
  "an event without detail": [JSON.stringify({ source: "s", "detail-type": "x" }), rejected("unknown-shape")],
  "a foreign account": [
    eventBridge("aws.ec2", "EC2 Instance Rebalance Recommendation", { "instance-id": id }, { account: "999999999999" }),
    rejected("foreign-account"),
  ],
  "a notice of a foreign account": [viaSns({ ...notice, AccountId: "999999999999" }), rejected("foreign-account")],
  "a foreign region": [
    eventBridge("aws.ec2", "EC2 Instance Rebalance Recommendation", { "instance-id": id }, { region: "us-east-1" }),
    rejected("foreign-region"),
  ],
  "an instance id with a query in it": [interruption("i-0123456789] or [x"), rejected("bad-instance-id")],
  "a rebalance without an instance": [
    eventBridge("aws.ec2", "EC2 Instance Rebalance Recommendation", {}),
    rejected("bad-instance-id"),
  ],
  "a lifecycle action without an instance": [lifecycle(id, { EC2InstanceId: 7 }), rejected("bad-instance-id")],
  "an unknown action": [interruption(id, "vanish"), rejected("bad-instance-action")],
  "an interruption without a time": [
    JSON.stringify({ ...JSON.parse(interruption(id)), time: "soon" }),
    rejected("bad-time"),
  ],
  "a rebalance without a time": [JSON.stringify({ ...JSON.parse(rebalance(id)), time: 5 }), rejected("bad-time")],
  "a notice without a time": [viaSns({ ...notice, Time: undefined }), rejected("bad-time")],
  "a lifecycle action without a token": [
    lifecycle(id, { LifecycleActionToken: undefined }),
    rejected("bad-lifecycle-action"),
  ],
  "an unknown destination": [lifecycle(id, { Destination: "Moon" }), rejected("bad-lifecycle-action")],
};

/** Members that mean something; the random ones of a test mustn't be among them. */
const known = new Set(
  [
    "version id detail-type source account time region resources detail Type TopicArn Message Event instance-id instance-action",
    ...Object.keys(notice),
    "AutoScalingGroupARN",
  ].flatMap((text) => text.split(" ")),
);

const parsed = (body: string): Record<string, unknown> | undefined => {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};

describe("parseEvent", () => {
  for (const [title, [body, decision]] of Object.entries(golden)) {
    it(`decides on ${title}`, () => {
      expect(parseEvent(body, scope)).to.deep.equal(decision);
    });
  }

  it("survives 10,000 events of random shape without throwing", () => {
    const bodies = Object.values(golden).flatMap(([body]) => (typeof body === "string" ? [body] : []));
    const mutated = fc
      .tuple(fc.constantFrom(...bodies), fc.nat(), fc.nat(30), fc.string())
      .map(([body, at, length, text]) => {
        const position = at % (body.length + 1);
        return body.slice(0, position) + text + body.slice(position + length);
      });
    const keys = fc.constantFrom(
      "detail",
      "detail-type",
      "source",
      "account",
      "region",
      "time",
      "Type",
      "Message",
      "Event",
    );
    const shaped = fc.dictionary(keys, fc.jsonValue()).map((event) => JSON.stringify(event));
    const body = fc.oneof(mutated, shaped, fc.json(), fc.anything());
    let runs = 0;

    fc.assert(
      fc.property(body, (event) => {
        runs += 1;
        expect(parseEvent(event, scope).kind).to.be.oneOf([
          "interruption",
          "rebalance",
          "lifecycle",
          "ignored",
          "rejected",
        ]);
      }),
      { numRuns: 10_000 },
    );

    expect(runs).to.equal(10_000);
  });

  it("decides the same whatever else an event says, at the top or in its detail", () => {
    const names = fc.string().filter((name) => name !== "__proto__" && !known.has(name));
    const extra = fc.dictionary(names, fc.jsonValue(), { maxKeys: 5 });
    const events = Object.values(golden).flatMap(([body, decision]) => {
      const event = typeof body === "string" && body.includes('"detail-type"') && parsed(body);
      return event && !("Type" in event) ? [{ event, decision }] : [];
    });
    expect(events).to.have.length.above(14);

    fc.assert(
      fc.property(fc.constantFrom(...events), extra, extra, ({ event, decision }, top, inDetail) => {
        const detail = "detail" in event ? { detail: { ...inDetail, ...Object(event["detail"]) } } : {};
        expect(parseEvent(JSON.stringify({ ...top, ...event, ...detail }), scope)).to.deep.equal(decision);
      }),
      { numRuns: 1000 },
    );
  });

  it("lets nothing but an instance id into a decision, however the id is mangled", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 25 }), (mangled) => {
        const parsed = parseEvent(interruption(mangled), scope);
        if (parsed.kind === "interruption") expect(parsed.instanceId).to.match(/^i-[0-9a-f]{8,17}$/);
        else expect(parsed).to.deep.equal(rejected("bad-instance-id"));
      }),
      { numRuns: 1000 },
    );
  });
});
