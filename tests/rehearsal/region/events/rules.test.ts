import { expect } from "chai";
import { RehearsedRegion } from "../rehearsed-region";

const arn = "arn:aws:events:eu-west-1:123456789012:rule/jobs";
const target = { Id: "queue", Arn: "arn:aws:sqs:eu-west-1:123456789012:jobs" };

describe("event rules", () => {
  let rehearsed = new RehearsedRegion();
  const call = <Output = unknown>(operation: string, input: object): Promise<Output> =>
    rehearsed.call<Output>("events", operation, input);
  const refusal = (operation: string, input: object): Promise<unknown> => rehearsed.refusal("events", operation, input);

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await call("PutRule", { Name: "jobs", EventPattern: '{"source":["aws.ec2"]}', Tags: [{ Key: "a", Value: "1" }] });
  });

  it("are described, listed by prefix, replaced under their name and keep their targets", async () => {
    await call("PutTargets", { Rule: "jobs", Targets: [target] });
    const changed = { Name: "jobs", EventPattern: '{"source":["aws.ecs"]}', Description: "ECS", State: "DISABLED" };
    expect(await call("PutRule", changed)).to.deep.equal({ RuleArn: arn });

    const described = { ...changed, Arn: arn };
    expect(await call("DescribeRule", { Name: "jobs" })).to.deep.equal(described);
    expect(await call("ListRules", { NamePrefix: "jo" })).to.deep.equal({ Rules: [described] });
    expect(await call("ListRules", { NamePrefix: "other" })).to.deep.equal({ Rules: [] });
    expect(await call("ListTargetsByRule", { Rule: "jobs" })).to.deep.equal({ Targets: [target] });
  });

  it("are turned off and on", async () => {
    await call("DisableRule", { Name: "jobs" });
    expect(await call("DescribeRule", { Name: "jobs" })).to.have.property("State", "DISABLED");
    await call("EnableRule", { Name: "jobs" });
    expect(await call("DescribeRule", { Name: "jobs" })).to.have.property("State", "ENABLED");
  });

  it("go only without targets; one that is gone is no error", async () => {
    await call("PutTargets", { Rule: "jobs", Targets: [target] });
    expect(await refusal("DeleteRule", { Name: "jobs" })).to.deep.equal([
      "ValidationException",
      "Rule can't be deleted since it has targets.",
    ]);
    await call("RemoveTargets", { Rule: "jobs", Ids: ["queue"] });
    await call("DeleteRule", { Name: "jobs" });
    await call("DeleteRule", { Name: "jobs" });

    expect(await refusal("DescribeRule", { Name: "jobs" })).to.have.property("0", "ResourceNotFoundException");
  });

  it("take tags and lose them", async () => {
    await call("TagResource", { ResourceARN: arn, Tags: [{ Key: "b", Value: "2" }] });
    await call("UntagResource", { ResourceARN: arn, TagKeys: ["a"] });

    expect(rehearsed.region.state.events.rules["jobs"]?.tags).to.deep.equal([{ Key: "b", Value: "2" }]);
    expect(await refusal("TagResource", { ResourceARN: "x" })).to.have.property("0", "ResourceNotFoundException");
  });

  it("have at most five targets, and replace one under its id", async () => {
    const Targets = Array.from({ length: 5 }, (_, index) => ({ ...target, Id: `${index}` }));
    await call("PutTargets", { Rule: "jobs", Targets });
    await call("PutTargets", { Rule: "jobs", Targets: [{ ...target, Id: "0" }] });

    expect(rehearsed.region.state.events.rules["jobs"]?.targets).to.have.length(5);
    expect(await refusal("PutTargets", { Rule: "jobs", Targets: [target] })).to.have.property(
      "0",
      "LimitExceededException",
    );
  });

  const refused: readonly (readonly [string, object, string])[] = [
    ["PutRule", { Name: "a b", EventPattern: '{"source":["a"]}' }, "ValidationException"],
    ["PutRule", { Name: "a", EventPattern: "[]" }, "InvalidEventPatternException"],
    ["PutRule", { Name: "a", ScheduleExpression: "cron(0 7 * * ? *)" }, "NotModelled"],
    ["PutRule", { Name: "a", EventPattern: '{"source":["a"]}', EventBusName: "mine" }, "NotModelled"],
    ["PutTargets", { Rule: "jobs", Targets: [{ Id: "f", Arn: "arn:aws:sns:x" }] }, "NotModelled"],
    ["PutTargets", { Rule: "jobs", Targets: [{ ...target, Input: "{}" }] }, "NotModelled"],
    [
      "PutTargets",
      { Rule: "jobs", Targets: [{ ...target, RetryPolicy: { MaximumEventAgeInSeconds: 59 } }] },
      "ValidationException",
    ],
    [
      "PutTargets",
      { Rule: "jobs", Targets: [{ ...target, RetryPolicy: { MaximumRetryAttempts: 186 } }] },
      "ValidationException",
    ],
    ["PutTargets", { Rule: "other", Targets: [target] }, "ResourceNotFoundException"],
    ...["rate(1 minutes)", "rate(5 minute)", "rate(0 minutes)", "rate(1 second)", "every minute"].map(
      (ScheduleExpression) => ["PutRule", { Name: "a", ScheduleExpression }, "ValidationException"] as const,
    ),
  ];
  for (const [operation, input, code] of refused) {
    it(`refuse ${operation} with ${JSON.stringify(input).slice(0, 80)}`, async () => {
      expect(await refusal(operation, input)).to.have.property("0", code);
    });
  }
});
