import type { DatedValue } from "../clients/declared-reader";
import { parseDeclared } from "../cutover/declared";
import { colors } from "../cutover/plan-weights";
import type { Declaration } from "./plan-lease";

/**
 * Which colour consumes. The fence is the moment at which AWS took `declared`: unlike its version it still grows when the
 * parameter is lost and written again (docs/decisions/fenced-lease-for-workers.md).
 */
export const readDeclaration = (parameter: DatedValue | undefined): Omit<Declaration, "seenAt"> => {
  if (parameter === undefined) return { color: undefined, fence: 0 };
  const { activeColor, weights } = parseDeclared(parameter.value);
  // Older records don't name the colour; within a ramp their weights don't tell it either.
  const color = activeColor ?? colors.find((candidate) => weights[candidate] === 100);
  return { color, fence: parameter.modifiedAt };
};
