import { expect } from "chai";
import { EdgeLocation } from "../../../../rehearsal/region/effects/edge-location";
import { Region } from "../../../../rehearsal/region/region";

const Bucket = "site";
const origin = { bucket: Bucket, path: "/live" };
const toTwo = "async function handler(event) { event.request.uri = '/two'; return event.request; }";

describe("an edge location", () => {
  let region: Region;
  let now: number;

  beforeEach(async () => {
    now = 0;
    region = new Region({ now: () => now });
    await region.call("s3", "CreateBucket", { Bucket });
    for (const Key of ["live/one", "live/two", "other/one"]) {
      await region.call("s3", "PutObject", { Bucket, Key, Body: Key });
    }
  });

  const locationOf = (behaviors: ConstructorParameters<typeof EdgeLocation>[0]["behaviors"]): EdgeLocation =>
    new EdgeLocation({
      behaviors,
      readKey: () => Promise.reject(new Error("no store")),
      state: () => region.state,
      now: () => now,
    });
  const get = async (location: EdgeLocation, uri: string): Promise<string> => {
    const { status, body } = await location.answer({ method: "GET", uri, cookies: {} });
    return status === 200 ? Buffer.from(body).toString() : String(status);
  };

  it("takes the first behavior whose pattern fits, in the case that the path has", async () => {
    const location = locationOf([
      { pathPattern: "/o?e", origin: { bucket: Bucket, path: "/other" } },
      { pathPattern: "/api/*", origin: "api" },
      { pathPattern: "*", origin },
    ]);

    expect([await get(location, "/one"), await get(location, "/two"), await get(location, "/ONE")]).to.deep.equal([
      "other/one",
      "live/two",
      "404",
    ]);
    expect(location.behaviorOf("/api/x")?.origin).to.equal("api");
    expect(await get(location, "/api/x").catch(String)).to.equal("Error: No bucket answers /api/x.");
  });

  it("takes a + for a space, as S3 does", async () => {
    await region.call("s3", "PutObject", { Bucket, Key: "live/a+b", Body: "plus" });
    await region.call("s3", "PutObject", { Bucket, Key: "live/a b", Body: "space" });
    const location = locationOf([{ pathPattern: "*", origin }]);

    expect(await Promise.all(["/a+b", "/a%2Bb", "/a%20b"].map((uri) => get(location, uri)))).to.deep.equal([
      "space",
      "plus",
      "space",
    ]);
  });

  it("runs a function only for the behavior that has it", async () => {
    const location = locationOf([
      { pathPattern: "/one", origin },
      { pathPattern: "*", origin, functionSource: toTwo },
    ]);

    expect([await get(location, "/one"), await get(location, "/any")]).to.deep.equal(["live/one", "live/two"]);
  });

  it("forgets what it kept when every path is invalidated, and only then", async () => {
    const location = locationOf([{ pathPattern: "*", origin }]);
    const before = await get(location, "/one");
    await region.call("s3", "PutObject", { Bucket, Key: "live/one", Body: "new" });
    const kept = await get(location, "/one");
    location.invalidate();

    expect([before, kept, await get(location, "/one")]).to.deep.equal(["live/one", "live/one", "new"]);
  });

  it("adds the headers of the behavior's policy to every answer, in place of the origin's", async () => {
    const responseHeaders = { "x-frame-options": "DENY", "content-type": "text/plain" };
    const location = locationOf([{ pathPattern: "*", origin, responseHeaders }]);
    const answers = [];
    for (const uri of ["/one", "/one", "/none"]) {
      const { status, headers } = await location.answer({ method: "GET", uri, cookies: {} });
      answers.push([status, headers["x-frame-options"], headers["content-type"], headers["x-cache"]]);
    }

    expect(answers).to.deep.equal([
      [200, "DENY", "text/plain", "Miss from cloudfront"],
      [200, "DENY", "text/plain", "Hit from cloudfront"],
      [404, "DENY", "text/plain", "Error from cloudfront"],
    ]);
  });

  it("keeps equal paths of different origins apart", async () => {
    const location = locationOf([
      { pathPattern: "/a/one", origin: { bucket: Bucket, path: "" }, functionSource: rewriteTo("/live/one") },
      { pathPattern: "/b/one", origin, functionSource: rewriteTo("/one") },
      { pathPattern: "*", origin: { bucket: Bucket, path: "/other" }, functionSource: rewriteTo("/one") },
    ]);

    expect([await get(location, "/a/one"), await get(location, "/b/one"), await get(location, "/c")]).to.deep.equal([
      "live/one",
      "live/one",
      "other/one",
    ]);
  });
});

const rewriteTo = (uri: string): string =>
  `async function handler(event) { event.request.uri = ${JSON.stringify(uri)}; return event.request; }`;
