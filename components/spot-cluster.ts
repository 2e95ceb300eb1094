import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Architecture, FleetSettings } from "../settings";
import { ContainerInstanceTemplate } from "./container-instance-template";
import { InstanceRole } from "./instance-role";
import type { Network } from "./network";
import { OnDemandBase } from "./on-demand-base";
import { SpotFleet } from "./spot-fleet";
import type { PurchaseOption } from "./user-data";

/** Where the cluster stands and what it is made of. */
export interface SpotClusterArgs {
  readonly network: Network;
  readonly fleet: FleetSettings;
  /** Who sends requests to the containers. */
  readonly loadBalancerSecurityGroupId: pulumi.Input<string>;
}

/** The tag that leads from an instance, a fleet or a group to its cluster's name. */
export const instanceTagKey = "switchyard:cluster";

/** The tag that leads from a cluster to its stack. */
const clusterTagKey = "switchyard:stack";

/** The host ports that Docker chooses from: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html */
const ephemeralPorts = { ipProtocol: "tcp", fromPort: 32_768, toPort: 65_535 };

/** AWS's own record of its newest ECS-optimized image: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html */
const newestAmi: Readonly<Record<Architecture, string>> = {
  x86_64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
  arm64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
};

/** The ECS cluster on a spot fleet, with an on-demand base under it. Every instance runs tasks of every service. */
export class SpotCluster extends pulumi.ComponentResource {
  public readonly clusterArn: pulumi.Output<string>;
  public readonly clusterName: pulumi.Output<string>;
  /** By this tag functions find the cluster. */
  public readonly tag: { readonly key: string; readonly value: string };
  public readonly spotFleet: aws.ec2.SpotFleetRequest;
  /** The group of the on-demand base. */
  public readonly onDemandGroup: aws.autoscaling.Group;
  /** What runs tasks: there before the services start, and until they have stopped. */
  public readonly capacity: readonly pulumi.Resource[];

  public constructor(name: string, args: SpotClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:SpotCluster", name, {}, opts);
    this.tag = { key: clusterTagKey, value: `${pulumi.getProject()}/${pulumi.getStack()}` };
    const cluster = this.createCluster(name, args);
    const securityGroup = this.createSecurityGroup(name, args);
    const role = new InstanceRole(`${name}-instance`, { parent: this });
    const rules = this.createSecurityRules(name, args.loadBalancerSecurityGroupId, securityGroup.id);
    const startsAfter = [...role.policies, ...rules];
    const parts = { ...args, cluster, securityGroup, role, startsAfter, amiId: this.findAmi(args.fleet) };
    this.spotFleet = this.createSpotFleet(name, parts);
    this.onDemandGroup = this.createOnDemandBase(name, parts);
    this.capacity = [this.spotFleet, this.onDemandGroup];
    this.clusterArn = cluster.arn;
    this.clusterName = cluster.name;
    this.registerOutputs({ clusterArn: this.clusterArn, clusterName: this.clusterName });
  }

  private createCluster(name: string, { fleet }: SpotClusterArgs): aws.ecs.Cluster {
    const containerInsights = { name: "containerInsights", value: fleet.containerInsights ? "enabled" : "disabled" };
    const tags = { [this.tag.key]: this.tag.value };
    return new aws.ecs.Cluster(name, { settings: [containerInsights], tags }, { parent: this });
  }

  private createSecurityGroup(name: string, { network }: SpotClusterArgs): aws.ec2.SecurityGroup {
    const args = { description: "Container instances", vpcId: network.vpcId };
    return new aws.ec2.SecurityGroup(`${name}-instances`, args, { parent: this });
  }

  /** Both halves of what the load balancer says to the instances, and everything that they say to others. */
  private createSecurityRules(
    name: string,
    loadBalancerGroupId: pulumi.Input<string>,
    instanceGroupId: pulumi.Input<string>,
  ): readonly pulumi.Resource[] {
    const description = "Requests and health checks";
    return [
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-from-load-balancer`,
        {
          securityGroupId: instanceGroupId,
          referencedSecurityGroupId: loadBalancerGroupId,
          description,
          ...ephemeralPorts,
        },
        { parent: this },
      ),
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-load-balancer-to-instances`,
        {
          securityGroupId: loadBalancerGroupId,
          referencedSecurityGroupId: instanceGroupId,
          description,
          ...ephemeralPorts,
        },
        { parent: this },
      ),
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-to-anywhere`,
        { securityGroupId: instanceGroupId, description: "Images and AWS", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" },
        { parent: this },
      ),
    ];
  }

  private findAmi({ amiId, architecture }: FleetSettings): pulumi.Input<string> {
    return amiId ?? aws.ssm.getParameterOutput({ name: newestAmi[architecture] }, { parent: this }).insecureValue;
  }

  private createSpotFleet(name: string, parts: InstanceParts): aws.ec2.SpotFleetRequest {
    const { fleet, network, startsAfter } = parts;
    return new SpotFleet(
      `${name}-spot`,
      {
        templateId: this.createTemplate(name, "spot", parts),
        instanceTypes: fleet.instanceTypes,
        subnetIds: network.privateSubnetIds,
        targetCapacity: fleet.targetCapacity,
        tags: tagsOf("spot", parts),
        startsAfter,
      },
      { parent: this },
    ).request;
  }

  private createOnDemandBase(name: string, parts: InstanceParts): aws.autoscaling.Group {
    const { fleet, network, startsAfter } = parts;
    return new OnDemandBase(
      `${name}-on-demand`,
      {
        templateId: this.createTemplate(name, "on-demand", parts),
        instanceTypes: fleet.instanceTypes,
        subnetIds: network.privateSubnetIds,
        size: fleet.onDemandBaseSize,
        // Answered with ABANDON, an instance would end all the same.
        retainsAbandoned: fleet.drainFailurePolicy !== "continue",
        tags: tagsOf("on-demand", parts),
        startsAfter,
      },
      { parent: this },
    ).group;
  }

  private createTemplate(name: string, purchase: PurchaseOption, parts: InstanceParts): pulumi.Output<string> {
    const template = new ContainerInstanceTemplate(
      `${name}-${purchase}-template`,
      {
        fleet: parts.fleet,
        amiId: parts.amiId,
        purchase,
        clusterName: parts.cluster.name,
        instanceProfileArn: parts.role.profileArn,
        securityGroupId: parts.securityGroup.id,
        tags: tagsOf(purchase, parts),
      },
      { parent: this },
    );
    return template.templateId;
  }
}

interface InstanceParts extends SpotClusterArgs {
  readonly cluster: aws.ecs.Cluster;
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly role: InstanceRole;
  readonly amiId: pulumi.Input<string>;
  readonly startsAfter: readonly pulumi.Resource[];
}

const tagsOf = (purchase: PurchaseOption, { cluster }: InstanceParts): Record<string, pulumi.Input<string>> => ({
  Name: pulumi.interpolate`${cluster.name}-${purchase}`,
  [instanceTagKey]: cluster.name,
});
