import type { PreviewStep } from "./parse-preview";
import { type AllowedPlan, planSteps, type StepProblem } from "./plan-allowed";

/** The only update that a switch of releases is. */
export interface PointerIntent {
  /** URN of the pointer. */
  readonly pointer: string;
  /** What it is to say, as text. */
  readonly isWanted: (value: unknown) => boolean;
  /** Whether what Pulumi knows it to say now may be overwritten. */
  readonly isKnown: (value: unknown) => boolean;
}

/** Checks every step of the preview of a switch of releases. */
export const planAllowedPointer = (steps: readonly PreviewStep[], intent: PointerIntent): AllowedPlan =>
  planSteps(steps, (step) => problemOf(step, intent));

const problemOf = (
  { operation, urn, differing, values }: PreviewStep,
  { pointer, isWanted, isKnown }: PointerIntent,
): StepProblem | undefined => {
  if (operation !== "update") return { reason: "not-an-update", found: operation };
  if (urn !== pointer) return { reason: "not-part-of-it", found: differing.join(", ") };
  const others = differing.filter((input) => input !== "value");
  if (others.length > 0) return { reason: "other-inputs", found: others.join(", ") };
  if (!isKnown(values.before)) return { reason: "active-changed", found: String(values.before) };
  return isWanted(values.after) ? undefined : { reason: "other-value", found: String(values.after) };
};
