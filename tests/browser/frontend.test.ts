import http from "node:http";
import type { AddressInfo } from "node:net";
import { env } from "node:process";
import { expect } from "chai";
import { expectedSights, FrontendBrowsing } from "../../rehearsal/browser/browse-frontend";
import { type Browser, startBrowser } from "../../rehearsal/browser/browser";
import { findChromium } from "../../rehearsal/browser/find-chromium";
import { buildFrontend } from "../../rehearsal/build-frontend";
import { type Edge, startEdge } from "../../rehearsal/region/effects/edge";
import { readViewerRequest } from "../../releases/read-viewer-request";
import { bucketName, RehearsedSite } from "../releases/rehearsed-site";

const blue = { release: "1.4.2", color: "blue" };
const green = { release: "1.5.0", color: "green" };

describe("the frontend in a real browser", function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  let site: RehearsedSite;
  let edge: Edge;
  let api: http.Server;
  let live: typeof blue;

  before(async () => {
    const program = await findChromium(env);
    browser = program === undefined ? undefined : await startBrowser(program);
  });
  after(() => browser?.close());

  beforeEach(async () => {
    site = new RehearsedSite();
    await site.start();
    for (const { release } of [blue, green]) {
      const directory = site.build({});
      await buildFrontend({ release, directory });
      await site.deploy(`frontend_${release}`, directory);
    }
    await switchTo(blue);
    api = http.createServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ color: live.color, version: "1" }));
    });
    await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
    edge = await startEdge(site.region, {
      bucket: bucketName,
      keyValueStoreArn: site.storeArn,
      functionSource: readViewerRequest(),
      apiOrigin: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
    });
  });

  afterEach(async () => {
    await edge.close();
    api.closeAllConnections();
    await new Promise((resolve) => api.close(resolve));
    await site.stop();
  });

  const switchTo = async (to: typeof blue): Promise<void> => {
    live = to;
    await site.enable(`frontend_${to.release}`);
  };

  /** Without a browser nothing is checked: that is said on a developer's machine, and an error in CI. */
  const inBrowser = (test: (browser: Browser) => Promise<void>) => async (): Promise<void> => {
    if (browser !== undefined) return test(browser);
    const message = "No Chromium: nothing was checked. Install one, or name it in the variable CHROMIUM.";
    const { CI: isCi } = env;
    if (isCi === "true") throw new Error(message);
    console.error(`      ${message}`);
  };

  it(
    "goes on in open tabs across a flip and a rollback, parts loaded on demand included",
    inBrowser(async (running) => {
      const browsing = new FrontendBrowsing(running, edge.url);
      await browsing.beforeFlip();
      await switchTo(green);
      await browsing.afterFlip();
      await switchTo(blue);
      await browsing.afterRollback();

      expect(browsing.sights).to.deep.equal(expectedSights(blue, green));
      expect(browsing.problems).to.deep.equal([]);
      expect(browsing.answers).to.be.greaterThan(20);
    }),
  );

  it(
    "breaks in an open tab whose parts were deleted, as a sync in place does: so the test above can fail",
    inBrowser(async (running) => {
      const { page, problems } = await running.open(edge.url);
      const parts = (await site.keys("pool/")).filter((key) => key.includes("departures"));
      for (const Key of parts) await site.region.call("s3", "DeleteObject", { Bucket: bucketName, Key });
      await page.getByRole("link", { name: "Departures" }).click();
      await page.locator(".failure").waitFor();

      expect(parts).to.have.length(2);
      expect(problems.filter((problem) => /^404 \/assets\/departures-/.test(problem))).to.have.length(1);
      expect(problems.filter((problem) => problem.startsWith("console: "))).not.to.deep.equal([]);
    }),
  );
});
