import { expect } from "chai";
import { cluster } from "../../../../../rehearsal/provider/live/ecs/cluster";
import { clusterCapacityProviders } from "../../../../../rehearsal/provider/live/ecs/cluster-capacity-providers";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/main-1";
const described = (status: string) => ({ clusters: [{ clusterArn: arn, clusterName: "main-1", status }] });
const inputs = { name: "main-1", settings: [{ name: "containerInsights", value: "disabled" }] };

describe("aws.ecs.Cluster", () => {
  it("is created, and waited for until it is active", async () => {
    const { context, calls, kept } = scriptedAws({
      "ecs:CreateCluster": { cluster: { clusterArn: arn, clusterName: "main-1", status: "PROVISIONING" } },
      "ecs:DescribeClusters": [described("PROVISIONING"), described("ACTIVE")],
    });
    const resource = await cluster.create({ ...inputs, tagsAll: { a: "b" } }, context);
    expect(resource).to.deep.equal({ id: arn, outputs: { arn, name: "main-1" } });
    expect(kept).to.deep.equal([resource]);
    expect(calls).to.deep.equal([
      [
        "ecs:CreateCluster",
        {
          clusterName: "main-1",
          settings: [{ name: "containerInsights", value: "disabled" }],
          tags: [{ key: "a", value: "b" }],
        },
      ],
      ["ecs:DescribeClusters", { clusters: [arn] }],
      ["ecs:DescribeClusters", { clusters: [arn] }],
    ]);
  });

  it("is updated by its settings and tags, as far as they changed", async () => {
    const { context, calls } = scriptedAws({ "ecs:UpdateCluster": {}, "ecs:TagResource": {}, "ecs:UntagResource": {} });
    const olds = { ...inputs, tagsAll: { a: "1" } };
    const news = { name: "main-1", settings: [{ name: "containerInsights", value: "enabled" }], tagsAll: { b: "2" } };
    await cluster.update({ id: arn, state: {}, olds, news }, context);
    await cluster.update({ id: arn, state: {}, olds, news: olds }, context);
    expect(calls).to.deep.equal([
      ["ecs:UpdateCluster", { cluster: arn, settings: [{ name: "containerInsights", value: "enabled" }] }],
      ["ecs:UntagResource", { resourceArn: arn, tagKeys: ["a"] }],
      ["ecs:TagResource", { resourceArn: arn, tags: [{ key: "b", value: "2" }] }],
    ]);
  });

  it("is deleted as soon as its instances, services and tasks are gone", async () => {
    const { context, calls } = scriptedAws({
      "ecs:DeleteCluster": [
        new AwsError("ClusterContainsContainerInstancesException", "instances"),
        new AwsError("ClusterContainsTasksException", "tasks"),
        {},
      ],
    });
    await cluster.delete({ id: arn, state: {} }, context);
    expect(calls).to.deep.equal(Array(3).fill(["ecs:DeleteCluster", { cluster: arn }]));
  });

  it("isn't deleted where AWS refuses for good", async () => {
    const { context } = scriptedAws({ "ecs:DeleteCluster": [new AwsError("AccessDeniedException", "no")] });
    expect(await cluster.delete({ id: arn, state: {} }, context).catch(String)).to.contain("AccessDeniedException");
  });

  it("is read, and gone where it is inactive", async () => {
    const { context } = scriptedAws({ "ecs:DescribeClusters": [described("ACTIVE"), described("INACTIVE")] });
    expect((await cluster.read({ id: arn, state: {} }, context))?.id).to.equal(arn);
    expect(await cluster.read({ id: arn, state: {} }, context)).to.equal(undefined);
  });

  it("refuses a configuration that isn't modelled by name", async () => {
    const { context, calls } = scriptedAws({});
    const error = await cluster.create({ ...inputs, configuration: {} }, context).catch(String);
    expect(error).to.equal("Error: The rehearsal does not model the property configuration of a cluster.");
    expect(calls).to.deep.equal([]);
  });
});

describe("aws.ecs.ClusterCapacityProviders", () => {
  const strategy = { capacityProvider: "spot", weight: 1 };
  const providers = {
    clusterName: "main-1",
    capacityProviders: ["spot"],
    defaultCapacityProviderStrategies: [strategy],
  };
  const full = { cluster: "main-1", capacityProviders: ["spot"], defaultCapacityProviderStrategy: [strategy] };

  it("are put as a whole, and put away by an empty list", async () => {
    const { context, calls } = scriptedAws({ "ecs:PutClusterCapacityProviders": {} });
    expect((await clusterCapacityProviders.create(providers, context)).id).to.equal("main-1");
    await clusterCapacityProviders.update({ id: "main-1", state: {}, olds: {}, news: providers }, context);
    await clusterCapacityProviders.delete({ id: "main-1", state: {} }, context);
    expect(calls).to.deep.equal([
      ["ecs:PutClusterCapacityProviders", full],
      ["ecs:PutClusterCapacityProviders", full],
      [
        "ecs:PutClusterCapacityProviders",
        { cluster: "main-1", capacityProviders: [], defaultCapacityProviderStrategy: [] },
      ],
    ]);
  });

  it("are read with their cluster", async () => {
    const { context } = scriptedAws({ "ecs:DescribeClusters": [{ clusters: [{ capacityProviders: ["spot"] }] }, {}] });
    expect((await clusterCapacityProviders.read({ id: "main-1", state: {} }, context))?.outputs).to.deep.equal({
      capacityProviders: ["spot"],
    });
    expect(await clusterCapacityProviders.read({ id: "main-1", state: {} }, context)).to.equal(undefined);
  });
});
