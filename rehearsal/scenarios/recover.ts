import type { CommandResult } from "../../cli/run-command";
import type { UpdateResult } from "../engine/pulumi-project";
import { reasonIn } from "./refusal-case";
import type { Stage } from "./stage";

/** What came of doing what one is told. */
export interface Recovery {
  /** Why commands were refused on the way, with what helped. */
  readonly refusals: readonly string[];
  readonly problems: readonly string[];
}

/** More commands than any refusal should take. */
const mostCommands = 5;

/**
 * What an operator does after a crash who believes what is printed: looks, repeats the command, and types what a refusal names.
 * @param again - repeats what died
 */
export const recover = async (stage: Stage, again: () => Promise<CommandResult>): Promise<Recovery> => {
  const { pulumi } = stage.rehearsal;
  const problems = statusProblems(await pulumi.cli(["status"]), [0, 4]);
  const refusals: string[] = [];
  for (let commands = 0; commands < mostCommands; commands += 1) {
    const result = await again();
    const text = `${result.stdout}\n${result.stderr}`;
    if (result.exitCode === 0) {
      if (isRecordLeftOut(text, result)) await pulumi.up({ refresh: true });
      return { refusals, problems: [...problems, ...statusProblems(await pulumi.cli(["status"]), [0])] };
    }
    if (!isLocked(text)) return { refusals, problems: [...problems, `no way on: ${reasonIn(text) || text.trim()}`] };
    refusals.push("locked: pulumi cancel");
    await pulumi.cancel();
  }
  return { refusals, problems: [...problems, "going round in circles"] };
};

/** Pulumi's own words, which name the command. */
const isLocked = (text: string): boolean => /currently locked by/.test(text) && /`pulumi cancel`/.test(text);

/** What the warning of a repaired update asks to be looked after. */
const isRecordLeftOut = (text: string, result: CommandResult & Partial<UpdateResult>): boolean =>
  text.includes("Should the record not be among its changes, repeat it with --refresh.") &&
  result.changes !== undefined &&
  !result.changes.updates.some((urn) => urn.endsWith("::record-declared"));

const statusProblems = ({ exitCode, stderr }: CommandResult, allowed: readonly number[]): readonly string[] =>
  allowed.includes(exitCode) ? [] : [`status ended with ${exitCode}: ${stderr.trim()}`];
