import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { type Edge, type EdgeOptions, startEdge } from "../../../../rehearsal/region/effects/edge";
import { readViewerRequest } from "../../../../releases/read-viewer-request";
import { bucketName, RehearsedSite, smallBuild } from "../../../releases/rehearsed-site";

describe("the edge", () => {
  let site: RehearsedSite;
  let edge: Edge;
  let options: EdgeOptions;

  beforeEach(async () => {
    site = new RehearsedSite();
    await site.start();
    const Key = "releases/fallback/index.html";
    await site.region.call("s3", "PutObject", { Bucket: bucketName, Key, Body: "soon", ContentType: "text/html" });
    options = { bucket: bucketName, keyValueStoreArn: site.storeArn, functionSource: readViewerRequest() };
    edge = await startEdge(site.region, options);
  });
  afterEach(async () => {
    await edge.close();
    await site.stop();
  });

  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(edge.url + path, init);
    const { headers, status } = response;
    return {
      status,
      type: headers.get("content-type"),
      cache: headers.get("x-cache"),
      headers,
      body: await response.text(),
    };
  };
  const seen = async (path: string, init: RequestInit = {}) => {
    const { status, type, cache, body } = await get(path, init);
    return { status, type, cache, body };
  };
  const html = "text/html; charset=utf-8";
  const page = (version: string): string =>
    `<!doctype html><script type="module" src="/assets/app-${version}.js"></script><p>${version}</p>`;
  const deploy = (version: string) => site.deploy(`frontend_${version}`, site.build(smallBuild(version)));

  it("serves the fallback while there is no pointer", async () => {
    expect(await seen("/any/page")).to.deep.equal({
      status: 200,
      type: "text/html",
      cache: "Miss from cloudfront",
      body: "soon",
    });
  });

  it("switches with one write and back, with pages of equal size and no invalidation", async () => {
    await deploy("r1");
    await deploy("r2");
    site.region.calls.length = 0;
    const served: unknown[] = [];
    for (const release of ["frontend_r1", "frontend_r2", "frontend_r1"]) {
      await site.enable(release);
      const { status, type, cache, headers, body } = await get("/deep/link");
      served.push([status, type, cache, headers.get("x-amz-meta-release"), body]);
    }
    expect(page("r1").length).to.equal(page("r2").length);
    expect(served).to.deep.equal([
      [200, html, "Miss from cloudfront", "frontend_r1", page("r1")],
      [200, html, "Miss from cloudfront", "frontend_r2", page("r2")],
      [200, html, "Hit from cloudfront", "frontend_r1", page("r1")],
    ]);
    const writes = site.region.calls.filter(({ operation }) => /^(Put|Delete|Create|Update|Copy)/.test(operation));
    expect(writes.map(({ operation }) => operation)).to.deep.equal(["PutKey", "PutKey", "PutKey"]);
  });

  it("serves old tabs their chunks after a switch, and lets each chunk be kept for ever", async () => {
    await deploy("r1");
    await deploy("r2");
    await site.enable("frontend_r2");
    const { status, headers, body } = await get("/assets/app-r1.js");
    expect([status, headers.get("cache-control"), body]).to.deep.equal([
      200,
      "public, max-age=31536000, immutable",
      'console.log("r1")',
    ]);
  });

  it("says 404 to a missing file, never a page, and asks again each time", async () => {
    await deploy("r1");
    await site.enable("frontend_r1");
    for (const path of ["/missing.js", "/assets/missing-abc.js", "/assets/%zz.js", "/.well-known/none"]) {
      const { status, type, cache, headers } = await get(path);
      expect({ path, status, type, cache, caching: headers.get("cache-control") }).to.deep.equal({
        path,
        status: 404,
        type: "application/xml",
        cache: "Error from cloudfront",
        caching: null,
      });
    }
    await site.region.call("s3", "PutObject", { Bucket: bucketName, Key: "pool/assets/missing-abc.js", Body: "now" });
    expect((await get("/assets/missing-abc.js")).body).to.equal("now");
  });

  it("reaches neither manifests nor other releases by their keys", async () => {
    await deploy("r1");
    await site.enable("frontend_r1");
    for (const path of [
      "/meta/frontend_r1.json",
      "/releases/frontend_r1/favicon.ico",
      "/assets/..%2f..%2fmeta/frontend_r1.json",
    ]) {
      expect([path, (await get(path)).status]).to.deep.equal([path, 404]);
    }
  });

  it("previews the standby's release for those with its cookie", async () => {
    await deploy("r1");
    await deploy("r2");
    await site.enable("frontend_r1", "frontend_r2");
    const headers = { cookie: "a=b; __release=frontend_r2; broken" };
    expect((await get("/", { headers })).body).to.equal(page("r2"));
    expect((await get("/")).body).to.equal(page("r1"));
  });

  it("asks S3 again when the time is over that the file may be kept", async () => {
    await site.deploy("frontend_r1", site.build({ "index.html": "x", "version.json": "{}" }));
    await site.enable("frontend_r1");
    const caches: unknown[] = [];
    for (const wait of [0, 999, 1]) {
      site.now += wait;
      caches.push((await get("/version.json")).cache);
    }
    expect(caches).to.deep.equal(["Miss from cloudfront", "Hit from cloudfront", "Miss from cloudfront"]);
    site.now += 86_400_000;
    await get("/");
    site.now += 364 * 86_400_000;
    expect((await get("/")).cache).to.equal("Hit from cloudfront");
    site.now += 2 * 86_400_000;
    expect((await get("/")).cache).to.equal("Miss from cloudfront");
  });

  it("answers 304 to those who have it, HEAD without content, and no other method", async () => {
    const etag = (await get("/")).headers.get("etag") ?? "";
    const unchanged = await get("/", { headers: { "if-none-match": etag } });
    const head = await get("/", { method: "HEAD" });
    const post = await get("/", { method: "POST", body: "x" });
    expect([unchanged, head, post].map(({ status, body }) => [status, body])).to.deep.equal([
      [304, ""],
      [200, ""],
      [403, ""],
    ]);
  });

  it("passes the API's answers through as they are", async () => {
    const api = http.createServer((request, response) => {
      const status = Number(request.url?.split("/").at(-1)?.split("?")[0]);
      request.pipe(
        response.writeHead(status, { "content-type": "application/problem+json", "x-path": request.url ?? "" }),
      );
    });
    await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
    await edge.close();
    const apiOrigin = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    edge = await startEdge(site.region, { ...options, apiOrigin });
    for (const status of [200, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503]) {
      const answer = await get(`/api/${status}?q=1`, { method: "POST", body: `{"status":${status}}` });
      expect([answer.status, answer.type, answer.headers.get("x-path"), answer.body]).to.deep.equal([
        status,
        "application/problem+json",
        `/api/${status}?q=1`,
        `{"status":${status}}`,
      ]);
    }
    api.closeAllConnections();
    await new Promise((resolve) => api.close(resolve));
    expect((await get("/api/200")).status).to.equal(502);
  });

  it("says 502 where the API has no origin, and 503 where the function fails", async () => {
    expect((await get("/api/x")).status).to.equal(502);
    await edge.close();
    edge = await startEdge(site.region, {
      ...options,
      functionSource: "async function handler() { throw new Error(); }",
    });
    expect(await seen("/")).to.deep.equal({
      status: 503,
      type: "text/html",
      cache: "FunctionExecutionError from cloudfront",
      body: "",
    });
  });

  it("gives the function nothing of Node, and takes none above 10,240 bytes", async () => {
    await edge.close();
    const functionSource =
      "async function handler() { return { uri: '/' + typeof process + '-' + typeof require + '.js' }; }";
    edge = await startEdge(site.region, { ...options, functionSource });
    await site.region.call("s3", "PutObject", {
      Bucket: bucketName,
      Key: "releases/undefined-undefined.js",
      Body: "!",
    });
    expect((await get("/")).body).to.equal("!");
    const message = await startEdge(site.region, { ...options, functionSource: " ".repeat(10_241) }).catch(
      (error: Error) => error.message,
    );
    expect(message).to.equal("The function has 10241 bytes: CloudFront takes at most 10240.");
  });
});
