import { expect } from "chai";
import { launchTemplate } from "../../../../../rehearsal/provider/live/ec2/launch-template";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const id = "lt-0123456789abcdef0";
const template = (latest: number, byDefault = latest) => ({
  LaunchTemplateId: id,
  LaunchTemplateName: "host-1",
  LatestVersionNumber: latest,
  DefaultVersionNumber: byDefault,
});
const inputs = {
  name: "host-1",
  imageId: "ami-1",
  instanceType: "m7g.large",
  updateDefaultVersion: true,
  iamInstanceProfile: { arn: "arn:profile" },
  vpcSecurityGroupIds: ["sg-1"],
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
  monitoring: { enabled: true },
  blockDeviceMappings: [
    {
      deviceName: "/dev/xvda",
      ebs: { encrypted: "true", deleteOnTermination: "true", volumeSize: 30, volumeType: "gp3" },
    },
  ],
  userData: "IyEvYmluL2Jhc2gK",
};
const data = {
  BlockDeviceMappings: [
    {
      DeviceName: "/dev/xvda",
      Ebs: { DeleteOnTermination: true, Encrypted: true, VolumeSize: 30, VolumeType: "gp3" },
    },
  ],
  IamInstanceProfile: { Arn: "arn:profile" },
  ImageId: "ami-1",
  InstanceType: "m7g.large",
  MetadataOptions: { HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2, HttpTokens: "required" },
  Monitoring: { Enabled: true },
  SecurityGroupIds: ["sg-1"],
  UserData: "IyEvYmluL2Jhc2gK",
};

describe("aws.ec2.LaunchTemplate", () => {
  it("is created with flags out of texts", async () => {
    const { context, calls, kept } = scriptedAws({ "ec2:CreateLaunchTemplate": { LaunchTemplate: template(1) } });
    const resource = await launchTemplate.create({ ...inputs, tagsAll: { a: "b" } }, context);
    expect(calls).to.deep.equal([
      [
        "ec2:CreateLaunchTemplate",
        {
          LaunchTemplateData: data,
          LaunchTemplateName: "host-1",
          TagSpecifications: [{ ResourceType: "launch-template", Tags: [{ Key: "a", Value: "b" }] }],
        },
      ],
    ]);
    expect(resource).to.deep.equal({
      id,
      outputs: {
        arn: `arn:aws:ec2:eu-west-1:123456789012:launch-template/${id}`,
        defaultVersion: 1,
        latestVersion: 1,
        name: "host-1",
      },
    });
    expect(kept).to.deep.equal([resource]);
  });

  it("tags instances only with what the program writes out", async () => {
    const { context, calls } = scriptedAws({ "ec2:CreateLaunchTemplate": { LaunchTemplate: template(1) } });
    const tagSpecifications = [{ resourceType: "instance", tags: { Name: "host" } }];
    await launchTemplate.create({ name: "host-1", tagSpecifications, tagsAll: { a: "b" } }, context);
    expect(calls[0]?.[1]).to.have.deep.property("LaunchTemplateData", {
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "host" }] }],
    });
  });

  it("gets a new version with all its data, which becomes the default", async () => {
    const { context, calls } = scriptedAws({
      "ec2:CreateLaunchTemplateVersion": { LaunchTemplateVersion: { VersionNumber: 2 } },
      "ec2:ModifyLaunchTemplate": {},
      "ec2:DescribeLaunchTemplates": { LaunchTemplates: [template(2)] },
    });
    const news = { ...inputs, imageId: "ami-2" };
    expect(await launchTemplate.update({ id, state: {}, olds: inputs, news }, context)).to.deep.equal({
      defaultVersion: 2,
      latestVersion: 2,
    });
    expect(calls).to.deep.equal([
      ["ec2:CreateLaunchTemplateVersion", { LaunchTemplateData: { ...data, ImageId: "ami-2" }, LaunchTemplateId: id }],
      ["ec2:ModifyLaunchTemplate", { LaunchTemplateId: id, DefaultVersion: "2" }],
      ["ec2:DescribeLaunchTemplates", { LaunchTemplateIds: [id] }],
    ]);
  });

  it("keeps its default version where the program doesn't move it", async () => {
    const { context, calls } = scriptedAws({
      "ec2:CreateLaunchTemplateVersion": { LaunchTemplateVersion: { VersionNumber: 2 } },
      "ec2:DescribeLaunchTemplates": { LaunchTemplates: [template(2, 1)] },
    });
    const [olds, news] = [{ imageId: "ami-1" }, { imageId: "ami-2" }];
    expect(await launchTemplate.update({ id, state: {}, olds, news }, context)).to.deep.equal({
      defaultVersion: 1,
      latestVersion: 2,
    });
    expect(calls.map(([operation]) => operation)).to.deep.equal([
      "ec2:CreateLaunchTemplateVersion",
      "ec2:DescribeLaunchTemplates",
    ]);
  });

  it("gets no new version for its tags", async () => {
    const { context, calls } = scriptedAws({
      "ec2:CreateTags": {},
      "ec2:DeleteTags": {},
      "ec2:DescribeLaunchTemplates": { LaunchTemplates: [template(1)] },
    });
    const [olds, news] = [
      { ...inputs, tagsAll: { a: "1" } },
      { ...inputs, tagsAll: { b: "2" } },
    ];
    await launchTemplate.update({ id, state: {}, olds, news }, context);
    expect(calls.slice(0, 2)).to.deep.equal([
      ["ec2:DeleteTags", { Resources: [id], Tags: [{ Key: "a" }] }],
      ["ec2:CreateTags", { Resources: [id], Tags: [{ Key: "b", Value: "2" }] }],
    ]);
    expect(calls).to.have.length(3);
  });

  it("refuses what isn't modelled by name", async () => {
    const { context, calls } = scriptedAws({});
    const error = await launchTemplate.create({ ...inputs, networkInterfaces: [] }, context).catch(String);
    expect(error).to.equal("Error: The rehearsal does not model the property networkInterfaces of a launch template.");
    expect(calls).to.deep.equal([]);
  });

  it("is read, found to be gone, and deleted whether it is or not", async () => {
    const gone = new AwsError("InvalidLaunchTemplateId.NotFound", "no");
    const { context, calls } = scriptedAws({
      "ec2:DescribeLaunchTemplates": [{ LaunchTemplates: [template(3, 2)] }, gone],
      "ec2:DeleteLaunchTemplate": [{}, gone],
    });
    expect((await launchTemplate.read({ id, state: {} }, context))?.outputs["latestVersion"]).to.equal(3);
    expect(await launchTemplate.read({ id, state: {} }, context)).to.equal(undefined);
    await launchTemplate.delete({ id, state: {} }, context);
    await launchTemplate.delete({ id, state: {} }, context);
    expect(calls.slice(2)).to.deep.equal(Array(2).fill(["ec2:DeleteLaunchTemplate", { LaunchTemplateId: id }]));
  });
});
