/** How browsers and CloudFront are to treat a file. */
export interface FileHeaders {
  readonly contentType: string;
  readonly cacheControl: string;
}

/** Where a file is kept: the pool for names that change with their content, the release for all others. */
export type FilePlace = "pool" | "release";

/** Chooses the headers by extension and place; every file gets some. */
export const planFileHeaders = (path: string, place: FilePlace): FileHeaders => ({
  contentType: contentTypeOf(path),
  cacheControl: place === "pool" ? forEver : (cacheControlByName.get(nameOf(path)) ?? revalidated),
});

/** Whether a path is an HTML page. */
export const isPage = (path: string): boolean => /\.html?$/i.test(path);

/**
 * Whether the edge function takes this path for a file; anything else it answers with the page.
 * The function has the same list: a test compares the two.
 */
export const isServedAsFile = (path: string): boolean =>
  !path.includes("\\") && (path.startsWith(".well-known/") || releaseExtensions.has(extensionOf(path)));

/** A year, the longest that HTTP caches need honour: https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2. */
const forEver = "public, max-age=31536000, immutable";

/** The edge may keep it, as another release has another key; browsers ask each time. */
const revalidated = "public, max-age=0, s-maxage=31536000, must-revalidate";

/** Files that programs poll to find out about new versions: nobody keeps them without asking. */
const cacheControlByName: ReadonlyMap<string, string> = new Map(
  ["sw.js", "service-worker.js", "version.json", "config.json"].map((name) => [name, "no-cache"]),
);

/** Fonts, WebAssembly and modules are refused by browsers unless the type is right, so nothing is guessed from content. */
const contentTypes: ReadonlyMap<string, string> = new Map([
  [".avif", "image/avif"],
  [".bmp", "image/bmp"],
  [".css", "text/css; charset=utf-8"],
  [".csv", "text/csv; charset=utf-8"],
  [".eot", "application/vnd.ms-fontobject"],
  [".gif", "image/gif"],
  [".gz", "application/gzip"],
  [".htm", "text/html; charset=utf-8"],
  [".html", "text/html; charset=utf-8"],
  [".ico", "image/vnd.microsoft.icon"],
  [".jpeg", "image/jpeg"],
  [".jpg", "image/jpeg"],
  [".js", "text/javascript; charset=utf-8"],
  [".json", "application/json; charset=utf-8"],
  [".map", "application/json; charset=utf-8"],
  [".md", "text/markdown; charset=utf-8"],
  [".mjs", "text/javascript; charset=utf-8"],
  [".mp3", "audio/mpeg"],
  [".mp4", "video/mp4"],
  [".ogg", "audio/ogg"],
  [".otf", "font/otf"],
  [".pdf", "application/pdf"],
  [".png", "image/png"],
  [".svg", "image/svg+xml; charset=utf-8"],
  [".ttf", "font/ttf"],
  [".txt", "text/plain; charset=utf-8"],
  [".wasm", "application/wasm"],
  [".wav", "audio/wav"],
  [".webm", "video/webm"],
  [".webmanifest", "application/manifest+json; charset=utf-8"],
  [".webp", "image/webp"],
  [".woff", "font/woff"],
  [".woff2", "font/woff2"],
  [".xml", "application/xml; charset=utf-8"],
  [".zip", "application/zip"],
]);

/** What files may end in to be served from a release. */
export const releaseExtensions: ReadonlySet<string> = new Set(contentTypes.keys());

const contentTypeOf = (path: string): string => {
  // Apple's app links are JSON without an extension.
  if (nameOf(path) === "apple-app-site-association") return "application/json; charset=utf-8";
  return contentTypes.get(extensionOf(path)) ?? "application/octet-stream";
};

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const extensionOf = (path: string): string => /\.[^./]+$/.exec(path)?.[0].toLowerCase() ?? "";
