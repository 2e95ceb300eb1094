import type { DescribeAutoScalingGroupsCommandOutput } from "@aws-sdk/client-auto-scaling";
import { expect } from "chai";
import { RehearsedRegion, userDataFor } from "../rehearsed-region";

describe("TerminateInstanceInAutoScalingGroup", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
    await rehearsed.call("ec2", "CreateLaunchTemplate", {
      LaunchTemplateName: "host",
      LaunchTemplateData: { ImageId: "ami-1", UserData: userDataFor("main"), InstanceType: "m7g.large" },
    });
    await rehearsed.call("autoscaling", "CreateAutoScalingGroup", {
      AutoScalingGroupName: "base",
      MinSize: 1,
      MaxSize: 2,
      DesiredCapacity: 2,
      VPCZoneIdentifier: "subnet-a",
      LaunchTemplate: { LaunchTemplateName: "host" },
    });
    pass();
  });

  const pass = (): void => {
    for (let step = 0; step < 4; step += 1) rehearsed.tick(300);
  };
  const ids = (): readonly string[] =>
    Object.values(rehearsed.region.state.ec2.instances)
      .filter(({ state }) => state === "running")
      .map(({ instanceId }) => instanceId);
  const terminate = (InstanceId: string | undefined, ShouldDecrementDesiredCapacity: boolean): Promise<unknown> =>
    rehearsed.refusal("autoscaling", "TerminateInstanceInAutoScalingGroup", {
      InstanceId,
      ShouldDecrementDesiredCapacity,
    });

  it("lets the instance go and replaces it, unless the desired capacity goes down with it", async () => {
    const [first, second] = ids();
    expect(await terminate(first, false)).to.deep.equal({});
    pass();
    expect(ids()).to.have.length(2).and.not.include(first);
    expect(await terminate(second, true)).to.deep.equal({});
    pass();
    expect(ids()).to.have.length(1).and.not.include(second);
  });

  it("waits for a terminating hook", async () => {
    await rehearsed.call("autoscaling", "PutLifecycleHook", {
      AutoScalingGroupName: "base",
      LifecycleHookName: "drain",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
    });
    const [first] = ids();
    await terminate(first, true);
    pass();
    const { AutoScalingGroups = [] } = await rehearsed.call<DescribeAutoScalingGroupsCommandOutput>(
      "autoscaling",
      "DescribeAutoScalingGroups",
    );
    const states = AutoScalingGroups[0]?.Instances?.map(({ InstanceId, LifecycleState }) => [
      InstanceId,
      LifecycleState,
    ]);
    expect(states).to.deep.include([first, "Terminating:Wait"]);
    expect(states).to.have.length(2);
  });

  for (const [policy, LifecycleActionResult, isAlive] of [
    ["retain", "ABANDON", true],
    ["retain", "CONTINUE", false],
    ["terminate", "ABANDON", false],
  ] as const) {
    it(`${isAlive ? "keeps" : "ends"} an instance after ${LifecycleActionResult} where the group's policy is ${policy}`, async () => {
      await rehearsed.call("autoscaling", "UpdateAutoScalingGroup", {
        AutoScalingGroupName: "base",
        InstanceLifecyclePolicy: { RetentionTriggers: { TerminateHookAbandon: policy } },
      });
      await rehearsed.call("autoscaling", "PutLifecycleHook", {
        AutoScalingGroupName: "base",
        LifecycleHookName: "drain",
        LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      });
      const [first] = ids();
      await terminate(first, false);
      pass();
      const action = { AutoScalingGroupName: "base", LifecycleHookName: "drain", InstanceId: first };
      await rehearsed.call("autoscaling", "CompleteLifecycleAction", { ...action, LifecycleActionResult });
      pass();
      // The group has its two instances without the one that lives on.
      expect(ids()).to.have.length(isAlive ? 3 : 2);
      expect(ids().includes(first ?? "")).to.equal(isAlive);
      const { AutoScalingInstances: [found] = [] } = await rehearsed.call<{
        AutoScalingInstances?: { LifecycleState: string }[];
      }>("autoscaling", "DescribeAutoScalingInstances", { InstanceIds: [first] });
      expect(found?.LifecycleState).to.equal(isAlive ? "Terminating:Retained" : undefined);
    });
  }

  it("refuses to go below the minimum, and instances that it doesn't know", async () => {
    const [first, second] = ids();
    await terminate(first, true);
    pass();
    expect(await terminate(second, true)).to.deep.equal([
      "ValidationError",
      "Currently, desiredSize equals minSize (1). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.",
    ]);
    const unknown = (id: string) => [
      "ValidationError",
      `Instance Id not found - No managed instance found for instance ID: ${id}`,
    ];
    expect(await terminate("i-0", true)).to.deep.equal(unknown("i-0"));
    expect(await terminate(first, true)).to.deep.equal(unknown(first ?? ""));
  });
});
