import { AwsError, type Operation } from "../operation";
import { emitEvent } from "./emit-event";
import type { AwsEvent } from "./envelope";

/** One event as https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html has it. */
interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  /** JSON. */
  readonly Detail?: string;
  readonly Resources?: readonly string[];
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const mostEntries = 10;

/** Sends events of one's own; each succeeds or fails for itself, and nobody speaks for an AWS service. */
export const putEvents: Operation<{ readonly Entries?: readonly Entry[] }> = (state, { Entries = [] }, context) => {
  if (Entries.length === 0 || Entries.length > mostEntries) {
    throw new AwsError("ValidationException", `Entries has ${Entries.length} items: use 1 to ${mostEntries}.`);
  }
  let current = state;
  const answers = Entries.map((entry) => {
    const event = toEvent(entry);
    if ("ErrorCode" in event) return event;
    current = emitEvent(current, event, context);
    return {};
  });
  const FailedEntryCount = answers.filter((answer) => "ErrorCode" in answer).length;
  return { state: current, output: { FailedEntryCount, Entries: answers } };
};

const toEvent = ({
  Source: source = "",
  DetailType: detailType = "",
  Detail,
  Resources = [],
}: Entry): AwsEvent | { readonly ErrorCode: string; readonly ErrorMessage: string } => {
  if (source.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: `Not authorized for the source ${source}.` };
  }
  const detail = parseObject(Detail);
  if (source === "" || detailType === "" || detail === undefined) {
    return { ErrorCode: "MalformedDetail", ErrorMessage: "Source, DetailType and Detail (a JSON object) are needed." };
  }
  return { source, detailType, resources: Resources, detail };
};

const parseObject = (text = ""): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
};
