import { expect } from "chai";
import { type Deployment, syncedSite } from "../../../../rehearsal/scenarios/frontend/synced-site";

const files = (modifiedAt: number, contents: Readonly<Record<string, string>>): Deployment["files"] =>
  Object.entries(contents).map(([key, text]) => ({
    key,
    size: text.length,
    modifiedAt,
    body: Buffer.from(text),
  }));

const first = { "assets/a-1.js": "one", "index.html": "page 1" };
const second = { "assets/a-2.js": "two", "index.html": "page 2" };
const deployments: readonly Deployment[] = [
  { at: 0, files: files(0, first), lags: [] },
  { at: 100_000, files: files(100_000, second), lags: [1_000, 5_000] },
];

describe("syncedSite", () => {
  const ask = async (questions: readonly (readonly [at: number, location: number, uri: string])[]) => {
    const site = await syncedSite(deployments, 2);
    const answers: unknown[] = [];
    for (const [at, location, uri] of questions) {
      const { status, body } = await site.answer(at, location, uri);
      answers.push(status === 200 ? Buffer.from(body).toString() : status);
    }
    return answers;
  };

  it("serves the first deployment, its page under /", async () => {
    expect(
      await ask([
        [50_000, 0, "/"],
        [50_001, 1, "/assets/a-1.js"],
        [50_002, 1, "/assets/a-2.js"],
      ]),
    ).to.deep.equal(["page 1", "one", 404]);
  });

  it("goes on with what a location has kept until the invalidation has arrived there", async () => {
    expect(
      await ask([
        [99_998, 0, "/"],
        [99_999, 1, "/"],
        [101_000, 0, "/"],
        [101_031, 0, "/"],
        [101_032, 1, "/"],
        [105_031, 1, "/"],
      ]),
    ).to.deep.equal(["page 1", "page 1", "page 1", "page 2", "page 1", "page 2"]);
  });

  it("has deleted by then what open pages still ask for", async () => {
    expect(
      await ask([
        [99_999, 0, "/assets/a-1.js"],
        [100_100, 0, "/assets/a-1.js"],
        [100_101, 1, "/assets/a-1.js"],
        [101_031, 0, "/assets/a-1.js"],
      ]),
    ).to.deep.equal(["one", "one", 404, 404]);
  });

  it("tells types as the AWS CLI guesses them, and no Cache-Control", async () => {
    const site = await syncedSite(deployments, 1);
    const { headers } = await site.answer(50_000, 0, "/assets/a-1.js");

    expect([headers["content-type"], headers["cache-control"]]).to.deep.equal([
      "text/javascript; charset=utf-8",
      undefined,
    ]);
    expect(await site.answer(50_000, 3, "/").catch(String)).to.equal("Error: There is no location 3: there are 1.");
  });
});
