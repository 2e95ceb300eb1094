/** A container instance as a place for a task. */
export interface Place {
  readonly containerInstanceArn: string;
  /** Free CPU units. */
  readonly cpu: number;
  /** Free MiB. */
  readonly memory: number;
  /** It fits all `memberOf` expressions. */
  readonly isMember: boolean;
  /** Tasks of the same service that are there. */
  readonly tasksOfService: number;
  /** The instance's value of each field that a strategy spreads over, for example its zone. */
  readonly fields: Readonly<Record<string, string>>;
}

/** How to choose among the places that fit; the first strategy decides, the next one breaks its ties. */
export type PlacementStep =
  | { readonly kind: "spread"; readonly field: string }
  | { readonly kind: "binpack"; readonly field: "cpu" | "memory" }
  | { readonly kind: "random" };

/** What a task needs. */
export interface Requirement {
  readonly cpu: number;
  readonly memory: number;
  readonly isDistinctInstance: boolean;
  readonly steps: readonly PlacementStep[];
  /** Decides ties, uniform in [0, 1). */
  readonly random: number;
}

/** Why no place fits: for the place that came closest. */
export type UnplaceableReason =
  | "no-container-instances"
  | "missing-attribute"
  | "not-distinct"
  | "insufficient-memory"
  | "insufficient-cpu";

/** Where a task goes, or why it can't. */
export type Placement =
  | { readonly kind: "placed"; readonly containerInstanceArn: string }
  | {
      readonly kind: "unplaceable";
      readonly reason: UnplaceableReason;
      /** Undefined where there is no instance at all. */
      readonly closest: string | undefined;
    };

/**
 * Filters the places by CPU and memory, then by constraints, then lets the strategies choose.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html
 */
export const planPlacement = (places: readonly Place[], requirement: Requirement): Placement => {
  const judged = places.map((place) => ({ place, reason: refusal(place, requirement) }));
  const fitting = judged.filter(({ reason }) => reason === undefined).map(({ place }) => place);
  const refused = judged.flatMap(({ place, reason }) => (reason === undefined ? [] : [{ place, reason }]));
  const best = requirement.steps.reduce((candidates, step) => keepBest(candidates, step, places), fitting);
  const [chosen = fitting[0]] = best.slice(Math.floor(requirement.random * best.length));
  return chosen === undefined
    ? unplaceable(refused)
    : { kind: "placed", containerInstanceArn: chosen.containerInstanceArn };
};

/** In the order in which a place that passes more of them counts as closer. */
const refusalOrder: readonly UnplaceableReason[] = [
  "missing-attribute",
  "not-distinct",
  "insufficient-memory",
  "insufficient-cpu",
];

interface Refused {
  readonly place: Place;
  readonly reason: UnplaceableReason;
}

const refusal = (place: Place, requirement: Requirement): UnplaceableReason | undefined => {
  if (!place.isMember) return "missing-attribute";
  if (requirement.isDistinctInstance && place.tasksOfService > 0) return "not-distinct";
  if (place.memory < requirement.memory) return "insufficient-memory";
  if (place.cpu < requirement.cpu) return "insufficient-cpu";
  return undefined;
};

const unplaceable = (refused: readonly Refused[]): Placement => {
  const byCloseness = (one: Refused, other: Refused): number =>
    refusalOrder.indexOf(other.reason) - refusalOrder.indexOf(one.reason);
  const [closest] = refused.toSorted(byCloseness);
  if (closest === undefined) return { kind: "unplaceable", reason: "no-container-instances", closest: undefined };
  return { kind: "unplaceable", reason: closest.reason, closest: closest.place.containerInstanceArn };
};

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html */
const keepBest = (candidates: readonly Place[], step: PlacementStep, all: readonly Place[]): Place[] => {
  const cost = costOf(step, all);
  const lowest = Math.min(...candidates.map(cost));
  return candidates.filter((place) => cost(place) === lowest);
};

const costOf = (step: PlacementStep, all: readonly Place[]): ((place: Place) => number) => {
  switch (step.kind) {
    case "binpack":
      return (place) => place[step.field];
    case "spread":
      return (place) =>
        all
          .filter((other) => other.fields[step.field] === place.fields[step.field])
          .reduce((sum, { tasksOfService }) => sum + tasksOfService, 0);
    case "random":
      return () => 0;
  }
};
