import type { createSlack } from "../clients/slack";
import { errorText } from "../cutover/error-text";
import type { SlackMessage } from "../cutover/message";
import { orAborted } from "../cutover/or-aborted";
import type { EnableContext } from "./enable-context";

/** Reads what it takes to post while something else goes on; never rejects. */
export const readSlackToken = ({ ports, stack }: EnableContext): Promise<string | undefined> =>
  stack.config.slack === undefined
    ? Promise.resolve(undefined)
    : ports.pulumi.configValue(`${stack.project}:slackToken`).then(
        (token) => token || undefined,
        () => undefined,
      );

/** Slack may hold up nobody for longer. Milliseconds. */
const patience = 3_000;

/** Posts once; a Slack that is down or hangs costs three seconds and fails nothing. Returns what became of it. */
export const tellRelease = async (
  message: SlackMessage,
  token: Promise<string | undefined>,
  { ports, stack }: EnableContext,
): Promise<string> => {
  const { slack } = stack.config;
  if (slack === undefined) return "nobody, no channel is configured";
  const signal = AbortSignal.timeout(patience);
  try {
    return await orAborted(signal, post(ports.slack, { message, slack, token, signal }));
  } catch (error) {
    return `unknown: ${errorText(error)}`;
  }
};

interface Post {
  readonly message: SlackMessage;
  readonly slack: { readonly channel: string; readonly apiUrl?: string };
  readonly token: Promise<string | undefined>;
  readonly signal: AbortSignal;
}

const post = async (connect: typeof createSlack, { message, slack, token, signal }: Post): Promise<string> => {
  const secret = await token;
  if (secret === undefined) return "not told: there is no slackToken";
  const result = await connect({ ...slack, token: secret }).post(message, signal);
  return result.kind === "posted" ? "told" : `not told: Slack refused the message: ${result.reason}`;
};
