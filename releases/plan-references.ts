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
  pages.flatMap((page) => {
    const tags = tagsOf(page.html);
    const base = baseOf(page.path, tags);
    return [...new Set(tags.flatMap(referencesOf))]
      .filter((reference) => isMissing(reference, base, paths))
      .map((reference) => ({ page: page.path, reference }));
  });

/** Any address will do: it only has to be recognized again. */
const site = "http://build.invalid/";

/** What a page's references start from: its own address, or what its first base with an address makes of that. */
const baseOf = (path: string, tags: readonly Tag[]): string => {
  const own = new URL(path.split("/").map(encodeURIComponent).join("/"), site).href;
  const base = tags.find(({ name, attributes }) => name === "base" && attributes.has("href"));
  return URL.parse(base?.attributes.get("href") ?? "", own)?.href ?? own;
};

const isMissing = (reference: string, base: string, paths: ReadonlySet<string>): boolean => {
  const url = URL.parse(reference, base);
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
  image: ["href", "xlink:href"],
  use: ["href", "xlink:href"],
};

/** Links that name no file of the build, or are hints about hosts. */
const otherRelations = /^(?:canonical|alternate|preconnect|dns-prefetch|next|prev|search|author|license|me)$/i;

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Without what stands in comments, scripts and styles. */
const tagsOf = (html: string): readonly Tag[] => {
  const visible = html.replace(/<!--[\s\S]*?-->|(<(script|style)\b[^>]*>)[\s\S]*?<\/\2\s*>/gi, "$1");
  return [...visible.matchAll(/<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi)].map(([, name = "", rest = ""]) => ({
    name: name.toLowerCase(),
    attributes: attributesOf(rest),
  }));
};

const referencesOf = ({ name, attributes }: Tag): readonly string[] => {
  if (name === "link" && otherRelations.test(attributes.get("rel") ?? "")) return [];
  return (loading[name] ?? []).flatMap((attribute) => addressesIn(attribute, attributes.get(attribute)));
};

/** Names may hold nearly everything, so that a framework's `:src` isn't taken for `src`. */
const attributesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g)].map(
      ([, name = "", double, single, bare]) => [
        name.toLowerCase(),
        (double ?? single ?? String(bare)).trim().replaceAll("&amp;", "&"),
      ],
    ),
  );

/**
 * A set of images names several, each with its width or density; a comma ends one only behind these or before a space:
 * https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
 */
const addressesIn = (attribute: string, value: string | undefined): readonly string[] => {
  if (value === undefined || value === "" || value.startsWith("#")) return [];
  if (!attribute.endsWith("srcset")) return [value];
  return [...value.matchAll(/([^\s,](?:\S*[^\s,])?)(?:\s[^,]*)?/g)].map(([, address = ""]) => address);
};
