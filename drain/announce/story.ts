import type { InstanceTask } from "../../clients/instance-tasks";
import type { ThreadMessage } from "../../clients/slack";
import type { MessageBlock, MessageText } from "../../cutover/message";
import { escapeText, inlineCode } from "../../cutover/mrkdwn";
import type { DrainEvent } from "../drain-event";
import { countByService, nameTasks } from "./describe-tasks";
import type { DrainEnd } from "./plan-drain-end";
import type { EndLimits, EndPlan } from "./plan-end";

/** Everything that the first message tells. */
export interface StartFacts {
  readonly event: DrainEvent;
  /** For example `switchyard/staging`. */
  readonly stack: string;
  readonly zone: string;
  readonly instanceType: string;
  /** Undefined where ECS didn't say. */
  readonly tasks: readonly InstanceTask[] | undefined;
  readonly limits: EndLimits;
}

/** Everything that the last message tells. */
export interface EndStoryFacts {
  readonly event: DrainEvent;
  readonly stack: string;
  readonly outcome: Extract<EndPlan, { kind: "end" }>["outcome"];
  readonly end: DrainEnd;
}

/** An instance begins to go: opens its thread. */
export const startMessage = (facts: StartFacts): ThreadMessage => {
  const { event, zone, instanceType, stack } = facts;
  const title = `${event.instanceId} ${titles[event.kind]}`;
  const fields = [
    ["Zone", zone],
    ["Type", instanceType],
    ["Reason", reasonOf(event)],
    ["Deadline", deadlineOf(event, facts.limits)],
    ["Tasks left", tasksLeft(facts.tasks)],
  ] as const;
  return {
    text: `${title}: ${fields.map(([label, value]) => `${label.toLowerCase()} ${value}`).join("; ")}`,
    blocks: [
      { type: "header", text: { type: "plain_text", text: title, emoji: false } },
      { type: "section", fields: fields.map(([label, value]) => mrkdwn(`*${label}*\n${inlineCode(value, maxField)}`)) },
      contextOf(stack),
    ],
    metadata: metadataOf("drain_started", event, stack),
  };
};

/** Another event about an instance that has a thread already, for example the interruption that follows a recommendation. */
export const furtherMessage = ({ event, stack, limits }: Pick<StartFacts, "event" | "stack" | "limits">) =>
  answer(
    `${titles[event.kind][0]?.toUpperCase()}${titles[event.kind].slice(1)}: ${reasonOf(event)}; deadline ${deadlineOf(event, limits)}`,
    metadataOf("drain_continued", event, stack),
  );

/** What became of an instance. */
export const endMessage = (facts: EndStoryFacts): ThreadMessage =>
  answer(endText(facts), metadataOf("drain_ended", facts.event, facts.stack));

const titles: Readonly<Record<DrainEvent["kind"], string>> = {
  interruption: "is being taken back",
  rebalance: "may be taken back",
  lifecycle: "leaves its group",
};

const reasonOf = (event: DrainEvent): string => {
  switch (event.kind) {
    case "interruption":
      return `spot interruption (${event.action})`;
    case "rebalance":
      return "rebalance recommendation";
    case "lifecycle":
      return `Auto Scaling group ${event.groupName}, ${destinations[event.destination]}`;
  }
};

const destinations = {
  EC2: "which terminates it",
  WarmPool: "to its warm pool",
  AutoScalingGroup: "for a new root volume",
} as const;

const deadlineOf = (event: DrainEvent, { budgetSeconds, patienceSeconds }: EndLimits): string => {
  switch (event.kind) {
    case "interruption":
      return event.action === "hibernate" ? "at once" : utc(event.at + noticeMilliseconds);
    case "rebalance":
      return `none; waits for a replacement until ${utc(event.at + patienceSeconds * 1000)}`;
    case "lifecycle":
      return utc(event.at + budgetSeconds * 1000);
  }
};

const noticeMilliseconds = 120_000;

/** Seconds count here, days don't. */
const utc = (at: number): string => `${new Date(at).toISOString().slice(11, 19)} UTC`;

const tasksLeft = (tasks: readonly InstanceTask[] | undefined): string => {
  if (tasks === undefined) return "unknown: ECS didn't say";
  const left = tasks.filter(({ lastStatus }) => lastStatus !== "STOPPED");
  return left.length === 0 ? "none" : `${left.length}: ${countByService(left)}`;
};

const endText = ({ outcome, end, event }: EndStoryFacts): string => {
  if (outcome === "kept") return `${event.instanceId} is kept: ${keptBecause[event.kind]}.`;
  const missed = end.kind === "missed" ? notEnded(end.tasks) : "";
  if (outcome === "left-draining") {
    const why = end.kind === "missed" ? missed : "nothing runs on it any more";
    return `${event.instanceId} was left draining, and still is there: ${why}.`;
  }
  if (end.kind === "missed") return `Deadline missed: ${event.instanceId} is gone, and ${missed}.`;
  if (end.kind === "unknown") return `${event.instanceId} is gone; ECS didn't say what became of its tasks.`;
  return end.seconds === undefined
    ? `${event.instanceId} is gone; nothing ran on it.`
    : `Drained in ${end.seconds} s: ${event.instanceId} is gone, and all its tasks had ended before.`;
};

const notEnded = (tasks: readonly InstanceTask[]): string =>
  `${tasks.length} ${tasks.length === 1 ? "task" : "tasks"} had not ended: ${nameTasks(tasks)}`;

const keptBecause: Readonly<Record<DrainEvent["kind"], string>> = {
  interruption: "AWS didn't take it",
  rebalance: "no replacement came, and AWS didn't take it",
  lifecycle: "it takes tasks again",
};

const answer = (text: string, metadata: ThreadMessage["metadata"]): ThreadMessage => {
  const shown = escapeText(text, maxSection);
  return { text: shown, blocks: [{ type: "section", text: mrkdwn(shown) }], metadata };
};

const contextOf = (stack: string): MessageBlock => ({
  type: "context",
  elements: [mrkdwn(`Stack ${inlineCode(stack, maxField)}; what happens to it is told in this thread`)],
});

const metadataOf = (type: string, event: DrainEvent, stack: string): ThreadMessage["metadata"] => ({
  event_type: `switchyard_${type}`,
  event_payload: { instance: event.instanceId, reason: event.kind, stack: stack.slice(0, 255) },
});

const mrkdwn = (text: string): MessageText => ({ type: "mrkdwn", text, verbatim: true });

/** Below Slack's 2,000 and 3,000 characters. */
const maxField = 200;
const maxSection = 2500;
