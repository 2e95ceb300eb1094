import type { HistoryEntry } from "./plan-rollback";
import { type Color, colors } from "./plan-weights";

/**
 * Reads what `pulumi stack history --json` prints, newest first, as the CLI orders it.
 * @param text - the command's standard output
 * @param project - the name in `Pulumi.yaml`, under which the configuration keys are filed
 * @throws Error where the text isn't such a history
 */
export const parseHistory = (text: string, project: string): readonly HistoryEntry[] => {
  const entries: unknown = JSON.parse(text);
  if (!Array.isArray(entries)) throw new Error(`Expected a JSON array of updates, got ${typeof entries}.`);
  return entries.map((entry: unknown) => parseEntry(entry, project));
};

const parseEntry = (entry: unknown, project: string): HistoryEntry => {
  const { version, kind, result, startTime, endTime, config, message, environment } = asRecord(entry);
  const setting = (key: string): unknown => {
    const { value, objectValue } = asRecord(asRecord(config)[`${project}:${key}`]);
    return objectValue ?? value;
  };
  const activeColor = setting("activeColor");
  const shift = Number(setting("shift") ?? 0);
  const commit = asRecord(environment)["git.head"];
  return {
    version: typeof version === "number" ? version : 0,
    kind: String(kind),
    result: String(result),
    startTime: String(startTime),
    endTime: String(endTime),
    activeColor: isColor(activeColor) ? activeColor : undefined,
    ...(shift > 0 ? { shift } : {}),
    ...(typeof message === "string" && message !== "" ? { message } : {}),
    ...(typeof commit === "string" ? { commit } : {}),
    entries: { blue: setting("blue"), green: setting("green") },
  };
};

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const isColor = (value: unknown): value is Color => colors.some((color) => color === value);
