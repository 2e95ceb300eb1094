import { expect } from "chai";
import { createEntrance, type EntranceArgs } from "../../components/create-entrance";
import { CutoverRecord } from "../../components/cutover-record";
import { planWeights } from "../../cutover/plan-weights";
import { awsCalls, createGround } from "../support/components";
import { outputValue, recordResources } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const record = (exposure: EntranceArgs["settings"]["exposure"]) =>
  recordResources(
    () => {
      const settings = settingsWith({ exposure });
      const { loadBalancer } = createGround(settings);
      const weights = planWeights("blue", 0);
      const cutoverRecord = new CutoverRecord("record", { services: [], weights, activeColor: "blue" });
      return createEntrance("frontend", {
        settings,
        loadBalancer,
        services: [],
        record: cutoverRecord,
        viewerRequestCode: "the code",
      });
    },
    { calls: awsCalls },
  );

describe("createEntrance", () => {
  it("is CloudFront where the load balancer is internal", async () => {
    const { result, resources } = await record("cloudfront");
    expect(await outputValue(result.url)).to.equal("https://frontend-distribution.cloudfront.net");
    expect(resources.filter(({ type }) => type === "switchyard:index:StaticFrontend")).to.have.length(1);
  });

  it("is the load balancer itself where that is public: no CloudFront, no bucket", async () => {
    const { result, resources } = await record("public");
    expect(await outputValue(result.url)).to.equal("http://edge-alb.example.com");
    expect({ ...result, url: undefined }).to.deep.equal({ url: undefined });
    expect(resources.filter(({ type }) => /cloudfront|s3|StaticFrontend/.test(type))).to.deep.equal([]);
  });
});
