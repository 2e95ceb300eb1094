import { expect } from "chai";
import { declaredBehaviors } from "../../../../rehearsal/region/effects/edge";
import { Region } from "../../../../rehearsal/region/region";
import type { VisitModel } from "../../../../rehearsal/scenarios/frontend/plan-visits";
import type { SiteFile } from "../../../../rehearsal/scenarios/frontend/synced-site";
import { compareVisits, visitModel } from "../../../../rehearsal/scenarios/frontend/visit-figures";
import { planFileHeaders } from "../../../../releases/plan-file-headers";
import { planPointer } from "../../../../releases/plan-pointer";
import { readViewerRequest } from "../../../../releases/read-viewer-request";

const Bucket = "releases";
const model: VisitModel = { ...visitModel, pages: 600, locations: 5 };

const buildOf = (version: number): readonly SiteFile[] =>
  Object.entries({
    "index.html": `<script src="/assets/app-${version}.js"></script><link href="/assets/app-${version}.css">`,
    [`assets/app-${version}.js`]: `import("./part-${version}.js")`,
    [`assets/app-${version}.css`]: "",
    [`assets/part-${version}.js`]: "",
  }).map(([key, text]) => ({ key, size: text.length, modifiedAt: 0, body: Buffer.from(text) }));

const pointerTo = (release: string): string => {
  const plan = planPointer("blue", { blue: release });
  return plan.kind === "pointer" ? plan.value : "";
};

describe("compareVisits", () => {
  let region: Region;
  beforeEach(async () => {
    region = new Region();
    await region.call("s3", "CreateBucket", { Bucket });
    for (const version of [1, 2]) await release(version);
  });

  const release = async (version: number): Promise<void> => {
    for (const { key, body: Body } of buildOf(version)) {
      const place = key.startsWith("assets/") ? "pool" : "release";
      const { contentType: ContentType, cacheControl: CacheControl } = planFileHeaders(key, place);
      const Key = place === "pool" ? `pool/${key}` : `releases/frontend_${version}/${key}`;
      await region.call("s3", "PutObject", { Bucket, Key, Body, ContentType, CacheControl });
    }
  };

  const compare = (lagSeconds = 10) =>
    compareVisits(
      {
        deployed: {
          behaviors: declaredBehaviors({ bucket: Bucket, functionSource: readViewerRequest() }),
          state: region.state,
        },
        pointers: [pointerTo("frontend_1"), pointerTo("frontend_2"), pointerTo("frontend_1")],
        builds: [buildOf(1), buildOf(2)],
        lagSeconds,
      },
      model,
    );

  it("lets no page of ours miss a file, while many do that are synced and invalidated", async () => {
    const { ours, control, lagSeconds } = await compare();

    expect(lagSeconds).to.equal(10);
    expect(ours).to.deep.equal({ pages: 600, pagesWithFailedAsset: 0, htmlForScript: 0, requests: 600 * 4 });
    expect(control.pages).to.equal(600);
    expect(control.pagesWithFailedAsset / 600).to.be.within(0.3, 0.9);
  });

  it("is worse for the control, and not for us, the longer locations lag", async () => {
    const [usual, slow] = [await compare(), await compare(60)];

    expect(slow.ours.pagesWithFailedAsset).to.equal(0);
    expect(slow.control.pagesWithFailedAsset).to.be.greaterThan(usual.control.pagesWithFailedAsset);
  });

  it("counts what we would do wrong: a file of the old release that is gone", async () => {
    await region.call("s3", "DeleteObject", { Bucket, Key: "pool/assets/part-1.js" });

    expect((await compare()).ours.pagesWithFailedAsset).to.be.greaterThan(0);
  });

  it("counts a release without pages as one that fails", async () => {
    await region.call("s3", "DeleteObject", { Bucket, Key: "releases/frontend_2/index.html" });

    expect((await compare()).ours.pagesWithFailedAsset).to.be.greaterThan(0);
  });
});
