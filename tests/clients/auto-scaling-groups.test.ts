import type { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { expect } from "chai";
import { createScalingGroups } from "../../clients/auto-scaling-groups";
import { awsError, callOnce, fakeAwsClient } from "../support/fake-aws-client";

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: Error) => error.message);

describe("createScalingGroups", () => {
  it("describes a group of mixed instances", async () => {
    const { client, sent } = fakeAwsClient<AutoScalingClient>(() => ({
      AutoScalingGroups: [
        { AutoScalingGroupName: "other" },
        {
          AutoScalingGroupName: "base",
          DesiredCapacity: 2,
          MaxSize: 3,
          VPCZoneIdentifier: "subnet-a, subnet-b",
          MixedInstancesPolicy: {
            LaunchTemplate: {
              LaunchTemplateSpecification: { LaunchTemplateId: "lt-1" },
              Overrides: [{ InstanceType: "m6i.large" }, {}],
            },
          },
          Instances: [
            {
              InstanceId: "i-1",
              LifecycleState: "InService",
              InstanceType: "m6i.large",
              LaunchTemplate: { Version: "4" },
            },
            {},
          ],
        },
      ],
    }));
    expect(await createScalingGroups(client, callOnce).describe("base")).to.deep.equal({
      desired: 2,
      maximum: 3,
      templateId: "lt-1",
      instanceTypes: ["m6i.large"],
      subnetIds: ["subnet-a", "subnet-b"],
      members: [
        { instanceId: "i-1", lifecycleState: "InService", instanceType: "m6i.large", templateVersion: 4 },
        { instanceId: "", lifecycleState: "", instanceType: "", templateVersion: 0 },
      ],
    });
    expect(sent[0]?.input).to.deep.equal({ AutoScalingGroupNames: ["base"] });
  });

  it("describes a group of one template, and refuses one that isn't there", async () => {
    const { client } = fakeAwsClient<AutoScalingClient>(() => ({
      AutoScalingGroups: [{ AutoScalingGroupName: "base", LaunchTemplate: { LaunchTemplateId: "lt-2" } }],
    }));
    const groups = createScalingGroups(client, callOnce);
    expect(await groups.describe("base")).to.deep.equal({
      desired: 0,
      maximum: 0,
      templateId: "lt-2",
      instanceTypes: [],
      subnetIds: [],
      members: [],
    });
    expect(await failureOf(groups.describe("gone"))).to.equal(
      "Auto Scaling group gone doesn't exist. Check the name and the region.",
    );
  });

  it("moves the maximum with the desired capacity, and ends an instance without replacing it", async () => {
    const { client, sent } = fakeAwsClient<AutoScalingClient>(() => ({}));
    const groups = createScalingGroups(client, callOnce);
    await groups.resize("base", 3);
    await groups.terminate("i-1");
    expect(sent).to.deep.equal([
      {
        operation: "UpdateAutoScalingGroup",
        input: { AutoScalingGroupName: "base", MaxSize: 3, DesiredCapacity: 3 },
      },
      {
        operation: "TerminateInstanceInAutoScalingGroup",
        input: { InstanceId: "i-1", ShouldDecrementDesiredCapacity: true },
      },
    ]);
  });

  it("takes an instance that is gone for ended, and no other refusal", async () => {
    const answers = [
      awsError("ValidationError", "Instance Id not found - No managed instance found for instance ID: i-1"),
      awsError("ValidationError", "Currently, desiredSize equals minSize (1)."),
      awsError("Throttling", "not found"),
    ];
    const { client } = fakeAwsClient<AutoScalingClient>((_call, index) => answers[index] ?? {});
    const groups = createScalingGroups(client, callOnce);
    expect(await failureOf(groups.terminate("i-1"))).to.equal(undefined);
    expect(await failureOf(groups.terminate("i-1"))).to.equal("Currently, desiredSize equals minSize (1).");
    expect(await failureOf(groups.terminate("i-1"))).to.equal("not found");
  });
});
