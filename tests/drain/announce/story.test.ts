import { expect } from "chai";
import {
  type EndStoryFacts,
  endMessage,
  furtherMessage,
  type StartFacts,
  startMessage,
} from "../../../drain/announce/story";
import type { DrainEvent } from "../../../drain/drain-event";
import { findMessageProblem } from "../../../rehearsal/slack/block-kit";
import { task } from "../../support/announce-harness";
import { instanceId, start } from "../../support/drain-harness";

const id = instanceId(1);
const interrupted: DrainEvent = { kind: "interruption", instanceId: id, action: "terminate", at: start };
const recommended: DrainEvent = { kind: "rebalance", instanceId: id, at: start };
const leaving = (destination: "EC2" | "WarmPool" | "AutoScalingGroup"): DrainEvent => ({
  kind: "lifecycle",
  instanceId: id,
  groupName: "base-1",
  hookName: "switchyard-drain",
  token: "t",
  destination,
  at: start,
});

const facts: StartFacts = {
  event: interrupted,
  stack: "switchyard/staging",
  zone: "eu-west-1a",
  instanceType: "m6i.large",
  tasks: [
    task("a"),
    task("b", { group: "service:api-green-0123456" }),
    task("c", { lastStatus: "PENDING" }),
    task("d", { lastStatus: "STOPPED" }),
    task("e", { group: "family:one-off" }),
  ],
  limits: { budgetSeconds: 975, patienceSeconds: 1800 },
};

const field = (label: string, value: string) => ({ type: "mrkdwn", text: `*${label}*\n\`${value}\``, verbatim: true });

describe("the story of an instance", () => {
  it("begins with instance, zone, type, reason, deadline and tasks by service and colour", () => {
    expect(startMessage(facts)).to.deep.equal({
      text:
        `${id} is being taken back: zone eu-west-1a; type m6i.large; reason spot interruption (terminate); ` +
        "deadline 10:02:00 UTC; tasks left 4: api green 1, family:one-off 1, web blue 2",
      blocks: [
        { type: "header", text: { type: "plain_text", text: `${id} is being taken back`, emoji: false } },
        {
          type: "section",
          fields: [
            field("Zone", "eu-west-1a"),
            field("Type", "m6i.large"),
            field("Reason", "spot interruption (terminate)"),
            field("Deadline", "10:02:00 UTC"),
            field("Tasks left", "4: api green 1, family:one-off 1, web blue 2"),
          ],
        },
        {
          type: "context",
          elements: [
            {
              type: "mrkdwn",
              text: "Stack `switchyard/staging`; what happens to it is told in this thread",
              verbatim: true,
            },
          ],
        },
      ],
      metadata: {
        event_type: "switchyard_drain_started",
        event_payload: { instance: id, reason: "interruption", stack: "switchyard/staging" },
      },
    });
  });

  for (const [event, expected] of [
    [{ ...interrupted, action: "hibernate" }, "Is being taken back: spot interruption (hibernate); deadline at once"],
    [
      recommended,
      "May be taken back: rebalance recommendation; deadline none; waits for a replacement until 10:30:00 UTC",
    ],
    [leaving("EC2"), "Leaves its group: Auto Scaling group base-1, which terminates it; deadline 10:16:15 UTC"],
    [leaving("WarmPool"), "Leaves its group: Auto Scaling group base-1, to its warm pool; deadline 10:16:15 UTC"],
    [
      leaving("AutoScalingGroup"),
      "Leaves its group: Auto Scaling group base-1, for a new root volume; deadline 10:16:15 UTC",
    ],
  ] as const) {
    it(`says of a ${event.kind}: ${expected}`, () => {
      expect(furtherMessage({ ...facts, event }).text).to.equal(expected);
      expect(startMessage({ ...facts, event }).text).to.include(expected.split(": ")[1]?.split(";")[0] ?? "");
    });
  }

  const ended = (change: Partial<EndStoryFacts>) =>
    endMessage({ event: interrupted, stack: "s/t", outcome: "gone", end: { kind: "unknown" }, ...change });
  const missed = { kind: "missed", tasks: [task("a"), task("b")] } as const;

  const ends: readonly (readonly [Partial<EndStoryFacts>, string])[] = [
    [{ end: { kind: "drained", seconds: 58 } }, `Drained in 58 s: ${id} is gone, and all its tasks had ended before.`],
    [{ end: { kind: "drained", seconds: undefined } }, `${id} is gone; nothing ran on it.`],
    [{ end: missed }, `Deadline missed: ${id} is gone, and 2 tasks had not ended: web blue a, web blue b.`],
    [{}, `${id} is gone; ECS didn't say what became of its tasks.`],
    [{ outcome: "kept" }, `${id} is kept: AWS didn't take it.`],
    [{ outcome: "kept", event: recommended }, `${id} is kept: no replacement came, and AWS didn't take it.`],
    [{ outcome: "kept", event: leaving("EC2") }, `${id} is kept: it takes tasks again.`],
    [{ outcome: "left-draining" }, `${id} was left draining, and still is there: nothing runs on it any more.`],
    [
      { outcome: "left-draining", end: missed },
      `${id} was left draining, and still is there: 2 tasks had not ended: web blue a, web blue b.`,
    ],
  ];

  for (const [change, expected] of ends) {
    it(`ends with: ${expected}`, () => {
      expect(ended(change)).to.deep.equal({
        text: expected,
        blocks: [{ type: "section", text: { type: "mrkdwn", text: expected, verbatim: true } }],
        metadata: {
          event_type: "switchyard_drain_ended",
          event_payload: {
            instance: id,
            reason: change.event?.kind ?? "interruption",
            stack: "s/t",
          },
        },
      });
    });
  }

  it("stays within Slack's limits, whatever is on the instance", () => {
    const tasks = Array.from({ length: 500 }, (_, index) =>
      task(`${index}`.repeat(8), { group: `service:<${index}>` }),
    );
    for (const { text, blocks } of [
      startMessage({ ...facts, tasks, stack: "s".repeat(400) }),
      ended({ end: { kind: "missed", tasks } }),
    ]) {
      expect(findMessageProblem(text, blocks)).to.equal(undefined);
      expect(JSON.stringify(blocks)).not.to.include("<1>");
    }
  });
});
