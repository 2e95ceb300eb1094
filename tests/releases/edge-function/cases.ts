/** What the function's store does when it is asked. */
export type Store = { readonly value: string } | { readonly fails: "get rejects" | "kvs throws" };

/** A viewer request, and the URI that it must become. */
export interface EdgeCase {
  readonly title: string;
  readonly uri: string;
  readonly cookies: Readonly<Record<string, { readonly value: string }>>;
  readonly store: Store;
  readonly rewritten: string;
}

const live = "frontend_2026-11-21_15-18-abc1234";
const preview = "frontend_2026-11-22_09-00";
const pointer = JSON.stringify({ v: 1, c: "green", r: live, x: [preview] });

const edgeCase = (title: string, uri: string, rewritten: string, others: Partial<EdgeCase> = {}): EdgeCase => ({
  title,
  uri,
  rewritten,
  cookies: {},
  store: { value: pointer },
  ...others,
});

const page = `/${live}/index.html`;

const pages = [
  "/",
  "/users",
  "/users/",
  "/users/john.doe",
  "/v1.2/docs",
  "/deep/link/",
  "/a/b/c/d/e",
  "/search/%C3%BC",
  "/app.jsx",
  "/.env",
  "/.well-known",
  "/meta",
  "/assetsx",
  "/file.",
  "/js",
  "/file.js/",
  "/file.js%00",
  "/release-1.0.0",
  "/a;b=c.d",
  "/~user",
  "",
].map((uri) => edgeCase(`answers ${JSON.stringify(uri)} with the page`, uri, page));

const files = [
  "/index.html",
  "/404.html",
  "/favicon.ico",
  "/robots.txt",
  "/sw.js",
  "/version.json",
  "/manifest.webmanifest",
  "/sitemap.xml",
  "/missing.js",
  "/missing.css",
  "/images/Logo.PNG",
  "/fonts/a.woff2",
  "/fonts/a.woff",
  "/photo.jpeg",
  "/photo.jpg",
  "/a%20b.svg",
  "/app.js.map",
  "/a..b.js",
  "/.well-known/security",
  "/.well-known/acme-challenge/x_y-z",
  "/meta/x.json",
  "/assets/missing-abc.js",
].map((uri) => edgeCase(`leaves ${uri} a file`, uri, `/${live}${uri}`));

const pluses = ["/c++/a+b.svg", "/c%2B%2B/a%2Bb.svg"].map((uri) =>
  edgeCase(`escapes the + of ${uri}, which S3 takes for a space`, uri, `/${live}/c%2B%2B/a%2Bb.svg`),
);

const longest = `/${"a/".repeat(1533)}xy.js`;
const lengths = [
  edgeCase("leaves an address as long as a key's can be a file", longest, `/${live}${longest}`),
  edgeCase("answers a longer one with the page, whatever it costs to look at", `/a${longest}`, page),
];

const detours = [
  "/../meta/x.json",
  "/a/../../meta/x.json",
  "/./a.js",
  "/..",
  "/.well-known/../meta/x.json",
  "/%2e%2e/meta/x.json",
  "/%2E%2e%2Fmeta/x.json",
  "/a%5C..%5Cmeta.json",
  "/..\\meta\\x.json",
  "//meta/x.json",
  "/a//b.js",
  "x.js",
].map((uri) => edgeCase(`lets ${JSON.stringify(uri)} lead nowhere else`, uri, page));

const pinned = (value: string) => ({ cookies: { __release: { value } } });
const previews = [
  edgeCase("previews a listed release", "/", `/${preview}/index.html`, pinned(preview)),
  edgeCase("previews a listed release's files", "/sw.js", `/${preview}/sw.js`, pinned(preview)),
  edgeCase("previews nothing that isn't listed", "/", page, pinned("frontend_2026-11-22_09-01")),
  edgeCase("previews no part of a listed id", "/", page, pinned("frontend_2026-11-22")),
  edgeCase("previews no other prefix", "/", page, pinned("../meta")),
  edgeCase("previews nothing for an empty cookie", "/", page, pinned("")),
  edgeCase("ignores other cookies", "/", page, { cookies: { other: { value: preview } } }),
  edgeCase("previews no listed id of another form", "/", page, {
    ...pinned("meta"),
    store: { value: JSON.stringify({ v: 1, c: "blue", r: live, x: ["meta"] }) },
  }),
  edgeCase("previews nothing from a list that is a text", "/", page, {
    ...pinned(preview),
    store: { value: JSON.stringify({ v: 1, c: "blue", r: live, x: preview }) },
  }),
  edgeCase("previews nothing without a list", "/", page, {
    ...pinned(preview),
    store: { value: JSON.stringify({ v: 1, c: "blue", r: live }) },
  }),
];

const broken: readonly (readonly [string, Store])[] = [
  ["the key is missing", { fails: "get rejects" }],
  ["no store is associated", { fails: "kvs throws" }],
  ["the value is no JSON", { value: "{" }],
  ["the value is empty", { value: "" }],
  ["the value is null", { value: "null" }],
  ["the value is a text", { value: '"frontend_x"' }],
  ["the release is unknown in form", { value: '{"v":1,"c":"blue","r":"../meta","x":[]}' }],
  ["the release is too long", { value: JSON.stringify({ v: 1, c: "blue", r: `frontend_${"a".repeat(49)}`, x: [] }) }],
  ["there is no release", { value: '{"v":1,"c":"blue","x":[]}' }],
  ["the release is the fallback", { value: '{"v":1,"c":"blue","r":"fallback","x":[]}' }],
];

/** What the edge function must do, in every engine. */
export const edgeCases: readonly EdgeCase[] = [
  ...pages,
  ...files,
  ...pluses,
  ...lengths,
  ...detours,
  ...previews,
  ...broken.map(([when, store]) =>
    edgeCase(`serves the fallback when ${when}`, "/deep/link", "/fallback/index.html", { store, ...pinned(preview) }),
  ),
];
