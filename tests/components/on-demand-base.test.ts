import { expect } from "chai";
import { OnDemandBase } from "../../components/on-demand-base";
import { recordResources } from "../support/pulumi";

describe("OnDemandBase", () => {
  it("keeps a fixed number of on-demand instances of the first type that there is", async () => {
    const { resources } = await recordResources(
      () =>
        new OnDemandBase("base", {
          templateId: "lt-2",
          instanceTypes: ["m7g.large", "m6g.large"],
          subnetIds: ["subnet-a", "subnet-b"],
          size: 2,
          tags: { "switchyard:cluster": "main" },
          startsAfter: [],
        }),
    );
    expect(resources.map(({ type, name, parent }) => [type, name, parent])).to.deep.equal([
      ["switchyard:index:OnDemandBase", "base", undefined],
      ["aws:autoscaling/group:Group", "base", "switchyard:index:OnDemandBase base"],
    ]);
    expect(resources[1]?.inputs).to.deep.equal({
      minSize: 2,
      maxSize: 2,
      vpcZoneIdentifiers: ["subnet-a", "subnet-b"],
      mixedInstancesPolicy: {
        instancesDistribution: {
          onDemandAllocationStrategy: "prioritized",
          onDemandBaseCapacity: 2,
          onDemandPercentageAboveBaseCapacity: 100,
        },
        launchTemplate: {
          launchTemplateSpecification: { launchTemplateId: "lt-2", version: "$Latest" },
          overrides: [{ instanceType: "m7g.large" }, { instanceType: "m6g.large" }],
        },
      },
      healthCheckType: "EC2",
      waitForCapacityTimeout: "0",
      forceDelete: true,
      tags: [{ key: "switchyard:cluster", value: "main", propagateAtLaunch: false }],
    });
  });

  it("keeps an abandoned instance alive where it is asked to", async () => {
    const args = { templateId: "lt-2", instanceTypes: ["m7g.large"], subnetIds: ["subnet-a"], size: 1, tags: {} };
    const policyOf = async (retainsAbandoned: boolean): Promise<unknown> => {
      const { resources } = await recordResources(
        () => new OnDemandBase("base", { ...args, startsAfter: [], retainsAbandoned }),
      );
      return resources[1]?.inputs["instanceLifecyclePolicy"];
    };
    expect([await policyOf(false), await policyOf(true)]).to.deep.equal([
      undefined,
      { retentionTriggers: { terminateHookAbandon: "retain" } },
    ]);
  });
});
