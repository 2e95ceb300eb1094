import { type CaseScenarioArgs, caseScenario } from "./case-scenario";
import { type RefusalCase, runRefusalCase } from "./refusal-case";
import type { Scenario } from "./scenario";

/** A scenario of many conditions on one stack, under a steady light load. */
export const refusalScenario = (
  name: string,
  summary: string,
  { cases, ...setUp }: Omit<CaseScenarioArgs, "cases"> & { readonly cases: readonly RefusalCase[] },
): Scenario =>
  caseScenario(name, summary, {
    ...setUp,
    cases: cases.map((tried) => ({ name: tried.name, run: (stage, load) => runRefusalCase(stage, load, tried) })),
  });
