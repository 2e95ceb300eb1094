import type { CommandResult } from "../../cli/run-command";
import type { PulumiProject, UpdateResult } from "../engine/pulumi-project";
import { reasonIn } from "./refusal-case";

/** What came of doing what one is told. */
export interface Recovery {
  /** Why commands were refused on the way, with what helped. */
  readonly refusals: readonly string[];
  readonly problems: readonly string[];
}

/** What died, and what it left behind. */
export interface Crash {
  /** Repeats the command that died. */
  readonly again: () => Promise<CommandResult>;
  /** True where a rule has moved and the record hasn't. */
  readonly isHalfway: boolean;
}

/** More commands than any refusal should take. */
const mostCommands = 5;

/** What an operator does after a crash who believes what is printed: repeats the command, and types what a refusal names. */
export const recover = async (
  pulumi: Pick<PulumiProject, "cancel" | "cli" | "restoreState" | "up">,
  { again, isHalfway }: Crash,
): Promise<Recovery> => {
  const refusals = await restoreState(pulumi);
  const problems = isHalfway ? halfwayProblems(await pulumi.cli(["status"])) : [];
  for (let commands = 0; commands < mostCommands; commands += 1) {
    const result = await again();
    const text = `${result.stdout}\n${result.stderr}`;
    if (result.exitCode === 0) {
      if (isRecordLeftOut(text, result)) await pulumi.up({ refresh: true });
      return { refusals, problems: [...problems, ...endProblems(await pulumi.cli(["status"]))] };
    }
    if (!isLocked(text)) return { refusals, problems: [...problems, `no way on: ${reasonIn(text) || text.trim()}`] };
    refusals.push("locked: pulumi cancel");
    await pulumi.cancel();
  }
  return { refusals, problems: [...problems, "going round in circles"] };
};

const restoreState = async (pulumi: Pick<PulumiProject, "restoreState">): Promise<string[]> =>
  (await pulumi.restoreState()) ? ["failed to load checkpoint: its backup put back"] : [];

/** Pulumi and the command line both name the command that removes a lock. */
const isLocked = (text: string): boolean =>
  /currently locked by|has left its lock/.test(text) && text.includes("pulumi cancel");

/** What the warning of a repaired update asks to be looked after. */
const isRecordLeftOut = (text: string, result: CommandResult & Partial<UpdateResult>): boolean =>
  text.includes("Should the record not be among its changes, repeat it with --refresh.") &&
  result.changes !== undefined &&
  !result.changes.updates.some((urn) => urn.endsWith("::record-declared"));

const halfwayProblems = ({ exitCode, stdout }: CommandResult): readonly string[] =>
  exitCode === 4 && stdout.includes("An update ended halfway")
    ? []
    : [`status ended with ${exitCode} and didn't say that an update ended halfway`];

const endProblems = ({ exitCode, stderr }: CommandResult): readonly string[] =>
  exitCode === 0 ? [] : [`status ended with ${exitCode}: ${stderr.trim()}`];
