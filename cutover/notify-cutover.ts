import type { CutoverNote } from "./cutover-note";
import { type Declared, parseDeclared } from "./declared";
import { errorText } from "./error-text";
import {
  type ColorRelease,
  type CutoverMessageFacts,
  cutoverMessage,
  type ReadBack,
  type SlackMessage,
} from "./message";
import { orAborted } from "./or-aborted";
import type { StackName } from "./parameter-names";
import { type CutoverChange, planNotification } from "./plan-notification";
import { type LiveRule, planReadBack } from "./plan-read-back";
import type { Color, Weights } from "./plan-weights";

/** What is known about an update of `declared` without asking anybody. */
export interface NotifyFacts {
  readonly stack: StackName;
  readonly operation: "created" | "updated";
  /** The value of `declared` before; absent after a creation. */
  readonly previousText?: string;
  /** The value of `declared` now. */
  readonly declaredText: string;
  /** The version that AWS gave `declared`: the cutover's id. */
  readonly id: number;
  /** The version that Pulumi's state knew before; absent after a creation. */
  readonly previousId?: number;
  readonly activeColor: Color;
  readonly releases: Readonly<Record<Color, ColorRelease>>;
  /** Who runs the update; used where the note names nobody for this cutover. */
  readonly operator: string;
  /** When the update began, epoch milliseconds. */
  readonly startedAt: number;
  readonly hasSlack: boolean;
}

/** What became of a message that was sent; where this isn't known, `post` throws. */
export type PostResult = { readonly kind: "posted" } | { readonly kind: "refused"; readonly reason: string };

/** What the notification needs from the world. Every call may fail or hang. */
export interface NotifyPorts {
  readonly note: {
    read(signal: AbortSignal): Promise<CutoverNote>;
    write(note: CutoverNote, signal: AbortSignal): Promise<unknown>;
  };
  readonly rules: { describe(ruleArns: readonly string[], signal: AbortSignal): Promise<readonly LiveRule[]> };
  readonly slack: { post(message: SlackMessage, signal: AbortSignal): Promise<PostResult> };
  readonly clock: {
    /** Epoch milliseconds. */
    now(): number;
    /** A signal that aborts after this many milliseconds. */
    after(milliseconds: number): AbortSignal;
  };
  /** Writes one line to the operator. */
  warn(line: string): void;
}

/** How it ended; `unknown` is a message that may have arrived or not. */
export type NotifyOutcome = "posted" | "skipped" | "not-posted" | "unknown";

/**
 * An update may lose 3 s to its notification: what `total` leaves is for the work between the timers. AWS gets half,
 * so that a hanging AWS leaves Slack enough. Milliseconds.
 */
export const notifyBudget = { total: 2800, aws: 1500 } as const;

/**
 * Tells people about a cutover that has happened. Never throws, takes at most 3 s whatever hangs, and posts at most
 * once for each id: the id is marked before posting, since an update that is killed here runs this again.
 */
export const notifyCutover = async (facts: NotifyFacts, ports: NotifyPorts): Promise<NotifyOutcome> => {
  try {
    return await notify(facts, ports);
  } catch (error) {
    const failure = error instanceof Unsent ? error : new Unsent("not-posted", `nobody was told: ${errorText(error)}`);
    ports.warn(warningLine(facts, failure.message));
    return failure.outcome;
  }
};

