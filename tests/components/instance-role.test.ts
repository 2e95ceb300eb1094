import { expect } from "chai";
import { InstanceRole } from "../../components/instance-role";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:InstanceRole instance";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

describe("InstanceRole", () => {
  it("lets an instance register with ECS and be reached through SSM, and nothing else", async () => {
    const { resources, result } = await recordResources(() => new InstanceRole("instance"));
    expect(resources.map((resource) => [keyOf(resource), resource.parent])).to.have.deep.members([
      [component, undefined],
      ["aws:iam/role:Role instance", component],
      [`${attachment} instance-ecs`, component],
      [`${attachment} instance-ssm`, component],
      ["aws:iam/instanceProfile:InstanceProfile instance-profile", component],
    ]);
    expect(resourceOf(resources, attachment, "instance-ecs").inputs).to.deep.equal({
      role: "instance-name",
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
    });
    expect(resourceOf(resources, attachment, "instance-ssm").inputs).to.deep.equal({
      role: "instance-name",
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    const profile = resourceOf(resources, "aws:iam/instanceProfile:InstanceProfile", "instance-profile");
    expect(profile.inputs).to.deep.equal({ role: "instance-name" });
    expect(resourceOf(resources, "aws:iam/role:Role", "instance").inputs).to.have.nested.property(
      "assumeRolePolicy.Statement[0].Principal.Service",
      "ec2.amazonaws.com",
    );
    expect(await outputValue(result.profileArn)).to.equal("arn:instance-profile:InstanceProfile");
    expect(result.policies).to.have.length(2);
  });
});
