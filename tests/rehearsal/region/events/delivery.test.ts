import { expect } from "chai";
import { RehearsedRegion, withFleet } from "../rehearsed-region";

const account = "123456789012";
const queueArn = (name: string): string => `arn:aws:sqs:eu-west-1:${account}:${name}`;
const queueUrl = (name: string): string => `https://sqs.eu-west-1.amazonaws.com/${account}/${name}`;
const ruleArn = `arn:aws:events:eu-west-1:${account}:rule/interruptions`;
const pattern = JSON.stringify({ source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] });

const policy = (statement: object = {}): string =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn("jobs"),
        Condition: { ArnEquals: { "aws:SourceArn": [ruleArn] } },
        ...statement,
      },
    ],
  });

describe("event delivery", () => {
  let rehearsed = new RehearsedRegion();
  let instanceIds: readonly string[] = [];
  const call = <Output = unknown>(service: string, operation: string, input: object): Promise<Output> =>
    rehearsed.call<Output>(service, operation, input);
  const createQueue = (name: string, Policy = policy()): Promise<unknown> =>
    call("sqs", "CreateQueue", { QueueName: name, Attributes: { Policy } });
  const bodies = (name = "jobs"): readonly string[] =>
    (rehearsed.region.state.sqs.queues[queueUrl(name)]?.messages ?? []).map(({ body }) => body);
  const interrupt = (): void => rehearsed.region.observe({ kind: "spot-interrupted", instanceIds });

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await withFleet(rehearsed, 1);
    instanceIds = Object.keys(rehearsed.region.state.ec2.instances);
    await call("events", "PutRule", { Name: "interruptions", EventPattern: pattern });
    await call("events", "PutTargets", {
      Rule: "interruptions",
      Targets: [
        {
          Id: "queue",
          Arn: queueArn("jobs"),
          DeadLetterConfig: { Arn: queueArn("dead") },
          RetryPolicy: { MaximumEventAgeInSeconds: 120, MaximumRetryAttempts: 185 },
        },
      ],
    });
  });

  it("brings an interruption to the queue as AWS writes it", async () => {
    await createQueue("jobs");
    interrupt();

    const [body = ""] = bodies();
    const event = JSON.parse(body) as { id: string };
    expect(event).to.deep.equal({
      version: "0",
      id: event.id,
      "detail-type": "EC2 Spot Instance Interruption Warning",
      source: "aws.ec2",
      account,
      time: "1970-01-01T00:16:41Z",
      region: "eu-west-1",
      resources: [`arn:aws:ec2:eu-west-1a:instance/${instanceIds[0]}`],
      detail: { "instance-id": instanceIds[0], "instance-action": "terminate" },
    });
    expect(bodies()).to.have.length(1);
  });

  it("leaves events alone that the pattern doesn't name, or while the rule is disabled", async () => {
    await createQueue("jobs");
    rehearsed.region.observe({ kind: "rebalance-recommended", instanceIds });
    await call("events", "DisableRule", { Name: "interruptions" });
    interrupt();

    expect(bodies()).to.deep.equal([]);
  });

  const forbidding: Readonly<Record<string, string | undefined>> = {
    "no policy": undefined,
    "another rule": policy({ Condition: { ArnEquals: { "aws:SourceArn": `${ruleArn}-2` } } }),
    "another account": policy({ Condition: { StringEquals: { "aws:SourceAccount": "999999999999" } } }),
    "another action": policy({ Action: "sqs:ReceiveMessage" }),
    "another queue": policy({ Resource: queueArn("other") }),
    "another principal": policy({ Principal: { Service: "sns.amazonaws.com" } }),
    "a denial": policy({ Effect: "Deny" }),
    "a condition that nobody here understands": policy({ Condition: { Bool: { "aws:SecureTransport": "true" } } }),
  };
  for (const [title, Policy] of Object.entries(forbidding)) {
    it(`isn't allowed by a queue with ${title}`, async () => {
      await call("sqs", "CreateQueue", { QueueName: "jobs", Attributes: Policy === undefined ? {} : { Policy } });
      interrupt();

      expect(bodies()).to.deep.equal([]);
      expect(rehearsed.region.state.events.pending).to.have.length(1);
    });
  }

  const allowing: Readonly<Record<string, string>> = {
    everybody: policy({ Principal: "*", Condition: {} }),
    wildcards: policy({
      Action: ["sqs:*"],
      Resource: "*",
      Condition: { ArnLike: { "aws:sourcearn": "arn:aws:events:*:*:rule/*" } },
    }),
    "its own account": policy({ Condition: { StringEquals: { "aws:SourceAccount": account } } }),
  };
  for (const [title, Policy] of Object.entries(allowing)) {
    it(`is allowed by a policy for ${title}`, async () => {
      await createQueue("jobs", Policy);
      interrupt();

      expect(bodies()).to.have.length(1);
    });
  }

  it("is tried again until the queue takes it", async () => {
    interrupt();
    rehearsed.tick(1000);
    await createQueue("jobs");
    rehearsed.tick(1999);
    expect(bodies()).to.deep.equal([]);
    rehearsed.tick(1);

    expect(bodies()).to.have.length(1);
    expect(rehearsed.region.state.events.pending).to.deep.equal([]);
  });

  it("ends in the target's dead-letter queue when the event is too old", async () => {
    await createQueue("dead", policy({ Resource: queueArn("dead") }));
    interrupt();
    for (let second = 0; second < 60; second += 1) rehearsed.tick(1000);
    expect(bodies("dead")).to.deep.equal([]);
    for (let second = 0; second < 60; second += 1) rehearsed.tick(1000);
    await createQueue("jobs");
    rehearsed.tick(100_000);

    expect(bodies("dead")).to.have.length(1);
    expect(bodies("jobs")).to.deep.equal([]);
    expect(rehearsed.region.state.events.pending).to.deep.equal([]);
  });
});
