import { expect } from "chai";
import { createEdge, type Edge, fixed } from "./edge";

describe("tags", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
  });

  const tag = (Key: string, Value: string) => ({ Key, Value });
  const tagsOf = async (...ResourceArns: readonly string[]) =>
    (await edge.call<{ TagDescriptions: object[] }>("DescribeTags", { ResourceArns })).TagDescriptions;

  it("are set at creation, added, changed and removed, on every kind of resource", async () => {
    const RuleArn = await edge.rule(1, fixed("200"));
    const tagged = await edge.group("tagged", { Tags: [tag("a", "1")] });
    const all = [edge.loadBalancerArn, edge.listenerArn, RuleArn, tagged];
    await edge.call("AddTags", { ResourceArns: all, Tags: [tag("b", "2"), tag("c", "3")] });
    await edge.call("AddTags", { ResourceArns: [tagged], Tags: [tag("a", "9")] });
    await edge.call("RemoveTags", { ResourceArns: all, TagKeys: ["b", "none"] });
    expect(await tagsOf(...all)).to.deep.equal([
      { ResourceArn: edge.loadBalancerArn, Tags: [tag("c", "3")] },
      { ResourceArn: edge.listenerArn, Tags: [tag("c", "3")] },
      { ResourceArn: RuleArn, Tags: [tag("c", "3")] },
      { ResourceArn: tagged, Tags: [tag("c", "3"), tag("a", "9")] },
    ]);
  });

  it("are refused beyond 50, and when a key comes twice", async () => {
    const Tags = Array.from({ length: 51 }, (_, index) => tag(`k${index}`, ""));
    const ResourceArns = [edge.blue];
    expect(await edge.refusal("AddTags", { ResourceArns, Tags })).to.equal("TooManyTagsException");
    await edge.call("AddTags", { ResourceArns, Tags: Tags.slice(1) });
    expect(await edge.refusal("AddTags", { ResourceArns, Tags: [tag("a", "1"), tag("a", "2")] })).to.equal(
      "DuplicateTagKeysException",
    );
  });

  it("are asked for 1 to 20 resources at once", async () => {
    expect(await edge.refusal("DescribeTags", { ResourceArns: [] })).to.equal("ValidationError");
    const ResourceArns = Array.from({ length: 21 }, () => edge.blue);
    expect(await edge.refusal("DescribeTags", { ResourceArns })).to.equal("ValidationError");
    expect(await tagsOf(...ResourceArns.slice(1))).to.have.lengthOf(20);
  });

  const unknown = [
    ["loadbalancer/app/a/1", "LoadBalancerNotFoundException"],
    ["listener/app/a/1/2", "ListenerNotFoundException"],
    ["listener-rule/app/a/1/2/3", "RuleNotFoundException"],
    ["targetgroup/a/1", "TargetGroupNotFoundException"],
  ] as const;
  for (const [resource, code] of unknown) {
    it(`name an unknown ${resource.split("/")[0]}`, async () => {
      expect(
        await edge.refusal("DescribeTags", { ResourceArns: [`arn:aws:elasticloadbalancing::1:${resource}`] }),
      ).to.equal(code);
    });
  }
});
