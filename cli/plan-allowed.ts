import type { Declared } from "../cutover/declared";
import { type Color, colors, type Weights } from "../cutover/plan-weights";
import type { PreviewStep } from "./parse-preview";
import type { CutoverTargets } from "./plan-targets";

/** What a cutover is meant to do. */
export interface Intent {
  readonly targets: CutoverTargets;
  readonly groupArns: Declared["groupArns"];
  readonly weights: Weights;
}

/** A step that a cutover mustn't take. */
export interface ForbiddenStep {
  readonly urn: string;
  readonly operation: string;
  readonly reason:
    | "not-an-update"
    | "not-part-of-it"
    | "other-inputs"
    | "other-weights"
    | "other-value"
    | "active-changed";
  /** For people: the inputs, or the weights, that were found. */
  readonly found: string;
}

/** Whether a previewed update is the cutover that was asked for and nothing else. */
export type AllowedPlan =
  | { readonly kind: "allowed"; readonly updates: readonly string[] }
  | { readonly kind: "forbidden"; readonly steps: readonly ForbiddenStep[] };

/** Checks every step of the preview of a cutover. */
export const planAllowed = (steps: readonly PreviewStep[], intent: Intent): AllowedPlan =>
  planSteps(steps, (step) => problemOf(step, intent));

/** What a step may be wrong by. */
export type StepProblem = Pick<ForbiddenStep, "reason" | "found">;

/** Allows a preview none of whose steps has a problem. */
export const planSteps = (
  steps: readonly PreviewStep[],
  problemOfStep: (step: PreviewStep) => StepProblem | undefined,
): AllowedPlan => {
  const forbidden = steps.flatMap((step) => {
    const problem = problemOfStep(step);
    return problem === undefined ? [] : [{ urn: step.urn, operation: step.operation, ...problem }];
  });
  return forbidden.length > 0
    ? { kind: "forbidden", steps: forbidden }
    : { kind: "allowed", updates: steps.map(({ urn }) => urn) };
};

/** Checks every step of an update that only prepares a colour's tasks. */
export const planAllowedWarming = (steps: readonly PreviewStep[], targets: readonly string[]): AllowedPlan => {
  const forbidden = steps
    .filter(({ urn }) => !targets.includes(urn))
    .map(({ urn, operation, differing }) => ({
      urn,
      operation,
      reason: "not-part-of-it" as const,
      found: differing.join(", "),
    }));
  return forbidden.length > 0
    ? { kind: "forbidden", steps: forbidden }
    : { kind: "allowed", updates: [...new Set(steps.map(({ urn }) => urn))] };
};

const problemOf = (step: PreviewStep, { targets, groupArns, weights }: Intent): StepProblem | undefined => {
  const { operation, urn } = step;
  if (operation !== "update") return { reason: "not-an-update", found: operation };
  const service = Object.entries(targets.rules).find(([, rule]) => rule === urn)?.[0];
  if (service !== undefined) return inputsProblem(step, ["actions"]) ?? ruleProblem(step, groupArns[service], weights);
  if (urn === targets.record) return inputsProblem(step, ["insecureValue"]) ?? recordProblem(step, weights);
  if (urn === targets.pointer) return inputsProblem(step, ["value"]);
  return { reason: "not-part-of-it", found: step.differing.join(", ") };
};

const inputsProblem = ({ differing }: PreviewStep, allowed: readonly string[]): StepProblem | undefined => {
  const others = differing.filter((input) => !allowed.includes(input));
  return others.length === 0 ? undefined : { reason: "other-inputs", found: others.join(", ") };
};

const ruleProblem = (
  { groups }: PreviewStep,
  groupArns: Readonly<Record<Color, string>> | undefined,
  weights: Weights,
): StepProblem | undefined => {
  const weightOf = (color: Color): unknown => groups.find(({ arn }) => arn === groupArns?.[color])?.weight;
  const isRight = groups.length === colors.length && colors.every((color) => weightOf(color) === weights[color]);
  return isRight ? undefined : weightsProblem(groups);
};

const recordProblem = ({ weights: found }: PreviewStep, weights: Weights): StepProblem | undefined =>
  colors.every((color) => found?.[color] === weights[color]) ? undefined : weightsProblem(found);

const weightsProblem = (found: unknown): StepProblem => ({
  reason: "other-weights",
  found: JSON.stringify(found) ?? "nothing",
});
