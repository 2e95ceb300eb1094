import type { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { expect } from "chai";
import { createScalableTargets } from "../../clients/scalable-targets";
import { fakeAwsClient } from "../support/fake-aws-client";

const scope = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" };

describe("createScalableTargets", () => {
  it("asks for 50 targets at a time, and for every page of them", async () => {
    const ids = Array.from({ length: 51 }, (_, index) => `service/main/web-${index}`);
    const { client, sent } = fakeAwsClient<ApplicationAutoScalingClient>((_command, index) => ({
      ScalableTargets: [{ ResourceId: `service/main/web-${index}`, MinCapacity: index, MaxCapacity: 9 }],
      ...(index === 0 ? { NextToken: "more" } : {}),
    }));
    const found = await createScalableTargets(client).describe(ids);

    expect([...found].map(([id, { min, max }]) => [id, min, max])).to.deep.equal([
      ["service/main/web-0", 0, 9],
      ["service/main/web-1", 1, 9],
      ["service/main/web-2", 2, 9],
    ]);
    expect(sent.map(({ input }) => input)).to.deep.equal([
      { ...scope, ResourceIds: ids.slice(0, 50), NextToken: undefined },
      { ...scope, ResourceIds: ids.slice(0, 50), NextToken: "more" },
      { ...scope, ResourceIds: ids.slice(50), NextToken: undefined },
    ]);
  });

  it("asks nothing about nothing", async () => {
    const { client, sent } = fakeAwsClient<ApplicationAutoScalingClient>(() => ({}));
    expect([...(await createScalableTargets(client).describe([]))]).to.deep.equal([]);
    expect(sent).to.deep.equal([]);
  });

  it("tells what is suspended, which nothing is by default", async () => {
    const { client } = fakeAwsClient<ApplicationAutoScalingClient>(() => ({
      ScalableTargets: [
        { ResourceId: "a", MinCapacity: 1, MaxCapacity: 2 },
        { ResourceId: "b", SuspendedState: { DynamicScalingInSuspended: true, ScheduledScalingSuspended: true } },
        { ResourceId: "c", SuspendedState: { DynamicScalingOutSuspended: true } },
      ],
    }));
    const found = await createScalableTargets(client).describe(["a", "b", "c"]);
    expect(Object.fromEntries(found)).to.deep.equal({
      a: { min: 1, max: 2, suspended: { scaleIn: false, scaleOut: false, scheduled: false } },
      b: { min: 0, max: 0, suspended: { scaleIn: true, scaleOut: false, scheduled: true } },
      c: { min: 0, max: 0, suspended: { scaleIn: false, scaleOut: true, scheduled: false } },
    });
  });

  it("says all of a target when it changes one, and sends no number of tasks", async () => {
    const { client, sent } = fakeAwsClient<ApplicationAutoScalingClient>(() => ({}));
    const suspended = { scaleIn: true, scaleOut: false, scheduled: true };
    await createScalableTargets(client).update("service/main/web", { min: 0, max: 3, suspended });
    expect(sent).to.deep.equal([
      {
        operation: "RegisterScalableTarget",
        input: {
          ...scope,
          ResourceId: "service/main/web",
          MinCapacity: 0,
          MaxCapacity: 3,
          SuspendedState: {
            DynamicScalingInSuspended: true,
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: true,
          },
        },
      },
    ]);
  });
});
