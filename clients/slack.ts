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

/** Posts to one channel. */
export interface Slack {
  /**
   * Sends once, without retries: posting isn't idempotent, and a stored message may be followed by a lost answer.
   * Throws where it is unknown what became of the message.
   */
  post(message: SlackMessage, signal: AbortSignal): Promise<PostResult>;
}

/** Slack's own bound for a connection that hangs; the caller's signal is usually earlier. Milliseconds. */
const timeout = 3000;

/** Slack's Web API. */
export const createSlack = ({ channel, apiUrl, token }: SlackSettings): Slack => ({
  post: async ({ text, blocks, metadata }, signal) => {
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
      await client.chat.postMessage({
        channel,
        text,
        blocks: [...blocks],
        metadata,
        unfurl_links: false,
        unfurl_media: false,
      });
      return { kind: "posted" };
    } catch (error) {
      return refusalOf(error);
    }
  },
});

/** Slack's word that it has not stored the message; anything else is thrown on. */
const refusalOf = (error: unknown): PostResult => {
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
