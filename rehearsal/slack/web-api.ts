import { findMessageProblem } from "./block-kit";

/** A message that the fake has stored. */
export interface StoredMessage {
  readonly channel: string;
  /** Slack's id of a message within its channel. */
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** What the sender attached for programs. */
  readonly metadata: unknown;
  /** The message that it answers; absent where it stands by itself. */
  readonly thread_ts?: string;
  /** By what its sender knows it; absent where the sender gave nothing. */
  readonly client_msg_id?: string;
}

/** The arguments of a call, JSON values parsed. */
export type CallArguments = Readonly<Record<string, unknown>>;

/** What Slack answers, always with HTTP status 200. */
export type Answer = { readonly ok: boolean } & Readonly<Record<string, unknown>>;

/** Answers one call of the Web API as Slack does, changing `messages` where Slack would store something. */
export const answerCall = (method: string, args: CallArguments, messages: StoredMessage[]): Answer => {
  switch (method) {
    case "auth.test":
      return {
        ok: true,
        url: "https://rehearsal.slack.com/",
        team: "Rehearsal",
        team_id: "T0REHEARSE",
        user: "switchyard",
        user_id: "U0SWITCHYD",
      };
    case "chat.postMessage":
      return postMessage(args, messages);
    case "chat.update":
      return updateMessage(args, messages);
    default:
      return refuse("unknown_method");
  }
};

/** An answer that refuses, with what Slack tells developers. */
export const refuse = (error: string, details: readonly string[] = []): Answer => ({
  ok: false,
  error,
  ...(details.length === 0 ? {} : { response_metadata: { messages: details.map((detail) => `[ERROR] ${detail}`) } }),
});

const postMessage = (args: CallArguments, messages: StoredMessage[]): Answer => {
  const refusal = findRefusal(args) ?? findThreadRefusal(args, messages);
  if (refusal !== undefined) return refusal;
  // The same id again is the same message: https://github.com/howdyai/botkit/pull/144 found it, Slack documents its errors only.
  const { client_msg_id: id } = args;
  const stored = messages.find(({ client_msg_id }) => client_msg_id !== undefined && client_msg_id === id);
  if (stored !== undefined) return { ok: true, channel: stored.channel, ts: stored.ts, message: stored };
  const message = storedMessage(
    args,
    `${Math.floor(Date.now() / 1000)}.${String(messages.length + 1).padStart(6, "0")}`,
  );
  messages.push(message);
  return { ok: true, channel: message.channel, ts: message.ts, message };
};

/** https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const findThreadRefusal = ({ channel, thread_ts }: CallArguments, messages: StoredMessage[]): Answer | undefined => {
  if (thread_ts === undefined) return undefined;
  const isThere = messages.some((message) => message.channel === channel && message.ts === thread_ts);
  return isThere ? undefined : refuse("thread_not_found");
};

const updateMessage = (args: CallArguments, messages: StoredMessage[]): Answer => {
  const refusal = findRefusal(args);
  if (refusal !== undefined) return refusal;
  const index = messages.findIndex(({ channel, ts }) => channel === args["channel"] && ts === args["ts"]);
  if (index < 0) return refuse("message_not_found");
  const message = storedMessage(args, String(args["ts"]));
  messages[index] = message;
  return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
};

const findRefusal = ({ channel, text, blocks, metadata }: CallArguments): Answer | undefined => {
  if (typeof channel !== "string" || channel === "") return refuse("channel_not_found");
  const problem = findMessageProblem(text, blocks);
  if (problem !== undefined) return refuse(problem.error, problem.details);
  return metadata === undefined || isMetadata(metadata) ? undefined : refuse("invalid_metadata_format");
};

const isMetadata = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "event_type" in value && "event_payload" in value;

const storedMessage = ({ channel, text, blocks, metadata, ...rest }: CallArguments, ts: string): StoredMessage => ({
  channel: String(channel),
  ts,
  text: typeof text === "string" ? text : "",
  blocks: Array.isArray(blocks) ? blocks : [],
  metadata,
  ...(rest["thread_ts"] === undefined ? {} : { thread_ts: String(rest["thread_ts"]) }),
  ...(rest["client_msg_id"] === undefined ? {} : { client_msg_id: String(rest["client_msg_id"]) }),
});
