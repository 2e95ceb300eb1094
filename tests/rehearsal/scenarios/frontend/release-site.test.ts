import { expect } from "chai";
import { declaredBehaviors } from "../../../../rehearsal/region/effects/edge";
import { Region } from "../../../../rehearsal/region/region";
import { releaseSite } from "../../../../rehearsal/scenarios/frontend/release-site";
import { planPointer } from "../../../../releases/plan-pointer";
import { readViewerRequest } from "../../../../releases/read-viewer-request";

const Bucket = "releases";
const pointerTo = (release: string): string => {
  const plan = planPointer("blue", { blue: release });
  return plan.kind === "pointer" ? plan.value : "";
};

describe("releaseSite", () => {
  const region = new Region();
  before(async () => {
    await region.call("s3", "CreateBucket", { Bucket });
    for (const [Key, Body] of [
      ["releases/fallback/index.html", "soon"],
      ["releases/frontend_1/index.html", "one"],
      ["releases/frontend_2/index.html", "two"],
      ["pool/assets/a-1.js", "js"],
    ] as const) {
      await region.call("s3", "PutObject", { Bucket, Key, Body, ContentType: "text/html" });
    }
  });

  const siteOf = (locations = 2) =>
    releaseSite({
      behaviors: declaredBehaviors({ bucket: Bucket, functionSource: readViewerRequest() }),
      state: region.state,
      writes: [
        { at: 0, value: pointerTo("frontend_1"), lags: [0, 0] },
        { at: 1_000, value: pointerTo("frontend_2"), lags: [100, 5_000] },
      ],
      locations,
    });
  const body = async (site: ReturnType<typeof siteOf>, [at, location, uri]: readonly [number, number, string]) =>
    Buffer.from((await site.answer(at, location, uri)).body).toString();

  it("follows each write at each location when it has arrived there", async () => {
    const site = siteOf();
    const asked = [
      [-1, 0, "/"],
      [0, 0, "/"],
      [1_099, 0, "/"],
      [1_100, 0, "/"],
      [1_100, 1, "/deep/link"],
      [5_999, 1, "/"],
      [6_000, 1, "/"],
    ] as const;
    const bodies: string[] = [];
    for (const one of asked) bodies.push(await body(site, one));

    expect(bodies).to.deep.equal(["soon", "one", "one", "two", "one", "one", "two"]);
  });

  it("answers files by the same behaviors, whatever the pointer says", async () => {
    const site = siteOf();

    expect(await body(site, [0, 1, "/assets/a-1.js"])).to.equal("js");
    expect((await site.answer(1, 1, "/assets/none.js")).status).to.equal(404);
  });

  it("keeps answers by location, under the rewritten path", async () => {
    const site = siteOf();
    const states: (string | undefined)[] = [];
    for (const [at, location] of [
      [0, 0],
      [1, 0],
      [2, 1],
      [1_100, 0],
    ] as const) {
      states.push((await site.answer(at, location, "/")).headers["x-cache"]);
    }

    expect(states).to.deep.equal(["Miss", "Hit", "Miss", "Miss"].map((word) => `${word} from cloudfront`));
  });

  it("has no other locations", () => {
    expect(() => siteOf().answer(0, 2, "/")).to.throw("There is no location 2: there are 2.");
  });
});
