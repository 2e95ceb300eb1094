import { expect } from "chai";
import { awsCalls, createGround } from "../support/components";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const component = "switchyard:index:SpotCluster cluster";
const record = (fleet: object = {}) =>
  recordResources(() => createGround(settingsWith({ fleet })).cluster, { calls: awsCalls });

describe("SpotCluster", () => {
  it("makes a cluster, a security group with three rules, a role, two templates, a fleet and a base", async () => {
    const { resources, result } = await record();
    expect(resources.filter(({ parent }) => parent === component).map(keyOf)).to.have.members([
      "aws:ecs/cluster:Cluster cluster",
      "aws:ec2/securityGroup:SecurityGroup cluster-instances",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule cluster-from-load-balancer",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule cluster-load-balancer-to-instances",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule cluster-to-anywhere",
      "switchyard:index:InstanceRole cluster-instance",
      "switchyard:index:ContainerInstanceTemplate cluster-spot-template",
      "switchyard:index:ContainerInstanceTemplate cluster-on-demand-template",
      "switchyard:index:SpotFleet cluster-spot",
      "switchyard:index:OnDemandBase cluster-on-demand",
    ]);
    expect(await outputValue(result.clusterName)).to.equal("cluster-name");
    expect(await outputValue(result.clusterArn)).to.equal("arn:cluster:Cluster");
  });

  it("collects container metrics only when asked", async () => {
    const settingsOf = async (fleet: object) =>
      resourceOf((await record(fleet)).resources, "aws:ecs/cluster:Cluster", "cluster").inputs;
    const tags = { "switchyard:stack": "switchyard/test" };
    expect(await settingsOf({})).to.deep.equal({ settings: [{ name: "containerInsights", value: "disabled" }], tags });
    expect(await settingsOf({ containerInsights: true })).to.deep.equal({
      settings: [{ name: "containerInsights", value: "enabled" }],
      tags,
    });
  });

  it("can be found by the tag of its stack, its instances, fleet and group by its name", async () => {
    const { resources, result } = await record();
    expect(result.tag).to.deep.equal({ key: "switchyard:stack", value: "switchyard/test" });
    const tagsOf = (purchase: string) => ({ Name: `cluster-name-${purchase}`, "switchyard:cluster": "cluster-name" });
    const fleet = resourceOf(resources, "aws:ec2/spotFleetRequest:SpotFleetRequest", "cluster-spot");
    expect(fleet.inputs["tags"]).to.deep.equal(tagsOf("spot"));
    for (const purchase of ["spot", "on-demand"]) {
      const template = resourceOf(
        resources,
        "aws:ec2/launchTemplate:LaunchTemplate",
        `cluster-${purchase}-template`,
      ).inputs;
      expect(template["tagSpecifications"]).to.deep.equal(
        ["instance", "volume"].map((resourceType) => ({ resourceType, tags: tagsOf(purchase) })),
      );
    }
    expect(await outputValue(result.onDemandGroup.name)).to.equal("cluster-on-demand-name");
  });

  it("lets the load balancer alone reach the ports that Docker chooses from", async () => {
    const { resources } = await record();
    const rules = resources.filter(({ type, parent }) => type.includes("securityGroup") && parent === component);
    expect(rules.map(({ name, inputs }) => ({ name, inputs }))).to.have.deep.members([
      { name: "cluster-instances", inputs: { description: "Container instances", vpcId: "vpc-1" } },
      {
        name: "cluster-from-load-balancer",
        inputs: {
          securityGroupId: "cluster-instances-id",
          referencedSecurityGroupId: "edge-load-balancer-id",
          description: "Requests and health checks",
          ipProtocol: "tcp",
          fromPort: 32_768,
          toPort: 65_535,
        },
      },
      {
        name: "cluster-load-balancer-to-instances",
        inputs: {
          securityGroupId: "edge-load-balancer-id",
          referencedSecurityGroupId: "cluster-instances-id",
          description: "Requests and health checks",
          ipProtocol: "tcp",
          fromPort: 32_768,
          toPort: 65_535,
        },
      },
      {
        name: "cluster-to-anywhere",
        inputs: {
          securityGroupId: "cluster-instances-id",
          description: "Images and AWS",
          ipProtocol: "-1",
          cidrIpv4: "0.0.0.0/0",
        },
      },
    ]);
  });

  it("starts instances from the pinned image, or from AWS's newest one of the architecture", async () => {
    const imagesOf = async (fleet: object) =>
      (await record(fleet)).resources
        .filter(({ type }) => type === "aws:ec2/launchTemplate:LaunchTemplate")
        .map(({ inputs }) => inputs["imageId"]);
    const newest = "ami-of-/aws/service/ecs/optimized-ami/amazon-linux-2023";
    const pinned = "ami-0123456789abcdef0";
    expect(await imagesOf({ amiId: pinned })).to.deep.equal([pinned, pinned]);
    expect(new Set(await imagesOf({}))).to.deep.equal(new Set([`${newest}/recommended/image_id`]));
    expect(new Set(await imagesOf({ architecture: "arm64" }))).to.deep.equal(
      new Set([`${newest}/arm64/recommended/image_id`]),
    );
  });

  it("starts no instance before its policies and its way out exist, and takes them away after it", async () => {
    const { resources, result } = await record();
    const needed = [
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment cluster-instance-ecs",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment cluster-instance-ssm",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule cluster-from-load-balancer",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule cluster-load-balancer-to-instances",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule cluster-to-anywhere",
    ];
    const fleet = resourceOf(resources, "aws:ec2/spotFleetRequest:SpotFleetRequest", "cluster-spot");
    const group = resourceOf(resources, "aws:autoscaling/group:Group", "cluster-on-demand");
    expect(fleet.dependsOn).to.include.members([
      ...needed,
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment cluster-spot-tagging",
    ]);
    expect(group.dependsOn).to.include.members(needed);
    expect(result.capacity).to.have.length(2);
  });
});
