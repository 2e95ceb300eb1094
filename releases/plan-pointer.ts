import type { Color } from "../cutover/plan-weights";
import { fallbackRelease, isReleaseId } from "./plan-release-id";

/** What the edge function is told; one key, as two could straddle an update. */
export interface Pointer {
  /** The format's version. */
  readonly v: 1;
  readonly c: Color;
  /** The live release. */
  readonly r: string;
  /** Releases that a cookie may ask for. */
  readonly x: readonly string[];
}

/** The value of the key `active`, or why there can't be one. */
export type PointerPlan =
  | { readonly kind: "pointer"; readonly value: string }
  | { readonly kind: "refused"; readonly reason: "not-a-release" | "too-large"; readonly message: string };

/** Bytes of a value: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html. */
const largestValue = 1024;

/** Makes the pointer from the configuration alone: the live colour's release, and the other's to preview. */
export const planPointer = (
  active: Color,
  releases: Readonly<Partial<Record<Color, string>>>,
  previews: readonly string[] = [],
): PointerPlan => {
  const live = releases[active] ?? fallbackRelease;
  const standby = releases[active === "blue" ? "green" : "blue"];
  const listed = [...new Set([...(standby === undefined ? [] : [standby]), ...previews])].filter((id) => id !== live);
  const unknown = [live, ...listed].find((id) => !isReleaseId(id));
  if (unknown !== undefined) {
    const message = `Got the release ${JSON.stringify(unknown)}; allowed is frontend_ and 1 to 48 letters, digits or _.-`;
    return { kind: "refused", reason: "not-a-release", message };
  }
  const value = JSON.stringify({ v: 1, c: active, r: live, x: listed } satisfies Pointer);
  if (value.length <= largestValue) return { kind: "pointer", value };
  const message = `${listed.length} previews make a pointer of ${value.length} bytes; CloudFront takes ${largestValue}. List fewer.`;
  return { kind: "refused", reason: "too-large", message };
};

/** Reads the pointer; throws where it is none. */
export const parsePointer = (text: string): Pointer => {
  const { v, c, r, x } = parseObject(text);
  const isPointer =
    v === 1 && (c === "blue" || c === "green") && isText(r) && isReleaseId(r) && Array.isArray(x) && x.every(isText);
  if (isPointer) return { v, c, r, x };
  throw new Error(`The key "active" holds ${text}, which is no pointer to a release: run pulumi up to write it again.`);
};

/** Whether two pointers lead everybody to the same place; previews are a set. */
export const isSamePointer = (one: Pointer, other: Pointer): boolean =>
  one.c === other.c && one.r === other.r && [...one.x].sort().join() === [...other.x].sort().join();

/** For people. */
export const pointerText = ({ c, r, x }: Pointer): string =>
  `${r} (${c}${x.length === 0 ? "" : `; previews: ${x.join(", ")}`})`;

const isText = (value: unknown): value is string => typeof value === "string";

const parseObject = (text: string): Partial<Record<keyof Pointer, unknown>> => {
  try {
    return (JSON.parse(text) ?? {}) as Partial<Record<keyof Pointer, unknown>>;
  } catch {
    return {};
  }
};
