import { expect } from "chai";
import { queue } from "../../../../../rehearsal/provider/live/sqs/queue";
import { queuePolicy } from "../../../../../rehearsal/provider/live/sqs/queue-policy";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
const described = { Attributes: { QueueArn: "arn:q" } };
const resource = { id: url, outputs: { arn: "arn:q", url } };
const gone = new AwsError("QueueDoesNotExist", "gone");
const inputs = {
  name: "jobs",
  visibilityTimeoutSeconds: 35,
  messageRetentionSeconds: 345_600,
  sqsManagedSseEnabled: true,
  redrivePolicy: '{"maxReceiveCount":1000}',
  tagsAll: { team: "a" },
};

describe("aws.sqs.Queue", () => {
  it("is created with its attributes and tags, then asked for its ARN", async () => {
    const { context, calls, kept } = scriptedAws({
      "sqs:CreateQueue": { QueueUrl: url },
      "sqs:GetQueueAttributes": described,
    });

    expect(await queue.create(inputs, context)).to.deep.equal(resource);
    expect(kept).to.deep.equal([{ id: url, outputs: { url } }]);
    expect(calls).to.deep.equal([
      [
        "sqs:CreateQueue",
        {
          QueueName: "jobs",
          Attributes: {
            MessageRetentionPeriod: "345600",
            RedrivePolicy: '{"maxReceiveCount":1000}',
            SqsManagedSseEnabled: "true",
            VisibilityTimeout: "35",
          },
          tags: { team: "a" },
        },
      ],
      ["sqs:GetQueueAttributes", { QueueUrl: url, AttributeNames: ["All"] }],
    ]);
  });

  it("sends attributes that changed, takes away policies that are left out, and changes tags", async () => {
    const { context, calls } = scriptedAws({
      "sqs:SetQueueAttributes": {},
      "sqs:TagQueue": {},
      "sqs:UntagQueue": {},
    });
    const news = { name: "jobs", visibilityTimeoutSeconds: 40, tagsAll: { stage: "b" } };
    await queue.update({ id: url, state: {}, olds: inputs, news }, context);

    expect(calls).to.deep.equal([
      ["sqs:SetQueueAttributes", { QueueUrl: url, Attributes: { RedrivePolicy: "", VisibilityTimeout: "40" } }],
      ["sqs:UntagQueue", { QueueUrl: url, TagKeys: ["team"] }],
      ["sqs:TagQueue", { QueueUrl: url, Tags: { stage: "b" } }],
    ]);
  });

  it("sends nothing where nothing changed", async () => {
    const { context, calls } = scriptedAws({});
    await queue.update({ id: url, state: {}, olds: inputs, news: inputs }, context);

    expect(calls).to.deep.equal([]);
  });

  it("is read, and found to be gone", async () => {
    const existing = { id: url, state: {} };
    expect(await queue.read(existing, scriptedAws({ "sqs:GetQueueAttributes": described }).context)).to.deep.equal(
      resource,
    );
    expect(await queue.read(existing, scriptedAws({ "sqs:GetQueueAttributes": [gone] }).context)).to.equal(undefined);
  });

  it("is deleted, also when it is gone already", async () => {
    const { context, calls } = scriptedAws({ "sqs:DeleteQueue": [{}, gone] });
    await queue.delete({ id: url, state: {} }, context);
    await queue.delete({ id: url, state: {} }, context);

    expect(calls).to.deep.equal([
      ["sqs:DeleteQueue", { QueueUrl: url }],
      ["sqs:DeleteQueue", { QueueUrl: url }],
    ]);
  });
});

describe("aws.sqs.QueuePolicy", () => {
  const policyInputs = { queueUrl: url, policy: "{}" };
  const setCall = ["sqs:SetQueueAttributes", { QueueUrl: url, Attributes: { Policy: "{}" } }];

  it("is set, changed and emptied on its queue", async () => {
    const { context, calls } = scriptedAws({ "sqs:SetQueueAttributes": {} });
    expect(await queuePolicy.create(policyInputs, context)).to.deep.equal({ id: url, outputs: {} });
    await queuePolicy.update({ id: url, state: {}, olds: {}, news: policyInputs }, context);
    await queuePolicy.delete({ id: url, state: {} }, context);

    expect(calls).to.deep.equal([
      setCall,
      setCall,
      ["sqs:SetQueueAttributes", { QueueUrl: url, Attributes: { Policy: "" } }],
    ]);
  });

  it("is read as it is now; without a policy or a queue it is gone", async () => {
    const read = (answer: object) =>
      queuePolicy.read({ id: url, state: {} }, scriptedAws({ "sqs:GetQueueAttributes": answer }).context);

    expect(await read({ Attributes: { Policy: "other" } })).to.deep.equal({
      id: url,
      outputs: {},
      inputs: { policy: "other" },
    });
    expect(await read({})).to.equal(undefined);
    expect(await read([gone])).to.equal(undefined);
  });
});
