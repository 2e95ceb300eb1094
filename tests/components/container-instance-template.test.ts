import { expect } from "chai";
import { ContainerInstanceTemplate } from "../../components/container-instance-template";
import { recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

describe("ContainerInstanceTemplate", () => {
  it("hardens and encrypts the instance, tags it, and tells the agent where it belongs", async () => {
    const tags = { Name: "main-spot", "switchyard:cluster": "main" };
    const { resources } = await recordResources(
      () =>
        new ContainerInstanceTemplate("spot-template", {
          fleet: settingsWith({ fleet: { rootVolumeGib: 40 } }).fleet,
          amiId: "ami-1",
          purchase: "spot",
          clusterName: "main",
          instanceProfileArn: "arn:profile",
          securityGroupId: "sg-1",
          tags,
        }),
    );
    const template = resourceOf(resources, "aws:ec2/launchTemplate:LaunchTemplate", "spot-template");
    const { userData, ...inputs } = template.inputs;
    expect(template.parent).to.equal("switchyard:index:ContainerInstanceTemplate spot-template");
    expect(inputs).to.deep.equal({
      imageId: "ami-1",
      updateDefaultVersion: true,
      iamInstanceProfile: { arn: "arn:profile" },
      vpcSecurityGroupIds: ["sg-1"],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: 40, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags },
      ],
      tags,
    });
    expect(Buffer.from(String(userData), "base64").toString()).to.equal(
      [
        "#!/bin/bash",
        "cat >> /etc/ecs/ecs.config <<'EOF'",
        "ECS_CLUSTER=main",
        "ECS_ENABLE_SPOT_INSTANCE_DRAINING=false",
        'ECS_INSTANCE_ATTRIBUTES={"switchyard.purchase":"spot"}',
        "ECS_CONTAINER_STOP_TIMEOUT=30s",
        "EOF",
        "",
      ].join("\n"),
    );
  });
});
