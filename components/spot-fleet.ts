import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Which spot instances are asked for. */
export interface SpotFleetArgs {
  readonly templateId: pulumi.Input<string>;
  readonly instanceTypes: readonly string[];
  readonly subnetIds: pulumi.Input<readonly string[]>;
  /** Instances to start with; autoscaling owns the figure afterwards. */
  readonly targetCapacity: number;
  readonly tags: Readonly<Record<string, pulumi.Input<string>>>;
  /** What instances need before they start. */
  readonly startsAfter: readonly pulumi.Resource[];
}

/** Spot instances of many types in all zones, replaced when they are taken away. */
export class SpotFleet extends pulumi.ComponentResource {
  public readonly request: aws.ec2.SpotFleetRequest;

  public constructor(name: string, args: SpotFleetArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:SpotFleet", name, {}, opts);
    const role = this.createRole(name);
    const policy = this.attachTaggingPolicy(name, role);
    this.request = this.createRequest(name, args, { role, policy });
    this.registerOutputs({ requestId: this.request.id });
  }

  private createRole(name: string): aws.iam.Role {
    return new aws.iam.Role(
      `${name}-role`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "spotfleet.amazonaws.com" }) },
      { parent: this },
    );
  }

  private attachTaggingPolicy(name: string, role: aws.iam.Role): aws.iam.RolePolicyAttachment {
    return new aws.iam.RolePolicyAttachment(
      `${name}-tagging`,
      { role: role.name, policyArn: aws.iam.ManagedPolicy.AmazonEC2SpotFleetTaggingRole },
      { parent: this },
    );
  }

  private createRequest(
    name: string,
    args: SpotFleetArgs,
    { role, policy }: { readonly role: aws.iam.Role; readonly policy: pulumi.Resource },
  ): aws.ec2.SpotFleetRequest {
    return new aws.ec2.SpotFleetRequest(
      name,
      {
        iamFleetRole: role.arn,
        fleetType: "maintain",
        allocationStrategy: "priceCapacityOptimized",
        targetCapacity: args.targetCapacity,
        // Who leaves is chosen and drained by us: the fleet's own choice would be terminated unasked.
        excessCapacityTerminationPolicy: "NoTermination",
        instanceInterruptionBehaviour: "terminate",
        replaceUnhealthyInstances: true,
        // Launches a replacement early and terminates nothing itself: most of those warned are never interrupted.
        spotMaintenanceStrategies: { capacityRebalance: { replacementStrategy: "launch" } },
        launchTemplateConfigs: [
          { launchTemplateSpecification: { id: args.templateId, version: "$Latest" }, overrides: overridesOf(args) },
        ],
        terminateInstancesOnDelete: "true",
        waitForFulfillment: false,
        tags: args.tags,
      },
      {
        parent: this,
        dependsOn: [policy, ...args.startsAfter],
        // A change of types or subnets would replace the fleet and take the old one's instances away at once.
        ignoreChanges: ["targetCapacity", "launchTemplateConfigs"],
      },
    );
  }
}

/** Every type in every subnet, each instance counting as one. */
const overridesOf = ({ instanceTypes, subnetIds }: SpotFleetArgs) =>
  pulumi
    .output(subnetIds)
    .apply((ids) =>
      instanceTypes.flatMap((instanceType) => ids.map((subnetId) => ({ instanceType, subnetId, weightedCapacity: 1 }))),
    );
