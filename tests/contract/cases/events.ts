import { setTimeout as sleep } from "node:timers/promises";
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase, ministack, refusal } from "../contract-case";

/** A rule with this pattern that sends to a queue of its own; answers the queue's URL. */
const channel = async (aws: AwsUnderTest, name: string, pattern: object): Promise<string> => {
  const { QueueUrl = "" } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { QueueArn = "" } = await aws.queueAttributes(QueueUrl);
  const statement = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: QueueArn,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await aws.callEvents("PutRule", { Name: name, EventPattern: JSON.stringify(pattern), State: "ENABLED" });
  await aws.callEvents("PutTargets", { Rule: name, Targets: [{ Id: "queue", Arn: QueueArn }] });
  return QueueUrl;
};

const emit = (aws: AwsUnderTest, Source: string, DetailType: string, detail: object): Promise<object> =>
  aws.callEvents("PutEvents", { Entries: [{ Source, DetailType, Detail: JSON.stringify(detail) }] });

/** Details of what arrived, in the order in which they were numbered; nothing more comes once nothing came for a while. */
const arrivals = async (aws: AwsUnderTest, QueueUrl: string): Promise<readonly unknown[]> => {
  const bodies: string[] = [];
  for (let before = -1; bodies.length > before; ) {
    before = bodies.length;
    await sleep(300);
    const input = { QueueUrl, MaxNumberOfMessages: 10 };
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand(input));
    bodies.push(...Messages.map(({ Body = "" }) => Body));
  }
  return bodies
    .map((body) => JSON.parse(body) as Readonly<Record<string, unknown>>)
    .map((event) => [event["source"], event["detail-type"], event["detail"]])
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
};

/** What each pattern makes of the same events. */
const patterns: Readonly<Record<string, object>> = {
  "a source and a type": { source: ["contract.one"], "detail-type": ["Interruption"] },
  "a value in the detail": { source: ["contract.one"], detail: { action: ["terminate", "stop"] } },
  "a prefix": { source: [{ prefix: "contract." }], detail: { group: [{ prefix: "base" }] } },
  "anything but a value": { source: ["contract.one"], detail: { action: [{ "anything-but": ["terminate"] }] } },
  "a member that exists": { source: ["contract.one"], detail: { token: [{ exists: true }] } },
  "a member that doesn't exist": { source: ["contract.one"], detail: { token: [{ exists: false }] } },
  "a nested member": { source: ["contract.one"], detail: { instance: { zone: ["a"] } } },
  "one of a list": { source: ["contract.one"], detail: { zones: ["b"] } },
  "a number and a flag": { source: ["contract.one"], detail: { count: [2], spot: [true] } },
};

const events = [
  ["contract.one", "Interruption", { n: 1, action: "terminate", group: "base-a" }],
  ["contract.one", "Interruption", { n: 2, action: "stop", token: "t", instance: { zone: "a" } }],
  ["contract.one", "Rebalance", { n: 3, action: "hibernate", zones: ["a", "b"], instance: { zone: "b" } }],
  ["contract.two", "Interruption", { n: 4, action: "terminate", group: "base-b" }],
  ["contract.one", "Count", { n: 5, count: 2, spot: true, group: "other" }],
  ["contract.one", "Count", { n: 6, count: 3, spot: true }],
] as const;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export const eventsCases: readonly ContractCase[] = [
  ...Object.entries(patterns).map(
    ([title, pattern], index): ContractCase => ({
      name: `a rule for ${title} sends what matches to its queue`,
      run: async (aws) => {
        const url = await channel(aws, `pattern-${index}`, pattern);
        for (const [source, type, detail] of events) await emit(aws, source, type, detail);
        return arrivals(aws, url);
      },
      emulators: both,
    }),
  ),
  {
    name: "a disabled rule sends nothing",
    run: async (aws) => {
      const url = await channel(aws, "disabled", { source: ["contract.disabled"] });
      await aws.callEvents("DisableRule", { Name: "disabled" });
      await emit(aws, "contract.disabled", "Event", { n: 1 });
      await aws.callEvents("EnableRule", { Name: "disabled" });
      await emit(aws, "contract.disabled", "Event", { n: 2 });
      return arrivals(aws, url);
    },
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto sends for disabled rules too; AWS doesn't (API_DisableRule.html)" },
    },
  },
  {
    name: "nobody speaks for an AWS service",
    run: async (aws) => {
      const answer = (await emit(aws, "aws.ec2", "EC2 Spot Instance Interruption Warning", {})) as {
        readonly FailedEntryCount?: number;
        readonly Entries?: readonly { readonly ErrorCode?: string }[];
      };
      return [answer.FailedEntryCount, answer.Entries?.map(({ ErrorCode }) => ErrorCode)];
    },
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto takes them; AWS refuses sources that begin with aws. (API_PutEventsRequestEntry.html)" },
    },
  },
  {
    name: "a rule goes when its targets have gone",
    run: async (aws) => {
      await channel(aws, "deleted-rule", { source: ["contract.deleted"] });
      const withTargets = await refusal(aws.callEvents("DeleteRule", { Name: "deleted-rule" }));
      await aws.callEvents("RemoveTargets", { Rule: "deleted-rule", Ids: ["queue"] });
      await aws.callEvents("DeleteRule", { Name: "deleted-rule" });
      return [withTargets, await refusal(aws.callEvents("DescribeRule", { Name: "deleted-rule" }))];
    },
    emulators: {
      ministack: { differs: "MiniStack deletes it with its targets; AWS refuses that (API_DeleteRule.html)" },
      moto: "agrees",
    },
  },
  {
    name: "a pattern that isn't one is refused",
    run: async (aws) => [
      await refusal(aws.callEvents("PutRule", { Name: "bad", EventPattern: "{" })),
      await refusal(aws.callEvents("PutRule", { Name: "bad", EventPattern: '{"source":"contract"}' })),
    ],
    emulators: both,
  },
  {
    name: "targets are listed by their rule",
    run: async (aws) => {
      await channel(aws, "targets", { source: ["contract.targets"] });
      const { Targets } = (await aws.callEvents("ListTargetsByRule", { Rule: "targets" })) as {
        readonly Targets: readonly { readonly Id: string; readonly Arn: string }[];
      };
      return Targets.map(({ Id, Arn }) => [Id, Arn.split(":").at(-1)]);
    },
    emulators: ministack,
  },
];