const notify = async (facts: NotifyFacts, ports: NotifyPorts): Promise<NotifyOutcome> => {
  const deadline = ports.clock.after(notifyBudget.total);
  const awsDeadline = AbortSignal.any([deadline, ports.clock.after(notifyBudget.aws)]);
  const declared = parseDeclared(facts.declaredText);
  const known = { ...facts, declared, previous: parsePrevious(facts.previousText) };
  if (planNotification(known).kind === "skip") return "skipped";

  // Started before the note is read, since both take a round trip to AWS.
  const reading = readRules(declared, ports, awsDeadline);
  const note = await within(awsDeadline, ports.note.read(awsDeadline), "the note of this cutover could not be read");
  const plan = planNotification({ ...known, note });
  if (plan.kind === "skip") {
    if (plan.reason === "already-notified" && note.notified !== facts.id) ports.warn(repeatedLine(facts, note));
    return "skipped";
  }

  const marked = markedNote(note, facts, declared.weights);
  await within(awsDeadline, ports.note.write(marked, awsDeadline), "this cutover could not be marked as told");
  const readBack = await reading;
  const tookSeconds = (ports.clock.now() - facts.startedAt) / 1000;
  const message = cutoverMessage(
    messageFacts(facts, { declared, change: plan.change, note: marked, readBack, tookSeconds }),
  );
  await post(message, ports, deadline);
  return "posted";
};

/** A record that can't be read is as good as none: it only decides the wording. */
const parsePrevious = (text: string | undefined): Declared | undefined => {
  try {
    return text === undefined ? undefined : parseDeclared(text);
  } catch {
    return undefined;
  }
};

/** Never rejects: a message without confirmation is better than none. */
const readRules = async (declared: Declared, ports: NotifyPorts, signal: AbortSignal): Promise<ReadBack> => {
  try {
    const rules = await orAborted(signal, ports.rules.describe(Object.values(declared.ruleArns), signal));
    return { kind: "read", services: planReadBack(declared, rules) };
  } catch (error) {
    return { kind: "unread", reason: errorText(error) };
  }
};

/** What an operator wrote for an earlier cutover says nothing about this one. */
const markedNote = (
  note: CutoverNote,
  { id, previousId = 0, operator }: NotifyFacts,
  weights: Weights,
): CutoverNote => {
  // A repeated update has a higher id than the one that was announced.
  const isAboutThis = note.id !== null && note.id > previousId && note.id <= id;
  return {
    ...note,
    id,
    requestedBy: (isAboutThis ? note.requestedBy : null) ?? operator,
    approvedBy: isAboutThis ? note.approvedBy : null,
    notified: id,
    notifiedWeights: weights,
  };
};

interface Found {
  readonly declared: Declared;
  readonly change: CutoverChange;
  readonly note: CutoverNote;
  readonly readBack: ReadBack;
  readonly tookSeconds: number;
}

const messageFacts = (facts: NotifyFacts, { declared, note, ...found }: Found): CutoverMessageFacts => ({
  stack: facts.stack,
  id: facts.id,
  activeColor: facts.activeColor,
  releases: facts.releases,
  weights: declared.weights,
  requestedBy: note.requestedBy ?? facts.operator,
  approvedBy: note.approvedBy,
  ...found,
});

const post = async (message: SlackMessage, { slack }: NotifyPorts, deadline: AbortSignal): Promise<void> => {
  const result = await orAborted(deadline, slack.post(message, deadline)).catch((error: unknown) => {
    throw new Unsent("unknown", `it is unknown whether Slack has the message: ${errorText(error)}`);
  });
  if (result.kind === "refused") throw new Unsent("not-posted", `Slack refused the message: ${result.reason}`);
};

/** Why there is no message, in words that follow "the cutover is done, but". */
class Unsent extends Error {
  public constructor(
    public readonly outcome: NotifyOutcome,
    message: string,
  ) {
    super(message);
  }
}

const within = <Value>(signal: AbortSignal, work: Promise<Value>, failure: string): Promise<Value> =>
  orAborted(signal, work).catch((error: unknown) => {
    throw new Unsent("not-posted", `nobody was told, since ${failure}: ${errorText(error)}`);
  });

/** An update that died after marking may have posted or not. */
const repeatedLine = ({ id, stack }: NotifyFacts, { notified }: CutoverNote): string =>
  `Cutover ${id} of ${stack.stack} repeats cutover ${notified}, whose update died when people were being told. ` +
  "Nothing is posted twice: look into the channel whether the message is there.";

const warningLine = ({ id, stack }: NotifyFacts, what: string): string =>
  `Cutover ${id} of ${stack.stack} is done, but ${what}. See it with: pulumi stack history --stack ${stack.stack}`;
