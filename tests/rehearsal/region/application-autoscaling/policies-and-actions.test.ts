import { expect } from "chai";
import { RehearsedRegion } from "../rehearsed-region";

const name = {
  ServiceNamespace: "ecs",
  ScalableDimension: "ecs:service:DesiredCount",
  ResourceId: "service/main/web",
} as const;

describe("scaling policies and scheduled actions", () => {
  let rehearsed = new RehearsedRegion();
  const call = <Output = unknown>(operation: string, input: object = name): Promise<Output> =>
    rehearsed.call<Output>("application-autoscaling", operation, input);
  const refusal = (operation: string, input: object): Promise<unknown> =>
    rehearsed.refusal("application-autoscaling", operation, { ...name, ...input });

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await call("RegisterScalableTarget", { ...name, MinCapacity: 1, MaxCapacity: 4 });
  });

  it("need a scalable target", async () => {
    const ResourceId = "service/main/api";
    const policy = { ResourceId, PolicyName: "p", PolicyType: "TargetTrackingScaling" };
    const action = { ResourceId, ScheduledActionName: "a", Schedule: "rate(1 day)" };
    expect(await refusal("PutScalingPolicy", policy)).to.have.property("0", "ObjectNotFoundException");
    expect(await refusal("PutScheduledAction", action)).to.have.property("0", "ObjectNotFoundException");
  });

  it("keep a policy under its name, with what a later request leaves out", async () => {
    const configuration = { TargetTrackingScalingPolicyConfiguration: { TargetValue: 100 } };
    const put = { ...name, PolicyName: "p", PolicyType: "TargetTrackingScaling" };
    const { PolicyARN } = await call<{ PolicyARN: string }>("PutScalingPolicy", { ...put, ...configuration });
    const CreationTime = new Date(rehearsed.now);
    rehearsed.tick(1000);
    await call("PutScalingPolicy", put);
    await call("PutScalingPolicy", { ...put, PolicyName: "q" });

    const described = { ...put, ...configuration, PolicyARN, CreationTime, Alarms: [] };
    expect(await call("DescribeScalingPolicies", { ...name, PolicyNames: ["p"] })).to.deep.equal({
      ScalingPolicies: [described],
      NextToken: undefined,
    });
    expect(PolicyARN).to.match(/:resource\/ecs\/service\/main\/web:policyName\/p$/);
    expect(await call("DescribeScalingPolicies"))
      .to.have.property("ScalingPolicies")
      .with.length(2);
    expect(await call("DescribeScalingPolicies", { ServiceNamespace: "ecs", ResourceId: "x" })).to.have.deep.property(
      "ScalingPolicies",
      [],
    );

    await call("DeleteScalingPolicy", { ...name, PolicyName: "p" });
    expect(await refusal("DeleteScalingPolicy", { PolicyName: "p" })).to.have.property("0", "ObjectNotFoundException");
    expect(Object.keys(rehearsed.region.state.applicationAutoScaling.policies)).to.deep.equal(["service/main/web q"]);
  });

  it("keep an action under its name: a second one of the same name replaces the first, but for what it leaves out", async () => {
    const put = { ...name, ScheduledActionName: "morning", Schedule: "cron(0 7 * * ? *)", Timezone: "Europe/Berlin" };
    const bounds = { MinCapacity: 3, MaxCapacity: 9 };
    await call("PutScheduledAction", { ...put, StartTime: new Date(0), ScalableTargetAction: bounds });
    await call("PutScheduledAction", { ...name, ScheduledActionName: "morning", Schedule: "cron(0 8 * * ? *)" });

    type Actions = { ScheduledActions: Record<string, unknown>[] };
    const { ScheduledActions } = await call<Actions>("DescribeScheduledActions", {
      ...name,
      ScheduledActionNames: ["morning"],
    });
    expect(ScheduledActions).to.have.length(1);
    const { ScheduledActionARN, CreationTime, ...action } = ScheduledActions[0] ?? {};
    expect(action).to.deep.equal({ ...put, Schedule: "cron(0 8 * * ? *)", ScalableTargetAction: bounds });
    expect(ScheduledActionARN).to.match(/:resource\/ecs\/service\/main\/web:scheduledActionName\/morning$/);
    expect(CreationTime).to.deep.equal(new Date(rehearsed.now));
    expect(await call("DescribeScheduledActions", { ServiceNamespace: "ecs", ResourceId: "x" })).to.have.deep.property(
      "ScheduledActions",
      [],
    );

    await call("DeleteScheduledAction", { ...name, ScheduledActionName: "morning" });
    expect(await refusal("DeleteScheduledAction", { ScheduledActionName: "morning" })).to.have.property(
      "0",
      "ObjectNotFoundException",
    );
  });
});
