/** An HTML page of a build. */
export interface Page {
  /** Relative to the build's root, with `/`. */
  readonly path: string;
  readonly html: string;
}

/** A page that asks for a file which isn't in the build. */
export interface MissingReference {
  readonly page: string;
  /** As the page has it. */
  readonly reference: string;
}

/** Finds the local files that pages load (scripts, styles, images, media) and the build lacks. */
export const planMissingReferences = (
  pages: readonly Page[],
  paths: ReadonlySet<string>,
): readonly MissingReference[] =>
  pages.flatMap((page) =>
    [...new Set(referencesOf(page.html))]
      .filter((reference) => isMissing(page, reference, paths))
      .map((reference) => ({ page: page.path, reference })),
  );

/** Any address will do: it only has to be recognized again. */
const site = "http://build.invalid/";

const isMissing = (page: Page, reference: string, paths: ReadonlySet<string>): boolean => {
  const base = attributesOf(/<base\b[^>]*>/i.exec(page.html)?.[0] ?? "").get("href") ?? "";
  const url = URL.parse(reference, new URL(base, new URL(page.path, site)).href);
  if (url === null) return true;
  if (url.origin !== new URL(site).origin || url.pathname.startsWith("/api/")) return false;
  return !paths.has(decoded(url.pathname).slice(1));
};

const decoded = (pathname: string): string => {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
};

/** Links (`<a>`, `<form>`) are places to go to, which the application may make up; these are files to load. */
const loading: Readonly<Record<string, readonly string[]>> = {
  script: ["src"],
  link: ["href", "imagesrcset"],
  img: ["src", "srcset"],
  source: ["src", "srcset"],
  video: ["src", "poster"],
  audio: ["src"],
  track: ["src"],
  embed: ["src"],
  object: ["data"],
  image: ["href"],
  use: ["href"],
};

/** Links that name no file of the build, or are hints about hosts. */
const otherRelations = /^(?:canonical|alternate|preconnect|dns-prefetch|next|prev|search|author|license|me)$/i;

const referencesOf = (html: string): readonly string[] => {
  const visible = html.replace(/<!--[\s\S]*?-->/g, "").replace(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2\s*>/gi, "$1");
  return [...visible.matchAll(/<([a-z]+)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi)].flatMap(([, tag = "", rest = ""]) => {
    const attributes = attributesOf(rest);
    if (tag.toLowerCase() === "link" && otherRelations.test(attributes.get("rel") ?? "")) return [];
    return (loading[tag.toLowerCase()] ?? []).flatMap((name) => addressesIn(name, attributes.get(name)));
  });
};

const attributesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/([a-z][a-z-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)].map(
      ([, name = "", double, single, bare]) => [
        name.toLowerCase(),
        (double ?? single ?? String(bare)).trim().replaceAll("&amp;", "&"),
      ],
    ),
  );

/** A set of images names several, each with its width or density. */
const addressesIn = (attribute: string, value: string | undefined): readonly string[] => {
  if (value === undefined || value === "" || value.startsWith("#") || value.startsWith("data:")) return [];
  if (!attribute.endsWith("srcset")) return [value];
  return value.split(/,\s+/).flatMap((candidate) => candidate.trim().split(/\s+/).slice(0, 1));
};
