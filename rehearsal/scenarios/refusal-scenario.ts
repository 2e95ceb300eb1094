import { startHttpLoad } from "../load/http-load";
import { Rehearsal } from "../rehearsal";
import { type CaseReport, type RefusalCase, runRefusalCase } from "./refusal-case";
import type { Scenario } from "./scenario";
import { Stage } from "./stage";
import { taskList } from "./steps";

const requestsPerSecond = 50;

/** A scenario of many conditions on one stack, under a steady light load. */
export const refusalScenario = (
  name: string,
  summary: string,
  { cases, config }: { readonly cases: readonly RefusalCase[]; readonly config?: Readonly<Record<string, unknown>> },
): Scenario => ({
  name,
  summary,
  run: async (options) => {
    const step = taskList(options.progress);
    const rehearsal = await step("Start region, engine and Slack", (show) =>
      Rehearsal.start({ ...options, show, ...(config === undefined ? {} : { config }) }),
    );
    const run = async (): Promise<readonly CaseReport[]> => {
      await step("Deploy both colours: pulumi up", () => rehearsal.up());
      await rehearsal.untilServing();
      const stage = await Stage.open(rehearsal);
      const load = startHttpLoad({ url: rehearsal.appUrl(), requestsPerSecond });
      rehearsal.onClose(() => load.stop());
      const reports: CaseReport[] = [];
      for (const tried of cases) {
        reports.push(await step(tried.name, () => runRefusalCase(stage, load, tried), describeCase));
      }
      await step("Stop the load", () => load.stop());
      await step("Destroy: pulumi destroy", () => rehearsal.destroy());
      return reports;
    };
    const reports = await run().catch(async (error: unknown) => {
      await rehearsal.close();
      throw error;
    });
    const leftovers = await step(
      "Clear up",
      () => rehearsal.close(),
      (count) => `${count} left behind`,
    );
    const ok = reports.every((report) => report.ok) && leftovers === 0;
    return { report: { scenario: name, cases: reports }, text: textOf(reports, leftovers), ok };
  },
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
