import { type CutoverNote, emptyCutoverNote } from "../cutover/cutover-note";
import type { Declared } from "../cutover/declared";
import { errorText } from "../cutover/error-text";
import { orAborted } from "../cutover/or-aborted";
import type { LiveRule } from "../cutover/plan-read-back";
import { colors } from "../cutover/plan-weights";
import { readLiveTruth } from "../cutover/read-live-truth";
import { exitCodes, Stop } from "./outcome";
import type { ColorHealth, Health } from "./plan-readiness";
import { type AwsPorts, patience } from "./ports";

/** The records of a stack and what its load balancer does. */
export interface Live {
  readonly record: Declared;
  /** The version that AWS gave the record: the id of the last cutover. */
  readonly id: number;
  readonly note: CutoverNote;
  /** Why the note isn't known, where it isn't. */
  readonly noteProblem?: string;
  readonly rules: readonly LiveRule[];
}

/** Reads both records and the rules; stops where nobody could say what is live. */
export const readLive = async (aws: AwsPorts): Promise<Live> => {
  const { declared, note, rules } = await readLiveTruth(aws, AbortSignal.timeout(patience));
  if (declared.kind === "silent") throw silent(declared.problem);
  if (rules.kind === "silent") throw silent(rules.problem);
  if (declared.kind === "unreadable") throw new Stop(exitCodes.refused, "record-unreadable", declared.problem);
  if (declared.kind === "missing" || rules.kind !== "read") {
    throw new Stop(
      exitCodes.refused,
      "record-missing",
      'There is no parameter "declared", so nobody can say what is live. Run `pulumi up`: it says what to do.',
    );
  }
  return {
    record: declared.value.record,
    id: declared.value.version,
    rules: rules.value,
    ...(note.kind === "read"
      ? { note: note.value }
      : { note: emptyCutoverNote, noteProblem: "problem" in note ? note.problem : "it is missing" }),
  };
};

const silent = (problem: string): Stop =>
  new Stop(
    exitCodes.failed,
    "aws-silent",
    `AWS doesn't say what is live: ${problem}. Check the credentials and the network with: aws sts get-caller-identity`,
  );

/** Asks for the health of both colours of every service. Never throws. */
export const readHealth = async (aws: AwsPorts, { groupArns }: Declared): Promise<Health> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(groupArns).map(async ([service, arns]): Promise<[string, Health[string]]> => {
        const [blue, green] = await Promise.all(colors.map((color) => healthOf(aws, arns[color])));
        return [service, { blue, green }];
      }),
    ),
  );

const healthOf = async (aws: AwsPorts, groupArn: string): Promise<ColorHealth | undefined> => {
  const signal = AbortSignal.timeout(patience);
  try {
    const targets = await orAborted(signal, aws.targetHealth(groupArn, signal));
    return { healthy: targets.filter(({ state }) => state === "healthy").length, total: targets.length };
  } catch {
    return undefined;
  }
};

/** Announces or corrects; an emergency must not wait for it. Returns what went wrong, undefined where nothing did. */
export const tryWriteNote = async (aws: AwsPorts, text: string): Promise<string | undefined> => {
  const signal = AbortSignal.timeout(patience);
  try {
    await orAborted(signal, aws.writeNote(text, signal));
    return undefined;
  } catch (error) {
    return errorText(error);
  }
};
