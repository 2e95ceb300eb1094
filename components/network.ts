import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkSettings } from "../settings";

/** What a network is made of, or which one is used. */
export interface NetworkArgs {
  readonly settings: NetworkSettings;
}

/** The VPC with its public and private subnets: a new one, or one that exists. */
export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly privateSubnetIds: pulumi.Output<string[]>;
  public readonly publicSubnetIds: pulumi.Output<string[]>;

  public constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:Network", name, {}, opts);
    const { settings } = args;
    const vpc = settings.kind === "create" ? this.createVpc(name, settings) : useVpc(settings);
    this.vpcId = vpc.vpcId;
    this.privateSubnetIds = vpc.privateSubnetIds;
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.registerOutputs({
      vpcId: this.vpcId,
      privateSubnetIds: this.privateSubnetIds,
      publicSubnetIds: this.publicSubnetIds,
    });
  }

  private createVpc(name: string, settings: Extract<NetworkSettings, { kind: "create" }>): awsx.ec2.Vpc {
    return new awsx.ec2.Vpc(
      `${name}-vpc`,
      {
        cidrBlock: settings.cidr,
        numberOfAvailabilityZones: settings.availabilityZones,
        natGateways: { strategy: settings.natGateways },
        // "Legacy", the default, lays subnets out in a way that the next major version drops.
        subnetStrategy: "Auto",
        enableDnsHostnames: true,
      },
      { parent: this },
    );
  }
}

const useVpc = (settings: Extract<NetworkSettings, { kind: "existing" }>) => ({
  vpcId: pulumi.output(settings.vpcId),
  privateSubnetIds: pulumi.output([...settings.privateSubnetIds]),
  publicSubnetIds: pulumi.output([...settings.publicSubnetIds]),
});
