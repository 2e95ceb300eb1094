import type { Pool, RollFacts, RollStep } from "../fleet/plan-roll";
import type { ListChange, TypesPlan } from "../fleet/plan-types";

/** One line of progress for a step. */
export const formatRollStep = (step: RollStep, { pools }: Pick<RollFacts, "pools">): string => {
  switch (step.kind) {
    case "begin":
      return `${step.note.pool}: ${named(step.note.victims)} of ${leftIn(pools, step.note.pool)} old instances next`;
    case "note":
      return step.note.phase === "lower" ? "  empty" : "  letting go";
    case "resize":
      return `  ${step.pool}: ${step.target} instances wanted`;
    case "drain":
      return `  draining ${named(step.instanceIds)}`;
    case "terminate":
      return `  ending ${named(step.instanceIds)}`;
    case "finish":
      return "  batch done";
    case "wait":
      return `  ${waits[step.reason]}${step.subjects.length === 0 ? "" : `: ${named(step.subjects)}`}`;
    case "done":
      return "Every instance is new.";
  }
};

const waits: Readonly<Record<Extract<RollStep, { kind: "wait" }>["reason"], string>> = {
  deployment: "waiting until nothing is being deployed or cut over",
  replacements: "waiting for new instances that take tasks",
  tasks: "waiting for tasks to end",
  departure: "waiting until they are gone",
  "other-drains": "waiting for instances that somebody else drains",
};

/** Long lists are cut: the rest is told by their number. */
const named = (ids: readonly string[]): string => {
  const shown = ids.slice(0, 3).map((id) => id.split("/").at(-1));
  return ids.length > shown.length ? `${shown.join(", ")} and ${ids.length - shown.length} more` : shown.join(", ");
};

const leftIn = (pools: readonly Pool[], wanted: Pool["name"]): number =>
  pools.filter(({ name }) => name === wanted).flatMap(({ members }) => members.filter(({ isOld }) => isOld)).length;

/** How many instances of each kind are old, for example `spot 2 of 3, on-demand 1 of 1`. */
export const formatOld = (pools: readonly Pool[]): string =>
  pools
    .map(({ name, members }) => `${name} ${members.filter(({ isOld }) => isOld).length} of ${members.length}`)
    .join(", ");

/** What a change of types or subnets does, one line each. */
export const formatTypes = ({
  instanceTypes,
  subnetIds,
}: Extract<TypesPlan, { kind: "change" }>): readonly string[] => [
  ...formatChange("types", instanceTypes),
  ...formatChange("subnets", subnetIds),
];

const formatChange = (what: string, { added, removed }: ListChange): readonly string[] => [
  ...(added.length === 0 ? [] : [`  + ${what} ${added.join(", ")}`]),
  ...(removed.length === 0 ? [] : [`  - ${what} ${removed.join(", ")}`]),
];
