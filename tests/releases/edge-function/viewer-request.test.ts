import { readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { expect } from "chai";
import fc from "fast-check";
import ts from "typescript";
import { releaseExtensions } from "../../../releases/plan-file-headers";
import { isReleaseId } from "../../../releases/plan-release-id";
import { edgeCases, type Store } from "./cases";
import { hasNjs, njsEngine, nodeEngine, quickJsEngine, runCases } from "./engines";

const source = readFileSync(join(__dirname, "../../../releases/edge-function/viewer-request.js"), "utf8");

const engines = [nodeEngine, quickJsEngine, ...(hasNjs() ? [njsEngine] : [])];
const variables = { ...env };
const missingNjs =
  "The edge function is NOT tested in njs here: there is no such command (Debian: apt-get install njs).";
if (!hasNjs()) console.warn(`    ${missingNjs}`);

describe("the edge function", () => {
  it("is tested in njs, which CloudFront's own engine derives from, wherever tests are to be complete", () => {
    if (variables["CI"] === "true") expect(hasNjs(), missingNjs).to.equal(true);
  });

  it("is tested on at least 60 requests with unlike titles", () => {
    expect(new Set(edgeCases.map(({ title }) => title)).size).to.equal(edgeCases.length);
    expect(edgeCases.length).to.be.at.least(60);
  });

  for (const engine of engines) {
    it(`rewrites every request as the table says, in ${engine.name}`, async () => {
      const results = await runCases(engine, source, edgeCases);
      expect(results.map((result, index) => ({ title: edgeCases[index]?.title, ...result }))).to.deep.equal(
        edgeCases.map(({ title, rewritten, store }) => ({
          title,
          uri: rewritten,
          reads: "fails" in store && store.fails === "kvs throws" ? 0 : 1,
        })),
      );
    });

    it(`never throws nor leaves the releases for ${engine.fuzzRuns} made-up requests, in ${engine.name}`, async () => {
      const cases = fc.sample(madeUp, { numRuns: engine.fuzzRuns, seed: 1 });
      const results = await runCases(engine, source, cases);
      const outside = results.filter(
        ({ uri, reads, error }, index) =>
          error !== undefined || reads > 1 || !isInside(uri) || !allowedBy(cases[index]?.store).has(uri.split("/")[1]),
      );
      expect(outside).to.deep.equal([]);
      expect(results.length).to.equal(engine.fuzzRuns);
    });
  }

  it("knows as files exactly what may be uploaded as such", async () => {
    const store: Store = { value: '{"v":1,"c":"blue","r":"fallback","x":[]}' };
    const extensions = [...releaseExtensions];
    const cases = extensions.map((extension) => ({ uri: `/x${extension}`, cookies: {}, store }));
    const results = await runCases(nodeEngine, source, cases);
    expect(results.map(({ uri }) => uri)).to.deep.equal(extensions.map((extension) => `/fallback/x${extension}`));
    const listed = /\(\?:(avif[^)]*)\)/.exec(source)?.[1] ?? "";
    const known = listed.split("|").flatMap((name) => (/(.)\?/.test(name) ? variantsOf(name) : [name]));
    expect(known.map((name) => `.${name}`).sort()).to.deep.equal(extensions.sort());
  });

  it("has at most 2,048 bytes, a fifth of what CloudFront takes", () => {
    expect(Buffer.byteLength(source)).to.be.at.most(2048);
  });

  it("uses nothing that CloudFront's engine lacks or makes slow", () => {
    expect(unsupportedIn(source)).to.deep.equal([]);
  });

  for (const [bad, found] of [
    ["async function f() { JSON.parse(await g()); }", ["await in an argument"]],
    ["for (const a of b) {}", ["for-of"]],
    ["a?.b;", ["optional chaining"]],
    ["Promise.all([a]);", ["Promise combinator"]],
    ["class A {}", ["class"]],
  ] as const) {
    it(`would notice ${bad}`, () => {
      expect(unsupportedIn(bad)).to.deep.equal(found);
    });
  }
});

/** `jpe?g` and `html?`. */
const variantsOf = (name: string): string[] => [name.replace(/.\?/, ""), name.replace("?", "")];

/** `/<release>/…` without a way out. */
const isInside = (uri: string): boolean => {
  const [empty, release = "", ...rest] = uri.split("/");
  return (
    empty === "" && isReleaseId(release) && rest.length > 0 && !/(^|\/)\.{1,2}(\/|$)|\\|%2e|%2f/i.test(rest.join("/"))
  );
};

/** What a pointer lets anybody see: the fallback, the live release, and those that a cookie may ask for. */
const allowedBy = (store: Store | undefined): ReadonlySet<unknown> => {
  const active = store !== undefined && "value" in store ? parsed(store.value) : {};
  return new Set(["fallback", active.r, ...(Array.isArray(active.x) ? active.x : [])]);
};

const parsed = (text: string | undefined): { readonly r?: unknown; readonly x?: unknown } => {
  try {
    return Object(JSON.parse(text ?? ""));
  } catch {
    return {};
  }
};

const piece = fc.constantFrom("/", ".", "..", "%2e", "%2F", "\\", "meta", "x.json", "pool", ".well-known", "a", ".js");
const uri = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join("")}`),
  fc.webPath(),
  fc.string(),
);
const anyId = fc.oneof(fc.constantFrom("meta", "../meta", "fallback", "frontend_a", "frontend_..", ""), fc.string());
const madeUp = fc.record({
  uri,
  cookies: fc.oneof(
    fc.constant({}),
    anyId.map((value) => ({ __release: { value } })),
  ),
  store: fc.oneof(
    fc.record({ r: anyId, x: fc.array(anyId, { maxLength: 3 }) }).map((active) => ({ value: JSON.stringify(active) })),
    fc.json().map((value) => ({ value })),
    fc.constant<Store>({ fails: "get rejects" }),
  ),
});

/** Syntax that cloudfront-js-2.0 refuses or AWS advises against. */
const unsupported: Readonly<Record<string, (node: ts.Node) => boolean>> = {
  "await in an argument": (node) =>
    ts.isAwaitExpression(node) && ts.isCallExpression(node.parent) && node.parent.arguments.includes(node),
  "for-of": ts.isForOfStatement,
  "optional chaining": (node) => ts.isPropertyAccessExpression(node) && node.questionDotToken !== undefined,
  "Promise combinator": (node) =>
    ts.isPropertyAccessExpression(node) && /^Promise\.(all|any|race|allSettled)$/.test(node.getText()),
  class: ts.isClassLike,
};

const unsupportedIn = (text: string): readonly string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    for (const [name, isIt] of Object.entries(unsupported)) if (isIt(node)) found.push(name);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("f.js", text, ts.ScriptTarget.ES2023, true));
  return found;
};
