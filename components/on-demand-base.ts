import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Which on-demand instances are kept. */
export interface OnDemandBaseArgs {
  readonly templateId: pulumi.Input<string>;
  /** Tried in this order. */
  readonly instanceTypes: readonly string[];
  readonly subnetIds: pulumi.Input<string[]>;
  /** Instances, always that many. */
  readonly size: number;
  /** Whether an instance lives on whose terminating hook was answered with ABANDON. @default false */
  readonly retainsAbandoned?: boolean;
  readonly tags: Readonly<Record<string, pulumi.Input<string>>>;
  /** What instances need before they start. */
  readonly startsAfter: readonly pulumi.Resource[];
}

/** On-demand instances in a group of fixed size: what runs when there is no spot capacity at all. */
export class OnDemandBase extends pulumi.ComponentResource {
  public readonly group: aws.autoscaling.Group;

  public constructor(name: string, args: OnDemandBaseArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:OnDemandBase", name, {}, opts);
    this.group = this.createGroup(name, args);
    this.registerOutputs({ groupName: this.group.name });
  }

  private createGroup(name: string, args: OnDemandBaseArgs): aws.autoscaling.Group {
    return new aws.autoscaling.Group(
      name,
      {
        minSize: args.size,
        maxSize: args.size,
        vpcZoneIdentifiers: args.subnetIds,
        mixedInstancesPolicy: {
          instancesDistribution: {
            onDemandAllocationStrategy: "prioritized",
            onDemandBaseCapacity: args.size,
            onDemandPercentageAboveBaseCapacity: 100,
          },
          launchTemplate: {
            launchTemplateSpecification: { launchTemplateId: args.templateId, version: "$Latest" },
            overrides: args.instanceTypes.map((instanceType) => ({ instanceType })),
          },
        },
        ...(args.retainsAbandoned === true ? retention : {}),
        healthCheckType: "EC2",
        // The services wait for their tasks, which says more than a count of instances.
        waitForCapacityTimeout: "0",
        forceDelete: true,
        // For the group itself; the launch template holds the instances' tags.
        tags: Object.entries(args.tags).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
      },
      { parent: this, dependsOn: [...args.startsAfter] },
    );
  }
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/configure-instance-retention.html */
const retention = { instanceLifecyclePolicy: { retentionTriggers: { terminateHookAbandon: "retain" } } };
