import type { HistoryEntry } from "../cutover/plan-rollback";
import { type Color, planWeights, type Weights } from "../cutover/plan-weights";

/** One update that moved requests, or tried to. */
export interface CutoverRow {
  /** The update's number, from 1 for the oldest: Pulumi Cloud's version; file and S3 backends give none. */
  readonly number: number;
  /** ISO 8601. */
  readonly startTime: string;
  readonly seconds: number;
  /** `succeeded`, `failed`, `in-progress`, … */
  readonly result: string;
  readonly kind: "first-deployment" | "cutover" | "shift" | "attempt";
  /** Null where there was nothing before. */
  readonly from: Weights | null;
  /** As the config said; null where it said nothing that makes sense. */
  readonly to: Weights | null;
  /** What the colour that got more requests was configured to run then. */
  readonly version: string | null;
  readonly message: string | null;
  readonly commit: string | null;
}

/** An update with its number. */
export interface NumberedEntry extends HistoryEntry {
  readonly number: number;
}

/** Numbers the updates, which come newest first. */
export const planNumbers = (history: readonly HistoryEntry[]): readonly NumberedEntry[] =>
  history.map((entry, position) => ({
    ...entry,
    number: entry.version > 0 ? entry.version : history.length - position,
  }));

/** The updates that moved requests, or failed while the config said so; newest first. */
export const planCutoverRows = (history: readonly HistoryEntry[]): readonly CutoverRow[] => {
  const rows: CutoverRow[] = [];
  let live: Weights | null = null;
  for (const entry of planNumbers(history).toReversed()) {
    if (entry.kind !== "update") continue;
    const row = rowOf(entry, live);
    if (row !== undefined) rows.unshift(row);
    if (entry.result === "succeeded") live = weightsOf(entry) ?? live;
  }
  return rows;
};

const rowOf = (entry: NumberedEntry, from: Weights | null): CutoverRow | undefined => {
  const to = weightsOf(entry);
  const hasSucceeded = entry.result === "succeeded";
  if (to === null ? hasSucceeded : to.blue === from?.blue) return undefined;
  const { number, startTime, endTime, result, message = null, commit = null } = entry;
  return {
    number,
    startTime,
    seconds: Math.max(0, (Date.parse(endTime) - Date.parse(startTime)) / 1000) || 0,
    result,
    kind: hasSucceeded ? kindOf(from, to) : "attempt",
    from,
    to,
    version: to === null ? null : versionOf(entry, gaining(from, to)),
    message,
    commit,
  };
};

const weightsOf = ({ activeColor, shift = 0 }: HistoryEntry): Weights | null =>
  activeColor === undefined ? null : planWeights(activeColor, shift);

const kindOf = (from: Weights | null, to: Weights | null): CutoverRow["kind"] => {
  if (from === null) return "first-deployment";
  return to !== null && Math.abs(to.blue - from.blue) === 100 ? "cutover" : "shift";
};

const gaining = (from: Weights | null, to: Weights): Color => (to.blue > (from?.blue ?? 50) ? "blue" : "green");

const versionOf = ({ entries }: HistoryEntry, color: Color): string | null => {
  const entry = entries[color];
  if (typeof entry !== "object" || entry === null || !("version" in entry)) return null;
  return String(entry.version);
};
