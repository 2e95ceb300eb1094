/** How far a drain has used up its time: `half` and `nearly` raise alarms, `spent` calls for the failure policy. */
export type BudgetLevel = "within" | "half" | "nearly" | "spent";

/** Grades the time that a drain has taken, in the same unit as its budget. */
export const planBudget = (elapsed: number, budget: number): BudgetLevel => {
  if (elapsed >= budget) return "spent";
  if (elapsed >= 0.9 * budget) return "nearly";
  return elapsed >= 0.5 * budget ? "half" : "within";
};

/**
 * What happens to an instance whose drain used up its budget: `continue` lets it go with what still runs, `undo` takes it back
 * into service while it lives, `retain` leaves it draining for somebody to look at.
 */
export type FailurePolicy = "continue" | "undo" | "retain";

/** All failure policies, the default first. */
export const failurePolicies = ["continue", "undo", "retain"] as const satisfies readonly FailurePolicy[];
