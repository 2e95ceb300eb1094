import { createHash } from "node:crypto";
import type { LogLine } from "../../clients/embedded-metric";
import type { SlackThreads, ThreadMessage, ThreadPostResult } from "../../clients/slack";
import { metricLine } from "../metric-line";

/** What posting needs. */
export interface PostPorts {
  readonly slack: SlackThreads;
  /** A signal that aborts after this many milliseconds. */
  readonly after: (milliseconds: number) => AbortSignal;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: (line: LogLine) => void;
}

/** What became of a message. */
export type Posting =
  | { readonly kind: "posted"; readonly ts: string }
  /** Slack has it not. */
  | { readonly kind: "refused" }
  /** Slack may have it. */
  | { readonly kind: "unknown" };

const tries = 3;
const tryMilliseconds = 3000;
const pauseMilliseconds = 1000;

/**
 * Posts with three tries of three seconds, then counts the message as lost: it is never tried again. All tries carry the same
 * id, so that one that Slack stored without answering isn't stored again.
 * @param key - names the message among all that are ever posted
 */
export const postMessage = async (
  message: ThreadMessage,
  { key, threadTs }: { readonly key: string; readonly threadTs?: string | undefined },
  { slack, after, sleep, now, log }: PostPorts,
): Promise<Posting> => {
  const place = { threadTs, clientMessageId: uuidOf(key) };
  const failures: { readonly mayBeStored: boolean; readonly reason: string }[] = [];
  while (failures.length < tries) {
    if (failures.length > 0) await sleep(pauseMilliseconds);
    const result = await slack.postInThread(message, place, after(tryMilliseconds)).catch(failureOf);
    if (result.kind === "posted") return result;
    failures.push({ mayBeStored: result.kind === "failed" && result.mayBeStored, reason: result.reason });
    if (result.kind === "refused" && !isPassing(result.reason)) break;
  }
  log(metricLine("AnnouncementLost", now(), { key, reasons: failures.map(({ reason }) => reason) }));
  return { kind: failures.some(({ mayBeStored }) => mayBeStored) ? "unknown" : "refused" };
};

interface Failure {
  readonly kind: "failed";
  readonly mayBeStored: boolean;
  readonly reason: string;
}

const failureOf = (error: unknown): Failure | Extract<ThreadPostResult, { kind: "refused" }> => {
  const codes = codesOf(error);
  // Its text may quote what was sent: the code or the name says enough.
  const reason = codes[0] ?? (error instanceof Error ? error.name : "unknown");
  return { kind: "failed", mayBeStored: !codes.some((code) => unsentCodes.has(code)), reason };
};

/** No connection, so nothing was sent. */
const unsentCodes: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"]);

/** The error codes of a failure and of what caused it. */
const codesOf = (error: unknown): readonly string[] => {
  const { code, cause, original } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const deeper = cause ?? original;
  return [...(deeper === undefined ? [] : codesOf(deeper)), ...(typeof code === "string" ? [code] : [])];
};

/** Of what Slack itself refuses only this passes by waiting. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const isPassing = (reason: string): boolean =>
  /^(its rate limit|internal_error|fatal_error|service_unavailable|request_timeout|ratelimited)/.test(reason);

/** Names the same message by the same UUID in every process. */
const uuidOf = (key: string): string => {
  const digits = createHash("sha256").update(key).digest("hex");
  return [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`]
    .concat(digits.slice(20, 32))
    .join("-");
};
