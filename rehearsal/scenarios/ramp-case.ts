import { isDeepStrictEqual } from "node:util";
import type { CommandResult } from "../../cli/run-command";
import type { RequestSample } from "../../cutover/receipt";
import type { HttpLoad } from "../load/http-load";
import type { RehearsedCase } from "./case-scenario";
import { reportIn } from "./ramp-process";
import type { CaseReport } from "./refusal-case";
import type { Stage, WeightPair } from "./stage";

/** One ramp, or what is done to one, and what must come of it. */
export interface RampCase {
  readonly name: string;
  /** Runs it to the end; everything is on blue before. */
  readonly act: (stage: Stage) => Promise<CommandResult>;
  readonly exitCode: number;
  /** What the command's `--json` must say, among other things. */
  readonly says: Readonly<Record<string, unknown>>;
  readonly weightsAfter: WeightPair;
  /** What more is not as it should be. @default nothing */
  readonly problems?: (stage: Stage, result: CommandResult) => Promise<readonly string[]>;
  /** Answers 500 of this colour were asked for, and count as `injectedErrors` instead of as failed. @default none were */
  readonly failingColor?: string;
  /** Brings everything back to blue, in full. @default nothing has to be */
  readonly repair?: (stage: Stage) => Promise<unknown>;
}

/** A case as `--json` gives it, with the errors that were asked for. */
interface RampReport extends CaseReport {
  /** Answers 500 of a version that was deployed to give them. */
  readonly injectedErrors: number;
}

/** Runs one case and looks at everything that every ramp must keep. */
export const rampCase = (tried: RampCase): RehearsedCase => ({
  name: tried.name,
  run: async (stage, load) => {
    const first = load.samples.length;
    await stage.readRecord();
    const weightsBefore = await stage.weights();
    const result = await tried.act(stage);
    await stage.readRecord();
    const weightsAfter = await stage.weights();
    const problems = [
      ...endProblems(tried, result, weightsAfter),
      ...recordProblems(stage, weightsAfter),
      ...messageProblems(stage),
      ...((await tried.problems?.(stage, result)) ?? []),
    ];
    await tried.repair?.(stage);
    await settle(stage);
    return reportOf(tried, { result, problems, weightsBefore, weightsAfter, load, first });
  },
});

const endProblems = (
  { exitCode, says, weightsAfter: wanted }: RampCase,
  result: CommandResult,
  weightsAfter: WeightPair,
): readonly string[] => {
  const report = reportIn(result);
  const unsaid = Object.entries(says).filter(([key, value]) => !isDeepStrictEqual(report[key], value));
  return [
    ...(result.exitCode === exitCode ? [] : [`exit code ${result.exitCode} instead of ${exitCode}: ${result.stderr}`]),
    ...unsaid.map(([key, value]) => `${key} is ${JSON.stringify(report[key])} instead of ${JSON.stringify(value)}`),
    ...(String(weightsAfter) === String(wanted) ? [] : [`weights ${weightsAfter.join("/")}`]),
  ];
};

const recordProblems = ({ declared: { weights } }: Stage, [blue, green]: WeightPair): readonly string[] =>
  weights.blue === blue && weights.green === green ? [] : [`declared ${weights.blue}/${weights.green}`];

/** At most one message for each cutover. */
const messageProblems = ({ rehearsal: { slack } }: Stage): readonly string[] => {
  const ids = slack.messages.map(({ metadata }) => JSON.stringify(metadata));
  return new Set(ids).size === ids.length ? [] : ["a cutover was told twice"];
};

/** Everything on blue with two healthy targets on each side, and nothing ringing: an alarm goes on for some minutes. */
const settle = async (stage: Stage): Promise<void> => {
  await stage.readRecord();
  if (String(await stage.weights()) !== "100,0") throw new Error("A case left other weights than it found.");
  for (const color of ["blue", "green"] as const) await stage.untilHealth(color, ["healthy", "healthy"]);
  await stage.until("no alarm rings", async () => {
    const alarms = Object.values(stage.rehearsal.region.state.cloudwatch.alarms);
    return alarms.every(({ stateValue }) => stateValue !== "ALARM");
  });
};

interface RampFacts {
  readonly result: CommandResult;
  readonly problems: readonly string[];
  readonly weightsBefore: WeightPair;
  readonly weightsAfter: WeightPair;
  readonly load: HttpLoad;
  /** Requests that had ended before. */
  readonly first: number;
}

const reportOf = (tried: RampCase, facts: RampFacts): RampReport => {
  const { result, problems, weightsBefore, weightsAfter, load, first } = facts;
  const samples = load.samples.slice(first);
  const isInjected = ({ status, color }: RequestSample): boolean => status === 500 && color === tried.failingColor;
  const injectedErrors = samples.filter(isInjected).length;
  const failedRequests = samples.filter((sample) => !sample.ok && !isInjected(sample)).length;
  const { reason, kind } = reportIn(result);
  return {
    name: tried.name,
    ok: problems.length === 0 && failedRequests === 0,
    refused: result.exitCode !== 0,
    reason: [...[reason ?? kind].filter((word) => result.exitCode !== 0 && typeof word === "string"), ...problems].join(
      "; ",
    ),
    weightsBefore,
    weightsAfter,
    requests: samples.length,
    failedRequests,
    injectedErrors,
  };
};
