import type { BeforeFlipEntry } from "./plan-before-flip";
import { planFingerprint } from "./plan-fingerprint";

/** What is remembered of tasks before flips: service -> image's key -> entry. The value of the SSM parameter `before-flip`. */
export type BeforeFlipNote = Readonly<Record<string, Readonly<Record<string, BeforeFlipEntry>>>>;

/** As many images of a service as are remembered: two are in use, and a parameter holds 8 KiB. */
const imagesRemembered = 4;

/** What an image is known by: its digest, or where it has none its name, which then may stand for several. */
export const imageKey = (image: string): string => image.split("@sha256:")[1]?.slice(0, 16) ?? planFingerprint(image);

/** The note as text. */
export const formatBeforeFlipNote = (note: BeforeFlipNote): string => JSON.stringify(note);

/** Reads the note back; throws an Error that says how to begin anew. */
export const parseBeforeFlipNote = (text: string): BeforeFlipNote => {
  const note = parseJson(text);
  if (isRecord(note) && Object.values(note).every((images) => isRecord(images) && Object.values(images).every(isEntry)))
    return note as BeforeFlipNote;
  throw new Error(
    `The parameter "before-flip" is not what updates write: ${text.slice(0, 60)}. Put {} there to begin anew; ` +
      "each image's task then runs once more.",
  );
};

/** The entry of an image, undefined where nothing is known. */
export const entryOf = (note: BeforeFlipNote, service: string, image: string): BeforeFlipEntry | undefined =>
  note[service]?.[imageKey(image)];

/** The note with one entry added or replaced; the oldest ones beyond a few are forgotten. */
export const withEntry = (
  note: BeforeFlipNote,
  { service, image }: { readonly service: string; readonly image: string },
  entry: BeforeFlipEntry,
): BeforeFlipNote => {
  const entries = Object.entries({ ...note[service], [imageKey(image)]: entry });
  const newest = entries.toSorted(([, one], [, other]) => other.at - one.at).slice(0, imagesRemembered);
  return { ...note, [service]: Object.fromEntries(newest) };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isEntry = (value: unknown): boolean =>
  isRecord(value) &&
  ["served", "started", "succeeded"].some((state) => state === value["state"]) &&
  typeof value["at"] === "number" &&
  typeof value["attempt"] === "number";
