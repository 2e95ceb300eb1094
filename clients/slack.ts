import { type Logger, LogLevel, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from "@slack/web-api";
import type { SlackMessage } from "../cutover/message";
import type { PostResult } from "../cutover/notify-cutover";

/** Where and as whom to post. */
export interface SlackSettings {
  /** A channel's id or name. */
  readonly channel: string;
  /** @default `https://slack.com/api/` */
  readonly apiUrl?: string;
  readonly token: string;
}

/** A message of any kind. */
export interface ThreadMessage extends Pick<SlackMessage, "text" | "blocks"> {
  /** Lets a program find the message again. */
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: Readonly<Record<string, string | number>>;
  };
}

/** Where a message belongs. */
export interface ThreadPlace {
  /** The message that it answers. @default none: it opens a thread */
  readonly threadTs?: string | undefined;
  /** A UUID, the same for every try: by it Slack knows a message that it has stored already. */
  readonly clientMessageId: string;
}

/** What Slack said to a message in a thread. */
export type ThreadPostResult =
  /** `ts` names the message, for those that answer it. */
  { readonly kind: "posted"; readonly ts: string } | Extract<PostResult, { readonly kind: "refused" }>;

/** Posts to one channel. */
export interface Slack {
  /**
   * Sends once, without retries: posting isn't idempotent, and a stored message may be followed by a lost answer.
   * Throws where it is unknown what became of the message.
   */
  post(message: SlackMessage, signal: AbortSignal): Promise<PostResult>;
}

/** Posts to one channel in threads. */
export interface SlackThreads {
  /** As `post`, for a message that opens a thread or answers in one. */
  postInThread(message: ThreadMessage, place: ThreadPlace, signal: AbortSignal): Promise<ThreadPostResult>;
}

/** Slack's own bound for a connection that hangs; the caller's signal is usually earlier. Milliseconds. */
const timeout = 3000;

/** Slack's Web API. */
export const createSlack = (settings: SlackSettings): Slack => ({
  post: async (message, signal) => {
    const result = await call(settings, bodyOf(message), signal);
    return result.kind === "posted" ? { kind: "posted" } : result;
  },
});

/** Slack's Web API, for messages in threads. */
export const createSlackThreads = (settings: SlackSettings): SlackThreads => ({
  postInThread: (message, { threadTs, clientMessageId }, signal) => {
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    return call(settings, { ...bodyOf(message), ...thread, client_msg_id: clientMessageId }, signal);
  },
});

const bodyOf = ({ text, blocks, metadata }: ThreadMessage) => ({
  text,
  blocks: [...blocks],
  metadata,
  unfurl_links: false,
  unfurl_media: false,
});

const call = async (
  { channel, apiUrl, token }: SlackSettings,
  body: object,
  signal: AbortSignal,
): Promise<ThreadPostResult> => {
  const client = new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    allowAbsoluteUrls: false,
    retryConfig: { retries: 0 },
    timeout,
    rejectRateLimitedCalls: true,
    logger: silent,
    fetch: (url, init = {}) =>
      fetch(url, { ...init, signal: AbortSignal.any([signal, ...(init.signal ? [init.signal] : [])]) }),
  });
  try {
    // By its name: the typed method knows no `client_msg_id`.
    const { ts } = (await client.apiCall("chat.postMessage", { channel, ...body })) as { readonly ts?: string };
    return { kind: "posted", ts: ts ?? "" };
  } catch (error) {
    return refusalOf(error);
  }
};

/** Slack's word that it has not stored the message; anything else is thrown on. */
const refusalOf = (error: unknown): Extract<PostResult, { readonly kind: "refused" }> => {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: "refused", reason: `its rate limit, which ends in ${error.retryAfter} s` };
  }
  // An answer that isn't Slack's has no error code, or a text in its place.
  if (error instanceof WebAPIPlatformError && /^[a-z_]{1,60}$/.test(error.data.error)) {
    return { kind: "refused", reason: error.data.error };
  }
  throw error;
};

/** The default logger writes to the terminal, where one line per failure is the caller's to write. */
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
