import { AwsError } from "../operation";

/** Source of defaults and ranges: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const numbers: Readonly<Record<string, readonly [initial: number, least: number, most: number]>> = {
  DelaySeconds: [0, 0, 900],
  MaximumMessageSize: [1_048_576, 1024, 1_048_576],
  MessageRetentionPeriod: [345_600, 60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 0, 20],
  VisibilityTimeout: [30, 0, 43_200],
};

const texts = ["KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled"];

/** What a queue has that nobody set otherwise. */
export const defaultAttributes: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(numbers).map(([name, [initial]]) => [name, String(initial)])),
  SqsManagedSseEnabled: "true",
};

/** The attributes after a change; an empty text takes one away. Refuses what SQS refuses, and queues that aren't standard. */
export const changeAttributes = (
  before: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => {
  for (const [name, value] of Object.entries(change)) requireAttribute(name, value);
  const after = Object.entries({ ...before, ...change }).filter(([, value]) => value !== "");
  return Object.fromEntries(after);
};

/** Where a message goes that was received too often. */
export interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Reads a queue's redrive policy, undefined where it has none. */
export const redriveOf = ({ RedrivePolicy }: Readonly<Record<string, string>>): Redrive | undefined =>
  RedrivePolicy === undefined ? undefined : parseRedrive(RedrivePolicy);

const parseRedrive = (text: string): Redrive => {
  const { deadLetterTargetArn, maxReceiveCount } = parseJson(text) as Readonly<Record<string, unknown>>;
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== "string" || !Number.isInteger(count) || count < 1 || count > 1000) {
    throw invalid("RedrivePolicy", `${text}: it needs deadLetterTargetArn and a maxReceiveCount from 1 to 1000`);
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
};

const requireAttribute = (name: string, value: string): void => {
  const range = numbers[name];
  if (range === undefined && !texts.includes(name)) {
    throw new AwsError(
      "NotModelled",
      `The rehearsal's region does not model the queue attribute ${name}; it knows ${[...Object.keys(numbers), ...texts].join(", ")}.`,
      501,
    );
  }
  if (value === "") return;
  if (range !== undefined) requireRange(name, value, range);
  if (name === "RedrivePolicy") parseRedrive(value);
  if (name === "Policy") parseJson(value);
};

const requireRange = (name: string, value: string, [, least, most]: readonly [number, number, number]): void => {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return;
  throw invalid(name, `${value}: use a whole number from ${least} to ${most}`);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError("InvalidAttributeValue", `Invalid value: it must be JSON, got ${text}.`);
  }
};

const invalid = (name: string, problem: string): AwsError =>
  new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}: ${problem}.`);
