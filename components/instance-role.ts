import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a container instance itself may do: register with ECS, and be reached through SSM instead of ssh. */
const managedPolicies = {
  ecs: aws.iam.ManagedPolicy.AmazonEC2ContainerServiceforEC2Role,
  ssm: aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore,
} as const;

/** The role of the container instances; the containers have roles of their own. */
export class InstanceRole extends pulumi.ComponentResource {
  public readonly profileArn: pulumi.Output<string>;
  /** What an instance needs from its first second on, and until its last. */
  public readonly policies: readonly pulumi.Resource[];

  public constructor(name: string, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:InstanceRole", name, {}, opts);
    const role = this.createRole(name);
    this.policies = Object.entries(managedPolicies).map(([key, arn]) => this.attachPolicy(`${name}-${key}`, role, arn));
    this.profileArn = this.createProfile(name, role).arn;
    this.registerOutputs({ profileArn: this.profileArn });
  }

  private createRole(name: string): aws.iam.Role {
    return new aws.iam.Role(
      name,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }) },
      { parent: this },
    );
  }

  private attachPolicy(name: string, role: aws.iam.Role, policyArn: string): pulumi.Resource {
    return new aws.iam.RolePolicyAttachment(name, { role: role.name, policyArn }, { parent: this });
  }

  private createProfile(name: string, role: aws.iam.Role): aws.iam.InstanceProfile {
    return new aws.iam.InstanceProfile(`${name}-profile`, { role: role.name }, { parent: this });
  }
}
