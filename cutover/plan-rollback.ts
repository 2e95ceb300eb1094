import { type Color, otherColor } from "./plan-weights";

/** One update as the stack's history tells it, reduced to what a rollback needs. */
export interface HistoryEntry {
  /** 0 for every update on file and S3 backends; counts from 1 on Pulumi Cloud. Never used to order. */
  readonly version: number;
  /** `update`, `destroy`, `refresh`, `import`, … */
  readonly kind: string;
  /** `succeeded`, `failed` or `in-progress`. */
  readonly result: string;
  /** ISO 8601. */
  readonly startTime: string;
  /** ISO 8601. */
  readonly endTime: string;
  /** The configured active colour, undefined where the entry doesn't tell. */
  readonly activeColor: Color | undefined;
  /** Percent of the requests on the standby, as configured. @default 0 */
  readonly shift?: number;
  /** What was said about the update, by default the subject of the commit. */
  readonly message?: string;
  /** The commit that was checked out. */
  readonly commit?: string;
  /** What was configured for each colour, undefined where the entry doesn't tell. */
  readonly entries: Readonly<Record<Color, unknown>>;
}

/** What to set back, or why there is nothing. */
export type RollbackPlan =
  | {
      readonly kind: "roll-back";
      readonly to: Color;
      /** How many updates ago the colour was active; 0 is the newest entry. */
      readonly position: number;
      readonly endTime: string;
      /** What was configured for that colour then. */
      readonly entry: unknown;
      /** True where that colour is configured today as it was then: one rule update brings it back, nothing has to start. */
      readonly isInstant: boolean;
    }
  | { readonly kind: "no-rollback"; readonly reason: "no-succeeded-update" | "other-color-never-active" };

/**
 * Chooses the newest *succeeded* update in which the other colour was active. Entries are taken by position, newest first:
 * their versions are all 0 on file and S3 backends, and failed entries hold the configuration that failed.
 */
export const planRollback = (
  history: readonly HistoryEntry[],
  live: Color,
  configured: Readonly<Record<Color, unknown>>,
): RollbackPlan => {
  const hasSucceeded = ({ kind, result }: HistoryEntry): boolean => kind === "update" && result === "succeeded";
  if (!history.some(hasSucceeded)) return { kind: "no-rollback", reason: "no-succeeded-update" };
  const to = otherColor(live);
  const position = history.findIndex((update) => hasSucceeded(update) && update.activeColor === to);
  const target = history[position];
  return target === undefined
    ? { kind: "no-rollback", reason: "other-color-never-active" }
    : planReturn(target, { to, position, configured });
};

/** Where an update is in the history, and which colour is to come back from it. */
export interface ReturnFacts {
  readonly to: Color;
  readonly position: number;
  readonly configured: Readonly<Record<Color, unknown>>;
}

/** The way back to a colour as one update had it. */
export const planReturn = (
  target: HistoryEntry,
  { to, position, configured }: ReturnFacts,
): Extract<RollbackPlan, { readonly kind: "roll-back" }> => {
  const entry = target.entries[to];
  const isInstant = canonical(entry) === canonical(configured[to]);
  return { kind: "roll-back", to, position, endTime: target.endTime, entry, isInstant };
};

/** JSON with sorted keys: the CLI and a stack file order them differently. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, child: unknown) =>
    typeof child === "object" && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)))
      : child,
  ) ?? "";
