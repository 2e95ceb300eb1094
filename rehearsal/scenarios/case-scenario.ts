import { type HttpLoad, startHttpLoad } from "../load/http-load";
import type { Rehearsal, RehearsalOptions } from "../rehearsal";
import type { CaseReport } from "./refusal-case";
import { rehearse } from "./rehearse";
import type { Scenario, ScenarioResult } from "./scenario";
import { Stage } from "./stage";
import type { RunStep } from "./steps";

/** One thing that is tried on a deployed stack; it leaves the stack as the next one expects it. */
export interface RehearsedCase {
  readonly name: string;
  run(stage: Stage, load: HttpLoad): Promise<CaseReport>;
}

/** Many cases, and the stack that they share. */
export interface CaseScenarioArgs extends Pick<RehearsalOptions, "config" | "clockFactor"> {
  readonly cases: readonly RehearsedCase[];
}

const requestsPerSecond = 50;

/** A scenario of many cases on one stack, under a steady light load. */
export const caseScenario = (name: string, summary: string, { cases, ...setUp }: CaseScenarioArgs): Scenario => ({
  name,
  summary,
  run: async (options) => {
    const { reports, leftovers } = await rehearse(options, setUp, async (rehearsal, step) => ({
      reports: await runCases(rehearsal, step, cases),
    }));
    return resultOf(name, reports, leftovers);
  },
});

const runCases = async (
  rehearsal: Rehearsal,
  step: RunStep,
  cases: readonly RehearsedCase[],
): Promise<readonly CaseReport[]> => {
  await step("Deploy both colours: pulumi up", () => rehearsal.up());
  await rehearsal.untilServing();
  const stage = await Stage.open(rehearsal);
  const load = startHttpLoad({ url: rehearsal.appUrl(), requestsPerSecond });
  rehearsal.onClose(() => load.stop());
  const reports: CaseReport[] = [];
  for (const tried of cases) reports.push(await step(tried.name, () => tried.run(stage, load), describeCase));
  await step("Stop the load", () => load.stop());
  await step("Destroy: pulumi destroy", () => rehearsal.destroy());
  return reports;
};

const resultOf = (scenario: string, cases: readonly CaseReport[], leftovers: number): ScenarioResult => ({
  report: { scenario, cases },
  text: textOf(cases, leftovers),
  ok: cases.every(({ ok }) => ok) && leftovers === 0,
});

const describeCase = ({ ok, refused, reason }: CaseReport): string =>
  `${ok ? "as it should" : "NOT AS IT SHOULD"}, ${refused ? `refused: ${reason}` : "let through"}`;

const textOf = (reports: readonly CaseReport[], leftovers: number): string => {
  const failed = reports.filter(({ ok }) => !ok);
  const requests = reports.reduce((sum, report) => sum + report.requests, 0);
  const lost = reports.reduce((sum, report) => sum + report.failedRequests, 0);
  return [
    "",
    ...reports.map(
      (report) => `  ${report.ok ? "✔" : "✘"} ${report.name}: ${report.refused ? report.reason : "let through"}`,
    ),
    "",
    `${reports.length - failed.length} of ${reports.length} cases as they should be; ${requests.toLocaleString("en")} requests meanwhile, ${lost} failed; ${leftovers} left behind.`,
  ].join("\n");
};
