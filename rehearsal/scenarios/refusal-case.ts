import type { CommandResult } from "../../cli/run-command";
import type { Color } from "../../cutover/plan-weights";
import type { UpdateResult } from "../engine/pulumi-project";
import type { HttpLoad } from "../load/http-load";
import type { Stage, WeightPair } from "./stage";

/** One condition, what is tried under it and what has to come of it. */
export interface RefusalCase {
  readonly name: string;
  /** Brings the condition about. */
  readonly disturb: (stage: Stage) => Promise<unknown>;
  /** @default `pulumi up` with everything on green */
  readonly act?: (stage: Stage) => Promise<Attempt>;
  /** What the refusal must name; empty where the update must be let through. */
  readonly refusedWith: readonly string[];
  /** What the update must say though it is let through. @default nothing */
  readonly warnedWith?: string;
  /** The weights of `web` after the attempt. @default those before it */
  readonly weightsAfter?: WeightPair;
  /** What more must be true after the attempt. @default nothing */
  readonly holds?: (stage: Stage, result: Attempt) => Promise<boolean>;
  /** Takes the condition away; the config is on blue again by then. */
  readonly repair: (stage: Stage, result: Attempt) => Promise<unknown>;
}

/** How a command ended that may have been refused. */
export type Attempt = Pick<CommandResult, "exitCode" | "stdout" | "stderr">;

/** One case as `--json` gives it. */
export interface CaseReport {
  readonly name: string;
  readonly ok: boolean;
  readonly refused: boolean;
  /** The reasons that the refusal named, or what it said first; empty where there was none. */
  readonly reason: string;
  readonly weightsBefore: WeightPair;
  readonly weightsAfter: WeightPair;
  readonly requests: number;
  readonly failedRequests: number;
}

/** Runs one case on a stage where everything is on blue, and leaves it so. */
export const runRefusalCase = async (stage: Stage, load: HttpLoad, tried: RefusalCase): Promise<CaseReport> => {
  const first = load.samples.length;
  await tried.disturb(stage);
  const weightsBefore = await stage.weights();
  const result = await (tried.act ?? flipTo("green"))(stage);
  const weightsAfter = await stage.weights();
  const holds = (await tried.holds?.(stage, result)) ?? true;
  await configure(stage, "blue");
  await tried.repair(stage, result);
  await settle(stage);
  const samples = load.samples.slice(first);
  const refused = result.exitCode !== 0;
  const text = `${result.stdout}\n${result.stderr}`;
  const failedRequests = samples.filter(({ ok }) => !ok).length;
  const isAsExpected =
    refused === tried.refusedWith.length > 0 &&
    [...tried.refusedWith, tried.warnedWith ?? ""].every((words) => text.includes(words)) &&
    String(weightsAfter) === String(tried.weightsAfter ?? weightsBefore);
  return {
    name: tried.name,
    ok: isAsExpected && holds && failedRequests === 0,
    refused,
    reason: refused ? reasonIn(text) : "",
    weightsBefore,
    weightsAfter,
    requests: samples.length,
    failedRequests,
  };
};

/** Sets the switch and runs `pulumi up`, which may fail. */
export const flipTo =
  (color: Color, shift = 0) =>
  async (stage: Stage): Promise<UpdateResult> => {
    await configure(stage, color, shift);
    return stage.rehearsal.pulumi.up();
  };

/** Sets the switch. */
export const configure = async ({ rehearsal: { pulumi } }: Stage, color: Color, shift = 0): Promise<void> => {
  await pulumi.setPlainConfig({ activeColor: color, shift: String(shift) });
};

/** The override that a refused update printed. */
export const overrideIn = ({ stdout, stderr }: Pick<Attempt, "stdout" | "stderr">): string =>
  /SWITCHYARD_OVERRIDE=([0-9a-f]{8}) /.exec(`${stdout}\n${stderr}`)?.[1] ?? "";

/** The reasons that a gate names, each at the start of a line of its own; else the first words of the error. */
export const reasonIn = (text: string): string => {
  const [, ...refusals] = text.split("is not ready for more requests, so its rule stays as it is.");
  const kinds = [...refusals.join("").matchAll(/^ +(?!error|warning)([a-z-]+): /gm)].map(([, kind]) => kind ?? "");
  if (kinds.length > 0) return [...new Set(kinds)].join(", ");
  const [, first = ""] = /error: (?:Program failed[^\n]*\n\s*)?(?:Error: )?([^\n]*)/.exec(text) ?? [];
  return first.trim();
};

/** Everything on blue, with two healthy targets on each side, as every case finds it. */
const settle = async (stage: Stage): Promise<void> => {
  await stage.readRecord();
  if (String(await stage.weights()) !== "100,0") throw new Error("A case left other weights than it found.");
  await stage.untilHealth("blue", ["healthy", "healthy"]);
  await stage.untilHealth("green", ["healthy", "healthy"]);
};
