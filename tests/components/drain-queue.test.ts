import { expect } from "chai";
import { DrainQueue } from "../../components/drain-queue";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:DrainQueue drain";
const queue = "aws:sqs/queue:Queue";
const policy = "aws:sqs/queuePolicy:QueuePolicy";
const rule = "aws:cloudwatch/eventRule:EventRule";
const target = "aws:cloudwatch/eventTarget:EventTarget";

const record = () =>
  recordResources(
    () => new DrainQueue("drain", { groupName: "base", hookName: "our-hook", visibilityTimeoutSeconds: 35 }),
  );

const parsed = (value: unknown): unknown => JSON.parse(String(value));

describe("DrainQueue", () => {
  it("makes two queues with a policy each, and three rules with a target each", async () => {
    const { resources, result } = await record();
    expect(resources.filter(({ parent }) => parent === component).map(keyOf)).to.have.members([
      `${queue} drain`,
      `${queue} drain-dead-letters`,
      `${policy} drain-policy`,
      `${policy} drain-dead-letters-policy`,
      ...["interruption", "rebalance", "termination"].flatMap((role) => [
        `${rule} drain-${role}`,
        `${target} drain-${role}-target`,
      ]),
    ]);
    expect(await outputValue(result.queue.arn)).to.equal("arn:drain:Queue");
    expect(await outputValue(result.deadLetterQueue.arn)).to.equal("arn:drain-dead-letters:Queue");
    expect(result.sources).to.have.length(3);
  });

  it("lets a message come back a thousand times in four days, encrypted, before it is dead", async () => {
    const { resources } = await record();
    const { redrivePolicy, ...inputs } = resourceOf(resources, queue, "drain").inputs;
    expect(inputs).to.deep.equal({
      visibilityTimeoutSeconds: 35,
      messageRetentionSeconds: 345_600,
      sqsManagedSseEnabled: true,
    });
    expect(parsed(redrivePolicy)).to.deep.equal({
      deadLetterTargetArn: "arn:drain-dead-letters:Queue",
      maxReceiveCount: 1000,
    });
    expect(resourceOf(resources, queue, "drain-dead-letters").inputs).to.deep.equal({
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
    });
  });

  it("takes every interruption and recommendation, but of hooks its own alone", async () => {
    const { resources } = await record();
    const patterns = resources
      .filter(({ type }) => type === rule)
      .map(({ name, inputs }) => [name, parsed(inputs["eventPattern"])]);
    expect(Object.fromEntries(patterns)).to.deep.equal({
      "drain-interruption": { source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] },
      "drain-rebalance": { source: ["aws.ec2"], "detail-type": ["EC2 Instance Rebalance Recommendation"] },
      "drain-termination": {
        source: ["aws.autoscaling"],
        "detail-type": ["EC2 Instance-terminate Lifecycle Action"],
        detail: { AutoScalingGroupName: ["base"], LifecycleHookName: ["our-hook"] },
      },
    });
  });

  it("gives an interruption up after its two minutes and keeps what couldn't be delivered", async () => {
    const { resources } = await record();
    const targets = resources.filter(({ type }) => type === target).map(({ name, inputs }) => [name, inputs]);
    const delivery = { arn: "arn:drain:Queue", deadLetterConfig: { arn: "arn:drain-dead-letters:Queue" } };
    expect(Object.fromEntries(targets)).to.deep.equal({
      "drain-interruption-target": {
        rule: "drain-interruption-name",
        ...delivery,
        retryPolicy: { maximumEventAgeInSeconds: 120, maximumRetryAttempts: 185 },
      },
      "drain-rebalance-target": { rule: "drain-rebalance-name", ...delivery },
      "drain-termination-target": { rule: "drain-termination-name", ...delivery },
    });
  });

  it("lets EventBridge send for these rules, and nobody for others", async () => {
    const { resources } = await record();
    const policies = resources
      .filter(({ type }) => type === policy)
      .map(({ inputs }) => [inputs["queueUrl"], parsed(inputs["policy"])]);
    const allowing = (arn: string) => ({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: arn,
          Condition: {
            ArnEquals: {
              "aws:SourceArn": [
                "arn:drain-interruption:EventRule",
                "arn:drain-rebalance:EventRule",
                "arn:drain-termination:EventRule",
              ],
            },
          },
        },
      ],
    });
    expect(Object.fromEntries(policies)).to.deep.equal({
      "https://sqs.example.com/drain": allowing("arn:drain:Queue"),
      "https://sqs.example.com/drain-dead-letters": allowing("arn:drain-dead-letters:Queue"),
    });
  });

  it("lets no event come before the queues take it", async () => {
    const { resources } = await record();
    for (const { dependsOn } of resources.filter(({ type }) => type === target))
      expect(dependsOn).to.include.members([`${policy} drain-policy`, `${policy} drain-dead-letters-policy`]);
  });
});
