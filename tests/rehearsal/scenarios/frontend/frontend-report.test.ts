import { expect } from "chai";
import type { Sight } from "../../../../rehearsal/browser/browse-frontend";
import {
  type FrontendFacts,
  frontendReport,
  frontendText,
  isFrontendSound,
} from "../../../../rehearsal/scenarios/frontend/frontend-report";

const sight: Sight = { when: "a tab opened before the flip", page: "overview", release: "1.4.2", color: "blue" };
const ours = { pages: 20_000, pagesWithFailedAsset: 0, htmlForScript: 0, requests: 120_000 };
const control = { ...ours, pagesWithFailedAsset: 11_270 };
const browsed = { kind: "browsed", sights: [sight], expected: [sight], answers: 26, problems: [] } as const;
const missing = { path: "/api/missing", status: 404, contentType: "application/json" };

const fallback = { path: "/", status: 200, contentType: "text/html; charset=utf-8" };
const facts: FrontendFacts = {
  fallback,
  deploys: [
    { filesTotal: 8, stored: 8 },
    { filesTotal: 8, stored: 6 },
  ],
  flip: { kvsWrites: 1, s3Writes: 0, seconds: 8.2 },
  rollback: { kvsWrites: 1, s3Writes: 0, seconds: 8.1 },
  load: { requests: 4_948, failed: 0, statuses: [] },
  browser: browsed,
  missing: [missing],
  visits: [
    { lagSeconds: 10, ours, control },
    { lagSeconds: 60, ours, control },
  ],
  leftovers: 0,
  seconds: 80,
};

describe("the frontend scenario's report", () => {
  it("has the figures of both sites, of both switches and of the browser", () => {
    expect(frontendReport(facts)).to.deep.equal({
      scenario: "frontend",
      ours,
      control,
      lagSeconds: 10,
      slow: { lagSeconds: 60, ours, control },
      flip: { kvsWrites: 1, s3Writes: 0, seconds: 8.2 },
      rollback: { kvsWrites: 1, s3Writes: 0, seconds: 8.1 },
      load: { requests: 4_948, failed: 0, statuses: [] },
      browser: { answers: 26, problems: [], asExpected: true },
      fallback,
      missing: [missing],
      deploys: [
        { files: 8, stored: 8 },
        { files: 8, stored: 6 },
      ],
      leftovers: 0,
    });
  });

  it("is sound with a browser, and where there is none", () => {
    expect(isFrontendSound(facts)).to.equal(true);
    expect(isFrontendSound({ ...facts, browser: { kind: "no-browser" } })).to.equal(true);
    expect(frontendReport({ ...facts, browser: { kind: "no-browser" } })["browser"]).to.equal(null);
  });

  const changes: readonly (readonly [string, Partial<FrontendFacts>])[] = [
    ["a page missed a file", { visits: [facts.visits[0], { lagSeconds: 60, ours: control, control }] }],
    [
      "a script was answered with a page",
      { visits: [{ lagSeconds: 10, ours: { ...ours, htmlForScript: 1 }, control }, facts.visits[1]] },
    ],
    ["the control shows no fault", { visits: [{ lagSeconds: 10, ours, control: ours }, facts.visits[1]] }],
    [
      "the control had other visitors",
      { visits: [{ lagSeconds: 10, ours, control: { ...control, pages: 1 } }, facts.visits[1]] },
    ],
    ["a flip wrote the pointer twice", { flip: { ...facts.flip, kvsWrites: 2 } }],
    ["a rollback wrote to S3", { rollback: { ...facts.rollback, s3Writes: 1 } }],
    ["a request failed", { load: { ...facts.load, failed: 1, statuses: [0] } }],
    ["a new stack had no page", { fallback: { ...fallback, status: 404 } }],
    ["a missing file was answered with 200", { missing: [{ ...missing, status: 200 }] }],
    ["a missing file was answered with a page", { missing: [{ ...missing, contentType: "text/html" }] }],
    ["the browser met an error", { browser: { ...browsed, problems: ["404 /assets/x.js"] } }],
    ["the browser saw another release", { browser: { ...browsed, sights: [{ ...sight, release: "1.5.0" }] } }],
    ["something was left behind", { leftovers: 1 }],
  ];
  for (const [what, change] of changes) {
    it(`isn't sound where ${what}`, () => {
      expect(isFrontendSound({ ...facts, ...change })).to.equal(false);
      expect(frontendText({ ...facts, ...change })).to.include("Something did not hold");
    });
  }

  it("compares both sites in a table, and says what is a model", () => {
    const text = frontendText(facts);

    expect(text).to.match(/within 10 s\s+0 of 20,000\s+11,270 of 20,000/);
    expect(text).to.include("Rollback: 1 write of the pointer, 0 of S3, 8.1 s.");
    expect(text).to.include("of the second release 6 were new");
    expect(text).to.match(/a tab opened before the flip\s+overview\s+release 1\.4\.2, API blue/);
    expect(text).to.include("/api/missing: 404 application/json");
    expect(text).to.include("The first table is a model");
  });

  it("names problems, and says that nobody looked without a browser", () => {
    expect(frontendText({ ...facts, browser: { ...browsed, problems: ["404 /assets/x.js"] } })).to.include(
      "problem: 404 /assets/x.js",
    );
    expect(frontendText({ ...facts, browser: { kind: "no-browser" } })).to.include("No browser looked");
  });
});
