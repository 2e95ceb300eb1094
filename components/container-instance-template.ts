import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FleetSettings } from "../settings";
import { type PurchaseOption, renderUserData } from "./user-data";

/** What the instances are made of. */
export interface ContainerInstanceTemplateArgs {
  readonly fleet: FleetSettings;
  readonly amiId: pulumi.Input<string>;
  readonly purchase: PurchaseOption;
  readonly clusterName: pulumi.Input<string>;
  readonly instanceProfileArn: pulumi.Input<string>;
  readonly securityGroupId: pulumi.Input<string>;
  /** Tags for the instances and their volumes: a provider's default tags don't reach these. */
  readonly tags: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The launch template of the spot or of the on-demand container instances. */
export class ContainerInstanceTemplate extends pulumi.ComponentResource {
  public readonly templateId: pulumi.Output<string>;

  public constructor(name: string, args: ContainerInstanceTemplateArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:ContainerInstanceTemplate", name, {}, opts);
    this.templateId = this.createTemplate(name, args).id;
    this.registerOutputs({ templateId: this.templateId });
  }

  private createTemplate(name: string, args: ContainerInstanceTemplateArgs): aws.ec2.LaunchTemplate {
    const { fleet, purchase, tags } = args;
    return new aws.ec2.LaunchTemplate(
      name,
      {
        imageId: args.amiId,
        updateDefaultVersion: true,
        iamInstanceProfile: { arn: args.instanceProfileArn },
        vpcSecurityGroupIds: [args.securityGroupId],
        // One hop ends at the instance: a container can't take the instance's role.
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [rootVolume(fleet.rootVolumeGib)],
        userData: pulumi
          .output(args.clusterName)
          .apply((clusterName) => Buffer.from(renderUserData(clusterName, purchase)).toString("base64")),
        tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
        tags,
      },
      { parent: this },
    );
  }
}

/** The root device of Amazon Linux 2023. The provider takes these two flags as texts. */
const rootVolume = (volumeSize: number) => ({
  deviceName: "/dev/xvda",
  ebs: { volumeType: "gp3", volumeSize, encrypted: "true", deleteOnTermination: "true" },
});
