import { expect } from "chai";
import { Region } from "../../../../rehearsal/region/region";
import { emptyRegionState } from "../../../../rehearsal/region/state";
import { RehearsedRegion } from "../rehearsed-region";

const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:look";
const ruleArn = "arn:aws:events:eu-west-1:123456789012:rule/minutely";

describe("scheduled rules", () => {
  let rehearsed = new RehearsedRegion();
  const events = (operation: string, input: object): Promise<unknown> => rehearsed.call("events", operation, input);
  const invocations = () => rehearsed.region.state.lambda.invocations;

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await rehearsed.call("lambda", "CreateFunction", {
      FunctionName: "look",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/look",
      Code: { ZipFile: new Uint8Array([1]) },
    });
    await events("PutRule", { Name: "minutely", ScheduleExpression: "rate(1 minute)" });
    await events("PutTargets", { Rule: "minutely", Targets: [{ Id: "f", Arn: functionArn }] });
  });

  it("call a function once a period, the first time when one has passed, with a scheduled event", () => {
    rehearsed.tick(59_999);
    expect(invocations()).to.deep.equal([]);
    rehearsed.tick(1);
    rehearsed.tick(59_999);
    const [{ id, payload, ...only } = { id: "", payload: "" }, ...more] = invocations();
    expect(more).to.deep.equal([]);
    expect(only).to.deep.equal({ functionArn });
    const { id: eventId, ...event } = JSON.parse(payload);
    expect(event).to.deep.equal({
      version: "0",
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: "123456789012",
      time: new Date(1_060_000).toISOString().replace(".000", ""),
      region: "eu-west-1",
      resources: [ruleArn],
      detail: {},
    });
    expect([eventId, id]).to.not.include(undefined);
    rehearsed.tick(1);
    expect(invocations()).to.have.length(2);
  });

  it("rest where the region is told so", () => {
    const events = { ...rehearsed.region.state.events, runsSchedules: false };
    const state = { ...emptyRegionState, events, lambda: rehearsed.region.state.lambda };
    const resting = new Region({ now: () => 9_000_000, state });
    resting.advance();
    expect(resting.state.lambda.invocations).to.deep.equal([]);
  });

  it("make up for nothing that was missed", () => {
    rehearsed.tick(10 * 60_000);
    rehearsed.tick();
    expect(invocations()).to.have.length(1);
  });

  it("do nothing while they are off, nor with a function that is gone", async () => {
    await events("DisableRule", { Name: "minutely" });
    rehearsed.tick(60_000);
    expect(invocations()).to.deep.equal([]);
    await events("EnableRule", { Name: "minutely" });
    await rehearsed.call("lambda", "DeleteFunction", { FunctionName: "look" });
    rehearsed.tick(60_000);
    expect(invocations()).to.deep.equal([]);
  });

  it("keep their time when they are put again, unless with another schedule", async () => {
    rehearsed.tick(30_000);
    await events("PutRule", { Name: "minutely", ScheduleExpression: "rate(1 minute)", Description: "d" });
    rehearsed.tick(30_000);
    expect(invocations()).to.have.length(1);
    await events("PutRule", { Name: "minutely", ScheduleExpression: "rate(2 hours)" });
    rehearsed.tick(7_199_999);
    expect(invocations()).to.have.length(1);
    rehearsed.tick(1);
    expect(invocations()).to.have.length(2);
    expect(await events("DescribeRule", { Name: "minutely" })).to.deep.equal({
      Name: "minutely",
      Arn: ruleArn,
      ScheduleExpression: "rate(2 hours)",
      State: "ENABLED",
    });
  });

  it("match no event, and are asked no more once they have become rules with a pattern", async () => {
    rehearsed.region.observe({ kind: "spot-interrupted", instanceIds: [] });
    await events("PutRule", { Name: "minutely", EventPattern: '{"source":["aws.ec2"]}' });
    rehearsed.tick(60_000);
    expect(invocations()).to.deep.equal([]);
  });

  it("forget an invocation when the function was called", () => {
    rehearsed.tick(60_000);
    const [{ id = "" } = {}] = invocations();
    rehearsed.region.observe({ kind: "function-invoked", invocationId: "other" });
    expect(invocations()).to.have.length(1);
    rehearsed.region.observe({ kind: "function-invoked", invocationId: id });
    expect(invocations()).to.deep.equal([]);
  });
});
