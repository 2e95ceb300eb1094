import { expect } from "chai";
import { RehearsedFleet } from "./rehearsed-fleet";

/** Ten minutes, whatever hooks say. */
const boundSeconds = 600;

describe("the end of a fleet", () => {
  it("comes within ten minutes, though an instance waits for a hook of an hour that nobody completes any more", async () => {
    const fleet = new RehearsedFleet();
    await fleet.start();
    const call = (service: string, operation: string, input: object) =>
      fleet.rehearsed.call<unknown>(service, operation, input);
    const hook = { AutoScalingGroupName: "base", LifecycleHookName: "switchyard-drain" };
    await call("autoscaling", "PutLifecycleHook", {
      ...hook,
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 3600,
    });
    const base = fleet.instances().find(({ lifecycle }) => lifecycle === "on-demand");
    await call("autoscaling", "TerminateInstanceInAutoScalingGroup", {
      InstanceId: base?.instanceId,
      ShouldDecrementDesiredCapacity: false,
    });
    fleet.pass(60);
    expect(fleet.instances().map(({ instanceId }) => instanceId)).to.include(base?.instanceId);
    const startedAt = fleet.rehearsed.now;

    // What the provider sends, in the order that the program's dependencies give: the hook goes first.
    await call("autoscaling", "DeleteLifecycleHook", hook);
    await call("autoscaling", "DeleteAutoScalingGroup", { AutoScalingGroupName: "base", ForceDelete: true });
    await call("ec2", "CancelSpotFleetRequests", { SpotFleetRequestIds: [fleet.fleetId], TerminateInstances: true });
    while (fleet.instances().length > 0 && fleet.rehearsed.now - startedAt < boundSeconds * 1000) fleet.pass(1);

    expect(fleet.instances()).to.deep.equal([]);
    expect(fleet.rehearsed.region.state.autoscaling.waits).to.deep.equal({});
    expect((fleet.rehearsed.now - startedAt) / 1000).to.be.below(boundSeconds);
  });
});
