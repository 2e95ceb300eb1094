import type { DescribeLaunchTemplateVersionsCommandOutput, LaunchTemplate } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { RehearsedRegion, userDataFor } from "../rehearsed-region";

describe("EC2 launch templates", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(() => {
    rehearsed = new RehearsedRegion();
  });

  const create = async (change: object = {}): Promise<LaunchTemplate> => {
    const input = { LaunchTemplateName: "host", LaunchTemplateData: { ImageId: "ami-1" }, ...change };
    return (await rehearsed.call<{ LaunchTemplate: LaunchTemplate }>("ec2", "CreateLaunchTemplate", input))
      .LaunchTemplate;
  };

  const addVersion = (LaunchTemplateId: string | undefined, ImageId: string) =>
    rehearsed.call("ec2", "CreateLaunchTemplateVersion", { LaunchTemplateId, LaunchTemplateData: { ImageId } });

  const versions = async (input: object): Promise<readonly unknown[]> => {
    const output = await rehearsed.call<DescribeLaunchTemplateVersionsCommandOutput>(
      "ec2",
      "DescribeLaunchTemplateVersions",
      input,
    );
    return (output.LaunchTemplateVersions ?? []).map(({ VersionNumber, DefaultVersion, LaunchTemplateData }) => [
      VersionNumber,
      DefaultVersion,
      LaunchTemplateData?.ImageId,
    ]);
  };

  it("begin with version 1 as their default", async () => {
    const TagSpecifications = [
      { ResourceType: "launch-template", Tags: [{ Key: "a", Value: "b" }] },
      { ResourceType: "instance", Tags: [{ Key: "c", Value: "d" }] },
    ];
    const template = await create({ TagSpecifications });
    expect(template).to.deep.equal({
      LaunchTemplateId: template.LaunchTemplateId,
      LaunchTemplateName: "host",
      DefaultVersionNumber: 1,
      LatestVersionNumber: 1,
      CreateTime: new Date(rehearsed.now),
      Tags: [{ Key: "a", Value: "b" }],
    });
    expect(template.LaunchTemplateId).to.match(/^lt-[0-9a-f]{17}$/);
  });

  it("keep their default until it is modified", async () => {
    const { LaunchTemplateId } = await create();
    await addVersion(LaunchTemplateId, "ami-2");
    expect(await versions({ LaunchTemplateId, Versions: ["$Default", "$Latest", "1"] })).to.deep.equal([
      [1, true, "ami-1"],
      [2, false, "ami-2"],
      [1, true, "ami-1"],
    ]);
    await rehearsed.call("ec2", "ModifyLaunchTemplate", { LaunchTemplateId, DefaultVersion: "2" });

    expect(await versions({ LaunchTemplateName: "host" })).to.deep.equal([
      [2, true, "ami-2"],
      [1, false, "ami-1"],
    ]);
  });

  it("are described by id, by name, or all", async () => {
    const host = await create();
    const other = await create({ LaunchTemplateName: "other" });
    const of = (input: object) => rehearsed.call("ec2", "DescribeLaunchTemplates", input);
    expect(await of({ LaunchTemplateIds: [host.LaunchTemplateId] })).to.deep.equal({ LaunchTemplates: [host] });
    expect(await of({ LaunchTemplateNames: ["other"] })).to.deep.equal({ LaunchTemplates: [other] });
    expect(await of({})).to.deep.equal({ LaunchTemplates: [host, other] });
  });

  it("are gone once deleted", async () => {
    const { LaunchTemplateId } = await create();
    await rehearsed.call("ec2", "DeleteLaunchTemplate", { LaunchTemplateId });
    expect(
      await rehearsed.refusal("ec2", "DescribeLaunchTemplates", { LaunchTemplateIds: [LaunchTemplateId] }),
    ).to.deep.equal([
      "InvalidLaunchTemplateId.NotFound",
      `The specified launch template, with template ID ${LaunchTemplateId}, does not exist.`,
    ]);
    expect(await rehearsed.refusal("ec2", "DescribeLaunchTemplates", { LaunchTemplateNames: ["host"] })).to.deep.equal([
      "InvalidLaunchTemplateName.NotFoundException",
      "The specified launch template, with template name host, does not exist.",
    ]);
  });

  it("refuse a version that isn't there", async () => {
    const { LaunchTemplateId } = await create();
    expect(
      await rehearsed.refusal("ec2", "ModifyLaunchTemplate", { LaunchTemplateId, DefaultVersion: "2" }),
    ).to.deep.equal([
      "InvalidLaunchTemplateId.VersionNotFound",
      `Could not find launch template version 2 for template ${LaunchTemplateId}.`,
    ]);
  });

  const refusals: readonly (readonly [object, readonly string[]])[] = [
    [
      { LaunchTemplateName: "a b" },
      [
        "InvalidLaunchTemplateName.MalformedException",
        'Launch template name "a b" is not allowed: use 3 to 128 letters, digits or ().-/_.',
      ],
    ],
    [
      { LaunchTemplateName: "taken" },
      ["InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use."],
    ],
    [
      { LaunchTemplateData: { InstanceType: "x9.huge" } },
      [
        "NotModelled",
        "The rehearsal's region does not know the instance type x9.huge; it knows c, m and r of generations 5 to 8 and t3, t3a, t4g.",
      ],
    ],
    [
      { LaunchTemplateData: { UserData: userDataFor("main", "ECS_INSTANCE_ATTRIBUTES={lifecycle:spot}") } },
      [
        "NotModelled",
        'ECS_INSTANCE_ATTRIBUTES is {lifecycle:spot}, which is not JSON: the ECS agent would not start. Write for example {"lifecycle":"spot"}.',
      ],
    ],
  ];
  for (const [change, refusal] of refusals) {
    it(`refuse: ${refusal[1]}`, async () => {
      await create({ LaunchTemplateName: "taken" });
      const input = { LaunchTemplateName: "host", LaunchTemplateData: {}, ...change };
      expect(await rehearsed.refusal("ec2", "CreateLaunchTemplate", input)).to.deep.equal(refusal);
    });
  }
});
