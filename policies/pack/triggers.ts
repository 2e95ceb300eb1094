import { isRecord, parseJson, textAt, textsAt } from "./known-values";
import type { StackResource } from "./policy";
import { refersTo, resourcesOf } from "./references";
import { types } from "./resource-types";

/** What starts a function, and the action that sends something there. */
export interface Trigger {
  readonly arn: string;
  readonly action: string;
}

/** Queues and streams that a function polls, and buses whose rules lead to it or to them. */
export const triggersOf = (lambda: StackResource, resources: readonly StackResource[]): readonly Trigger[] => {
  const mappings = resourcesOf(resources, types.eventSourceMapping).filter((mapping) =>
    refersTo(mapping, "functionName", lambda),
  );
  const polled = mappings.flatMap(({ props }) => textsAt(props, "eventSourceArn"));
  const targets = resourcesOf(resources, types.eventTarget).filter(
    (target) => refersTo(target, "arn", lambda) || polled.some((arn) => arn === target.props["arn"]),
  );
  const rules = resourcesOf(resources, types.eventRule).filter((rule) =>
    targets.some((target) => refersTo(target, "rule", rule)),
  );
  return [...polled.map(polledTrigger), ...rules.filter(takesOwnEvents).map(busTrigger)];
};

const sendActions: Readonly<Record<string, string>> = {
  dynamodb: "dynamodb:PutItem",
  kinesis: "kinesis:PutRecord",
  sqs: "sqs:SendMessage",
};

const polledTrigger = (arn: string): Trigger => {
  const service = arn.split(":")[2] ?? "";
  // The stream of a table is fed through the table.
  return { arn: arn.replace(/\/stream\/.*$/, ""), action: sendActions[service] ?? `${service}:*` };
};

/** Nobody but AWS sends events whose source starts with `aws.`: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const takesOwnEvents = ({ props }: StackResource): boolean => {
  const pattern = parseJson(props["eventPattern"]);
  const sources = textsAt(pattern, "source");
  return isRecord(pattern) && (sources.length === 0 || sources.some((source) => !source.startsWith("aws.")));
};

const busTrigger = ({ props }: StackResource): Trigger => {
  const bus = textAt(props, "eventBusName") ?? "default";
  return { arn: bus.startsWith("arn:") ? bus : `event-bus/${bus}`, action: "events:PutEvents" };
};
