import type { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { expect } from "chai";
import { createLifecycleActions } from "../../clients/lifecycle-actions";
import { awsError, callOnce, fakeAwsClient } from "../support/fake-aws-client";

const action = { instanceId: "i-1", groupName: "base", hookName: "switchyard-drain", token: "t" };
const input = {
  AutoScalingGroupName: "base",
  LifecycleHookName: "switchyard-drain",
  LifecycleActionToken: "t",
  InstanceId: "i-1",
};

const answering = (answer: object | Error) => {
  const { client, sent } = fakeAwsClient<AutoScalingClient>(() => answer);
  return { actions: createLifecycleActions(client, callOnce), sent };
};

describe("createLifecycleActions", () => {
  it("tells an instance's lifecycle state", async () => {
    const { actions, sent } = answering({
      AutoScalingInstances: [
        { InstanceId: "i-2", LifecycleState: "InService" },
        { InstanceId: "i-1", LifecycleState: "Terminating:Wait" },
      ],
    });

    expect(await actions.state("i-1")).to.equal("Terminating:Wait");
    expect(sent).to.deep.equal([{ operation: "DescribeAutoScalingInstances", input: { InstanceIds: ["i-1"] } }]);
  });

  it("tells that no group knows an instance", async () => {
    expect(await answering({ AutoScalingInstances: [] }).actions.state("i-1")).to.equal(undefined);
    expect(await answering({}).actions.state("i-1")).to.equal(undefined);
  });

  it("beats", async () => {
    const { actions, sent } = answering({});

    expect(await actions.beat(action)).to.equal(true);
    expect(sent).to.deep.equal([{ operation: "RecordLifecycleActionHeartbeat", input }]);
  });

  it("completes", async () => {
    const { actions, sent } = answering({});

    expect(await actions.complete(action, "ABANDON")).to.equal(true);
    expect(sent).to.deep.equal([
      { operation: "CompleteLifecycleAction", input: { ...input, LifecycleActionResult: "ABANDON" } },
    ]);
  });

  it("tells that an action has ended already", async () => {
    const { actions } = answering(awsError("ValidationError"));

    expect(await actions.beat(action)).to.equal(false);
    expect(await actions.complete(action, "CONTINUE")).to.equal(false);
  });

  it("hides no other error", async () => {
    const { actions } = answering(awsError("AccessDenied"));

    for (const call of [actions.beat(action), actions.complete(action, "CONTINUE")])
      expect(await call.catch((thrown: unknown) => thrown)).to.include({ name: "AccessDenied" });
  });
});
