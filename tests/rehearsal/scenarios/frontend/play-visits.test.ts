import { expect } from "chai";
import type { EdgeAnswer } from "../../../../rehearsal/region/effects/edge-cache";
import type { Visit } from "../../../../rehearsal/scenarios/frontend/plan-visits";
import { type ModelledSite, playVisits } from "../../../../rehearsal/scenarios/frontend/play-visits";

const answer = (status: number, type: string, body: string): EdgeAnswer => ({
  status,
  headers: { "content-type": type },
  body: Buffer.from(body),
});
const page = answer(
  200,
  "text/html; charset=utf-8",
  '<script type="module" src="/assets/app-1.js"></script><link rel="stylesheet" href="/assets/app-1.css"><a href="/x">',
);
const app = answer(200, "text/javascript", "a=()=>import(`./one-1.js`);b=()=>import('./two-1.js')");
const style = answer(200, "text/css", "");
const chunk = answer(200, "text/javascript", "");
const notFound = answer(404, "application/xml", "");
const complete = { "/": page, "/assets/app-1.js": app, "/assets/app-1.css": style, "/assets/one-1.js": chunk };
const all: Readonly<Record<string, EdgeAnswer>> = { ...complete, "/assets/two-1.js": chunk };

/** A site that is the same at all times, and what it was asked. */
const siteOf = (answers: Readonly<Record<string, EdgeAnswer>>) => {
  const asked: (readonly [number, number, string])[] = [];
  const site: ModelledSite = {
    answer: async (at, location, uri) => {
      asked.push([at, location, uri]);
      return answers[uri] ?? notFound;
    },
  };
  return { site, asked };
};

const wants = (kind: "eager" | "lazy", index: number): Visit["wants"] => ({ kind, index });
const visitsOf = (number: number, location = 4): readonly Visit[] =>
  (["page", wants("eager", 0), wants("eager", 1), wants("eager", 2), wants("lazy", 0), wants("lazy", 1)] as const).map(
    (wanted, index) => ({ at: index, page: number, location, wants: wanted }),
  );

describe("playVisits", () => {
  it("asks for what the page and its script name, and for nothing else", async () => {
    const { site, asked } = siteOf(all);

    expect(await playVisits(visitsOf(0), site)).to.deep.equal({
      pages: 1,
      pagesWithFailedAsset: 0,
      htmlForScript: 0,
      requests: 5,
    });
    expect(asked).to.deep.equal([
      [0, 4, "/"],
      [1, 4, "/assets/app-1.js"],
      [2, 4, "/assets/app-1.css"],
      [4, 4, "/assets/one-1.js"],
      [5, 4, "/assets/two-1.js"],
    ]);
  });

  it("counts a page once, however many of its files are missing", async () => {
    const { site } = siteOf({ "/": page });
    const { pages, pagesWithFailedAsset } = await playVisits([...visitsOf(0), ...visitsOf(1)], site);

    expect({ pages, pagesWithFailedAsset }).to.deep.equal({ pages: 2, pagesWithFailedAsset: 2 });
  });

  it("counts a page that misses what it needs much later", async () => {
    const { site } = siteOf(complete);

    expect((await playVisits(visitsOf(0), site)).pagesWithFailedAsset).to.equal(1);
  });

  it("counts scripts and styles that are answered with a page, though with 200", async () => {
    const { site } = siteOf({ ...all, "/assets/two-1.js": page, "/assets/app-1.css": page });
    const { pagesWithFailedAsset, htmlForScript } = await playVisits(visitsOf(0), site);

    expect({ pagesWithFailedAsset, htmlForScript }).to.deep.equal({ pagesWithFailedAsset: 1, htmlForScript: 2 });
  });

  it("takes a page that is down, or names no files, for failed", async () => {
    const down = await playVisits(visitsOf(0), siteOf({}).site);
    const fallback = await playVisits(visitsOf(0), siteOf({ "/": answer(200, "text/html", "<h1>soon") }).site);

    expect(
      [down, fallback].map(({ pagesWithFailedAsset, requests }) => [pagesWithFailedAsset, requests]),
    ).to.deep.equal([
      [1, 1],
      [1, 1],
    ]);
  });
});
