import type { HistoryEntry } from "../../cutover/plan-rollback";
import type { Color } from "../../cutover/plan-weights";

/** A deployment of five seconds with two known versions, of a backend that numbers nothing. */
export const update = (activeColor: Color | undefined, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  version: 0,
  kind: "update",
  result: "succeeded",
  startTime: "2026-11-20T10:00:00.000Z",
  endTime: "2026-11-20T10:00:05.000Z",
  activeColor,
  entries: { blue: { version: "1" }, green: { version: "2" } },
  ...change,
});
