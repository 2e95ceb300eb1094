import { expect } from "chai";
import { eventRule } from "../../../../../rehearsal/provider/live/cloudwatch/event-rule";
import { eventTarget } from "../../../../../rehearsal/provider/live/cloudwatch/event-target";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const gone = new AwsError("ResourceNotFoundException", "gone");
const ruleInputs = { name: "jobs", eventPattern: "{}", description: "Jobs", tagsAll: { a: "1" } };
const put = { Name: "jobs", EventPattern: "{}", Description: "Jobs" };

describe("aws.cloudwatch.EventRule", () => {
  it("is put with its tags, and put again when it changes", async () => {
    const { context, calls } = scriptedAws({
      "events:PutRule": { RuleArn: "arn:r" },
      "events:TagResource": {},
      "events:UntagResource": {},
    });
    expect(await eventRule.create(ruleInputs, context)).to.deep.equal({ id: "jobs", outputs: { arn: "arn:r" } });
    const news = { ...ruleInputs, state: "DISABLED", tagsAll: { b: "2" } };
    await eventRule.update({ id: "jobs", state: { arn: "arn:r" }, olds: ruleInputs, news }, context);
    await eventRule.update({ id: "jobs", state: { arn: "arn:r" }, olds: news, news }, context);

    expect(calls).to.deep.equal([
      ["events:PutRule", { ...put, Tags: [{ Key: "a", Value: "1" }] }],
      ["events:PutRule", { ...put, State: "DISABLED" }],
      ["events:UntagResource", { ResourceARN: "arn:r", TagKeys: ["a"] }],
      ["events:TagResource", { ResourceARN: "arn:r", Tags: [{ Key: "b", Value: "2" }] }],
    ]);
  });

  it("is read, found to be gone, and deleted", async () => {
    const { context, calls } = scriptedAws({
      "events:DescribeRule": [{ Arn: "arn:r", State: "ENABLED" }, gone],
      "events:DeleteRule": [{}, gone],
    });
    const existing = { id: "jobs", state: {} };

    expect(await eventRule.read(existing, context)).to.deep.equal({
      id: "jobs",
      outputs: { arn: "arn:r", state: "ENABLED" },
    });
    expect(await eventRule.read(existing, context)).to.equal(undefined);
    await eventRule.delete(existing, context);
    await eventRule.delete(existing, context);
    expect(calls.slice(2)).to.deep.equal([
      ["events:DeleteRule", { Name: "jobs" }],
      ["events:DeleteRule", { Name: "jobs" }],
    ]);
  });
});

describe("aws.cloudwatch.EventTarget", () => {
  const inputs = {
    rule: "jobs",
    targetId: "queue",
    arn: "arn:q",
    deadLetterConfig: { arn: "arn:d" },
    retryPolicy: { maximumEventAgeInSeconds: 120, maximumRetryAttempts: 185 },
  };
  const putCall = [
    "events:PutTargets",
    {
      Rule: "jobs",
      Targets: [
        {
          Id: "queue",
          Arn: "arn:q",
          DeadLetterConfig: { Arn: "arn:d" },
          RetryPolicy: { MaximumEventAgeInSeconds: 120, MaximumRetryAttempts: 185 },
        },
      ],
    },
  ];
  const existing = { id: "jobs-queue", state: inputs };

  it("is put, changed and removed", async () => {
    const { context, calls } = scriptedAws({ "events:PutTargets": {}, "events:RemoveTargets": [{}, gone] });
    expect(await eventTarget.create(inputs, context)).to.deep.equal({
      id: "jobs-queue",
      outputs: { targetId: "queue" },
    });
    await eventTarget.update({ ...existing, olds: inputs, news: inputs }, context);
    await eventTarget.delete(existing, context);
    await eventTarget.delete(existing, context);

    const removeCall = ["events:RemoveTargets", { Rule: "jobs", Ids: ["queue"] }];
    expect(calls).to.deep.equal([putCall, putCall, removeCall, removeCall]);
  });

  it("gets the same id in every run where the program gives none", async () => {
    const { targetId: _none, ...unnamed } = inputs;
    const ids = await Promise.all(
      [1, 2].map(() => eventTarget.create(unnamed, scriptedAws({ "events:PutTargets": {} }).context)),
    );

    expect(ids[0]?.id).to.match(/^jobs-terraform-[0-9a-f]{26}$/);
    expect(ids[1]).to.deep.equal(ids[0]);
  });

  it("is read with the queue that it has now, and found to be gone", async () => {
    const read = (answer: object) =>
      eventTarget.read(existing, scriptedAws({ "events:ListTargetsByRule": answer }).context);

    expect(await read({ Targets: [{ Id: "queue", Arn: "arn:other" }] })).to.deep.equal({
      id: "jobs-queue",
      outputs: {},
      inputs: { arn: "arn:other" },
    });
    expect(await read({ Targets: [{ Id: "x", Arn: "arn:q" }] })).to.equal(undefined);
    expect(await read([gone])).to.equal(undefined);
  });

  it("is refused with what the region doesn't deliver", async () => {
    const failure = await eventTarget
      .create({ ...inputs, inputPath: "$.detail" }, scriptedAws({}).context)
      .catch(String);

    expect(failure).to.equal("Error: The rehearsal does not model the property inputPath of a target.");
  });
});
