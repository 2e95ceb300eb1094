import type { Color, Weights } from "./plan-weights";

/** What was taken back, so that an old config cannot bring it in again unnoticed. */
export interface RolledBack {
  readonly color: Color;
  /** What that colour ran, as `imageText` writes it; compared for equality only. */
  readonly image: string;
}

/** What a colour runs as one text; the same images give the same text, whatever order they were written in. */
export const imageText = (images: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(images).sort(([one], [other]) => (one < other ? -1 : 1)));

/** What hooks and commands know about a cutover: the value of the SSM parameter `cutover`. */
export interface CutoverNote {
  /** The cutover that `requestedBy` and `approvedBy` speak of: a version number of the parameter `declared`. */
  readonly id: number | null;
  readonly requestedBy: string | null;
  readonly approvedBy: string | null;
  /** The last cutover that was told, or was about to be told, to Slack. */
  readonly notified: number | null;
  /** What was told then: an update that was killed and repeated gets another id for the same weights. */
  readonly notifiedWeights: Weights | null;
  readonly rolledBackFrom: RolledBack | null;
  /** Fields this version doesn't know; they are written back as they were. */
  readonly other: Readonly<Record<string, unknown>>;
}

/** The note before the first cutover. */
export const emptyCutoverNote: CutoverNote = {
  id: null,
  requestedBy: null,
  approvedBy: null,
  notified: null,
  notifiedWeights: null,
  rolledBackFrom: null,
  other: {},
};

/** The note as text; the same note gives the same text. */
export const formatCutoverNote = (note: CutoverNote): string => {
  const { id, requestedBy, approvedBy, notified, notifiedWeights, rolledBackFrom, other } = note;
  return JSON.stringify({ id, requestedBy, approvedBy, notified, notifiedWeights, rolledBackFrom, ...other });
};

/** Reads a note back; throws an Error that names everything that is wrong with it. */
export const parseCutoverNote = (text: string): CutoverNote => {
  const { id, requestedBy, approvedBy, notified, notifiedWeights, rolledBackFrom, ...other } = parseObject(text);
  const problems: string[] = [];
  const note = {
    id: numberOrNull("id", id, problems),
    requestedBy: textOrNull("requestedBy", requestedBy, problems),
    approvedBy: textOrNull("approvedBy", approvedBy, problems),
    notified: numberOrNull("notified", notified, problems),
    notifiedWeights: weightsOrNull(notifiedWeights, problems),
    rolledBackFrom: rolledBackOrNull(rolledBackFrom, problems),
    other,
  };
  if (problems.length > 0) throw notANote(problems.join("; "));
  return note;
};

const parseObject = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // The same error as for JSON that isn't an object.
  }
  throw notANote(`the whole value is ${JSON.stringify(text.slice(0, 60))} instead of a JSON object`);
};

const notANote = (problems: string): Error =>
  new Error(
    `The parameter "cutover" can't be read: ${problems}. Write ${formatCutoverNote(emptyCutoverNote)} to it to start afresh.`,
  );

const numberOrNull = (field: string, value: unknown, problems: string[]): number | null => {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  if (value !== undefined && value !== null)
    problems.push(`${field} is ${JSON.stringify(value)} instead of an integer`);
  return null;
};

const textOrNull = (field: string, value: unknown, problems: string[]): string | null => {
  if (typeof value === "string") return value;
  if (value !== undefined && value !== null) problems.push(`${field} is ${JSON.stringify(value)} instead of a text`);
  return null;
};

const weightsOrNull = (value: unknown, problems: string[]): Weights | null => {
  if (value === undefined || value === null) return null;
  if (typeof value === "object" && "blue" in value && "green" in value) {
    const { blue, green } = value;
    if (typeof blue === "number" && typeof green === "number") return { blue, green };
  }
  problems.push(`notifiedWeights is ${JSON.stringify(value)} instead of {blue: number, green: number}`);
  return null;
};

const rolledBackOrNull = (value: unknown, problems: string[]): RolledBack | null => {
  if (value === undefined || value === null) return null;
  if (typeof value === "object" && "color" in value && "image" in value) {
    const { color, image } = value;
    if ((color === "blue" || color === "green") && typeof image === "string") return { color, image };
  }
  problems.push(`rolledBackFrom is ${JSON.stringify(value)} instead of {color: "blue" or "green", image: text}`);
  return null;
};
