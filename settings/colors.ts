import { type Color, colors, otherColor } from "../cutover/plan-weights";
import { fallbackRelease, isReleaseId } from "../releases/plan-release-id";
import type { Fields } from "./fields";
import { type Kind, oneOf, text } from "./kinds";

/** How many tasks a colour keeps: what the load needs, the minimum, or none. */
export type Capacity = "full" | "min" | "off";

/** What one colour runs. */
export interface ColorSettings {
  /** `x.y.z.RELEASE` or `x.y.z.MILESTONE`. */
  readonly version: string;
  /** Service -> image. */
  readonly images: Readonly<Record<string, string>>;
  /** Frontend release. @default the fallback page */
  readonly release?: string;
  readonly capacity: Capacity;
}

/** What the colours depend on. */
export interface ColorContext {
  readonly activeColor: Color;
  readonly shift: number;
  readonly production: boolean;
  readonly serviceNames: readonly string[];
}

const versionKind = text(
  /^\d+\.\d+\.\d+\.(RELEASE|MILESTONE)$/,
  "x.y.z.RELEASE or x.y.z.MILESTONE, for example 1.4.2.RELEASE",
  "0.0.0.RELEASE",
);
const productionVersionKind = text(
  /^\d+\.\d+\.\d+\.RELEASE$/,
  "x.y.z.RELEASE in production, for example 1.4.2.RELEASE",
  "0.0.0.RELEASE",
);
const imageKind = text(/^[a-z0-9][\w.:/@-]{0,511}$/, "an image, for example registry.example.com/web:1.4.2");
const productionImageKind = text(
  /^[a-z0-9][\w.:/-]{0,440}@sha256:[0-9a-f]{64}$/,
  "an image with its digest in production, for example registry.example.com/web@sha256:<64 hex digits>",
);
const releaseKind: Kind<string> = {
  allowed: "fallback, or frontend_ and 1 to 48 letters, digits or _.-",
  example: fallbackRelease,
  parse: (raw) => (typeof raw === "string" && isReleaseId(raw) ? raw : undefined),
};
const capacityKind = oneOf<Capacity>(["full", "min", "off"]);

/** Reads the entries of both colours. */
export const parseColors = (root: Fields, context: ColorContext): Readonly<Record<Color, ColorSettings>> => {
  const [blue, green] = [parseColor(root, "blue", context), parseColor(root, "green", context)];
  const parsed = { blue, green };
  for (const color of colors) refuseMissingCapacity(root, color, { ...context, capacity: parsed[color].capacity });
  return parsed;
};

const parseColor = (root: Fields, color: Color, { production, serviceNames }: ColorContext): ColorSettings => {
  const fields = root.object(color);
  const release = fields.optional("release", releaseKind);
  const parsed: ColorSettings = {
    version: fields.required("version", production ? productionVersionKind : versionKind),
    images: parseImages(fields, serviceNames, production),
    capacity: fields.withDefault("capacity", capacityKind, "full"),
    ...(release === undefined ? {} : { release }),
  };
  fields.refuseUnknownKeys();
  return parsed;
};

const parseImages = (
  color: Fields,
  serviceNames: readonly string[],
  production: boolean,
): Readonly<Record<string, string>> => {
  const images = color.object("images");
  const kind = production ? productionImageKind : imageKind;
  const parsed = Object.fromEntries(serviceNames.map((name) => [name, images.required(name, kind)]));
  // Without any service every image would be one too many, which is not what has to be mended.
  if (serviceNames.length > 0) images.refuseUnknownKeys();
  return parsed;
};

const refuseMissingCapacity = (
  root: Fields,
  color: Color,
  { activeColor, shift, capacity }: ColorContext & { readonly capacity: Capacity },
): void => {
  if (capacity === "full" || root.isWrong(`${color}.capacity`) || root.isWrong("activeColor")) return;
  const key = `${color}.capacity`;
  if (color === activeColor) root.refuse(key, `full, since ${color} is the active colour`, JSON.stringify(capacity));
  else if (shift > 0 && !root.isWrong("shift"))
    root.refuse(key, `full, since shift leads ${shift} % from ${otherColor(color)} to it`, JSON.stringify(capacity));
};
