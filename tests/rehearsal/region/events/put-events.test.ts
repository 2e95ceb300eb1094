import { expect } from "chai";
import { RehearsedRegion } from "../rehearsed-region";

const queueArn = "arn:aws:sqs:eu-west-1:123456789012:jobs";
const queueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";

describe("PutEvents", () => {
  let rehearsed = new RehearsedRegion();
  const put = (...Entries: readonly object[]): Promise<unknown> => rehearsed.call("events", "PutEvents", { Entries });
  const details = (): readonly unknown[] =>
    (rehearsed.region.state.sqs.queues[queueUrl]?.messages ?? []).map(({ body }) => {
      const { source, "detail-type": type, detail } = JSON.parse(body) as Readonly<Record<string, unknown>>;
      return [source, type, detail];
    });
  const event = (rest: object = {}) => ({ Source: "app", DetailType: "Done", Detail: '{"n":1}', ...rest });

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: queueArn };
    const Policy = JSON.stringify({ Statement: [statement] });
    await rehearsed.call("sqs", "CreateQueue", { QueueName: "jobs", Attributes: { Policy } });
    await rehearsed.call("events", "PutRule", { Name: "all", EventPattern: '{"source":[{"prefix":""}]}' });
    await rehearsed.call("events", "PutTargets", { Rule: "all", Targets: [{ Id: "queue", Arn: queueArn }] });
  });

  it("sends events of one's own to the rules that match", async () => {
    expect(await put(event())).to.deep.equal({ FailedEntryCount: 0, Entries: [{}] });
    expect(details()).to.deep.equal([["app", "Done", { n: 1 }]]);
  });

  it("refuses the entries that speak for AWS or aren't events, and sends the others", async () => {
    const answer = (await put(
      event({ Source: "aws.ec2" }),
      event({ Detail: "{" }),
      event({ Detail: "1" }),
      event({ Detail: undefined }),
      event({ Source: undefined }),
      event({ DetailType: undefined }),
      event(),
    )) as { readonly FailedEntryCount: number; readonly Entries: readonly { readonly ErrorCode?: string }[] };

    expect(answer.FailedEntryCount).to.equal(6);
    expect(answer.Entries.map(({ ErrorCode }) => ErrorCode)).to.deep.equal([
      "NotAuthorizedForSourceException",
      ...Array.from({ length: 5 }, () => "MalformedDetail"),
      undefined,
    ]);
    expect(details()).to.have.length(1);
  });

  for (const count of [0, 11]) {
    it(`refuses ${count} entries`, async () => {
      const Entries = Array.from({ length: count }, () => event());

      expect(await rehearsed.refusal("events", "PutEvents", { Entries })).to.deep.equal([
        "ValidationException",
        `Entries has ${count} items: use 1 to 10.`,
      ]);
    });
  }
});
