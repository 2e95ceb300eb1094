import type { RolledBack } from "../cutover/cutover-note";
import type { Switch } from "../cutover/plan-way-back";
import { type Color, otherColor, planWeights, type Weights } from "../cutover/plan-weights";

/** What is asked for: all requests on a colour. */
export interface CutoverGoal {
  readonly to: Color;
  /** What that colour is to be configured as. @default as it is configured */
  readonly entry?: Readonly<Record<string, unknown>>;
  /** What is taken out of service because it is bad. @default nothing */
  readonly rolledBackFrom?: RolledBack;
}

/** What a cutover starts from. */
export interface CutoverFacts {
  readonly config: Switch;
  /** As configured, with defaults. */
  readonly capacity: Readonly<Record<Color, string>>;
  readonly entries: Readonly<Record<Color, unknown>>;
  readonly declared: Weights;
  /** What every rule does, or undefined where they differ from what was declared. */
  readonly live: Weights | undefined;
}

/** Bare config keys to values. */
export type ConfigChange = Readonly<Record<string, unknown>>;

/** The steps to the goal. */
export type CutoverPlan =
  | { readonly kind: "nothing-to-do" }
  | {
      readonly kind: "cut-over";
      readonly weights: Weights;
      /** The colour's new entry, deployed before any request moves; absent where it runs already what it should. */
      readonly warm?: ConfigChange;
      /** `activeColor` and `shift`, as far as they change. */
      readonly flip: ConfigChange;
      /** What sets all of it back. */
      readonly undo: ConfigChange;
    };

/** Decides what must be set, and whether tasks must be started first. */
export const planCutover = (goal: CutoverGoal, facts: CutoverFacts): CutoverPlan => {
  if (isReached(goal, facts)) return { kind: "nothing-to-do" };
  const { to } = goal;
  const { activeColor, shift } = facts.config;
  const before = { activeColor, shift, [to]: facts.entries[to] };
  const flip = onlyChanged(before, { activeColor: to, shift: 0 });
  const warm = warmingOf(goal, facts);
  const undo = Object.fromEntries(Object.entries(before).filter(([key]) => key in { ...flip, ...warm }));
  return { kind: "cut-over", weights: planWeights(to, 0), flip, undo, ...(warm === undefined ? {} : { warm }) };
};

const isReached = ({ to, entry }: CutoverGoal, { config, declared, live }: CutoverFacts): boolean =>
  entry === undefined &&
  config.activeColor === to &&
  config.shift === 0 &&
  [declared, live].every((share) => share?.[to] === 100 && share[otherColor(to)] === 0);

const onlyChanged = (before: ConfigChange, after: ConfigChange): ConfigChange =>
  Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));

const warmingOf = ({ to, entry }: CutoverGoal, { capacity, entries }: CutoverFacts): ConfigChange | undefined => {
  if (entry === undefined && capacity[to] === "full") return undefined;
  const wanted = entry ?? entries[to];
  return { [to]: { ...(typeof wanted === "object" ? wanted : {}), capacity: "full" } };
};
