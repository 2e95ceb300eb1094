import { expect } from "chai";
import { scalableTarget } from "../../../../../rehearsal/provider/live/appautoscaling/scalable-target";
import { scalingPolicy } from "../../../../../rehearsal/provider/live/appautoscaling/scaling-policy";
import { scheduledAction } from "../../../../../rehearsal/provider/live/appautoscaling/scheduled-action";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const target = {
  serviceNamespace: "ecs",
  scalableDimension: "ecs:service:DesiredCount",
  resourceId: "service/main/web",
};
const name = {
  ResourceId: "service/main/web",
  ScalableDimension: "ecs:service:DesiredCount",
  ServiceNamespace: "ecs",
};
const gone = new AwsError("ObjectNotFoundException", "No scalable target");
const operation = (short: string): string => `application-autoscaling:${short}`;

describe("aws.appautoscaling.Target", () => {
  const inputs = { ...target, minCapacity: 1, maxCapacity: 6 };

  it("is registered as the provider does, zeros and tags included", async () => {
    const { context, calls } = scriptedAws({ [operation("RegisterScalableTarget")]: { ScalableTargetARN: "arn:t" } });
    const off = { ...inputs, minCapacity: 0, maxCapacity: 0 };
    expect(await scalableTarget.create({ ...off, tagsAll: { a: "b" } }, context)).to.deep.equal({
      id: "service/main/web",
      outputs: { arn: "arn:t" },
    });
    await scalableTarget.create(inputs, context);
    expect(calls).to.deep.equal([
      [operation("RegisterScalableTarget"), { ...name, MaxCapacity: 0, MinCapacity: 0, Tags: { a: "b" } }],
      [operation("RegisterScalableTarget"), { ...name, MaxCapacity: 6, MinCapacity: 1 }],
    ]);
  });

  it("is read with the bounds that somebody else has set, until it is gone", async () => {
    const found = { ScalableTargetARN: "arn:t", MinCapacity: 0, MaxCapacity: 2 };
    const { context, calls } = scriptedAws({
      [operation("DescribeScalableTargets")]: [{ ScalableTargets: [found] }, { ScalableTargets: [] }],
    });
    const resource = { id: "service/main/web", state: inputs };
    expect(await scalableTarget.read(resource, context)).to.deep.equal({
      id: "service/main/web",
      outputs: { arn: "arn:t" },
      inputs: { maxCapacity: 2, minCapacity: 0 },
    });
    expect(await scalableTarget.read(resource, context)).to.equal(undefined);
    const { ResourceId, ...scope } = name;
    expect(calls[0]).to.deep.equal([operation("DescribeScalableTargets"), { ...scope, ResourceIds: [ResourceId] }]);
  });

  it("is registered anew when its bounds change, and tagged apart from that", async () => {
    const { context, calls } = scriptedAws({
      [operation("RegisterScalableTarget")]: {},
      [operation("TagResource")]: {},
      [operation("UntagResource")]: {},
    });
    const state = { ...inputs, arn: "arn:t" };
    const change = (olds: object, news: object) => ({
      id: "service/main/web",
      state,
      olds: { ...olds },
      news: { ...news },
    });
    const suspendedState = { dynamicScalingInSuspended: true };
    await scalableTarget.update(change(inputs, { ...inputs, maxCapacity: 1, suspendedState }), context);
    await scalableTarget.update(
      change({ ...inputs, tagsAll: { a: "1" } }, { ...inputs, tagsAll: { b: "2" } }),
      context,
    );
    expect(calls).to.deep.equal([
      [
        operation("RegisterScalableTarget"),
        {
          ...name,
          MaxCapacity: 1,
          MinCapacity: 1,
          SuspendedState: {
            DynamicScalingInSuspended: true,
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: false,
          },
        },
      ],
      [operation("UntagResource"), { ResourceARN: "arn:t", TagKeys: ["a"] }],
      [operation("TagResource"), { ResourceARN: "arn:t", Tags: { b: "2" } }],
    ]);
  });

  it("is deregistered, also where it is gone already", async () => {
    const { context, calls } = scriptedAws({ [operation("DeregisterScalableTarget")]: [{}, gone] });
    await scalableTarget.delete({ id: "x", state: inputs }, context);
    await scalableTarget.delete({ id: "x", state: inputs }, context);
    expect(calls).to.deep.equal(Array(2).fill([operation("DeregisterScalableTarget"), name]));
  });
});

describe("aws.appautoscaling.Policy", () => {
  const metric = {
    metricName: "RequestCountPerTarget",
    namespace: "AWS/ApplicationELB",
    dimensions: [{ name: "a", value: "b" }],
  };
  const inputs = {
    ...target,
    name: "web-blue-1234567",
    policyType: "TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration: {
      targetValue: 100,
      customizedMetricSpecification: {
        metrics: [{ id: "blue", metricStat: { metric, stat: "Sum" }, returnData: false }],
      },
    },
  };

  it("is put with the API's names, found again, put anew and deleted", async () => {
    const { context, calls } = scriptedAws({
      [operation("PutScalingPolicy")]: { PolicyARN: "arn:p" },
      [operation("DescribeScalingPolicies")]: [{ ScalingPolicies: [{ PolicyARN: "arn:p" }] }, { ScalingPolicies: [] }],
      [operation("DeleteScalingPolicy")]: [{}, gone],
    });
    const resource = { id: "web-blue-1234567", outputs: { arn: "arn:p", alarmArns: [] } };
    expect(await scalingPolicy.create(inputs, context)).to.deep.equal(resource);
    const existing = { id: resource.id, state: inputs };
    expect(await scalingPolicy.read(existing, context)).to.deep.equal(resource);
    expect(await scalingPolicy.read(existing, context)).to.equal(undefined);
    await scalingPolicy.update({ ...existing, olds: inputs, news: inputs }, context);
    await scalingPolicy.delete(existing, context);
    await scalingPolicy.delete(existing, context);

    const Metric = {
      MetricName: "RequestCountPerTarget",
      Namespace: "AWS/ApplicationELB",
      Dimensions: [{ Name: "a", Value: "b" }],
    };
    const put = {
      ...name,
      PolicyName: "web-blue-1234567",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 100,
        CustomizedMetricSpecification: {
          Metrics: [{ Id: "blue", MetricStat: { Metric, Stat: "Sum" }, ReturnData: false }],
        },
      },
    };
    const read = { ...name, PolicyNames: ["web-blue-1234567"] };
    const deletion = { ...name, PolicyName: "web-blue-1234567" };
    expect(calls).to.deep.equal([
      [operation("PutScalingPolicy"), put],
      [operation("DescribeScalingPolicies"), read],
      [operation("DescribeScalingPolicies"), read],
      [operation("PutScalingPolicy"), put],
      [operation("DeleteScalingPolicy"), deletion],
      [operation("DeleteScalingPolicy"), deletion],
    ]);
  });
});

describe("aws.appautoscaling.ScheduledAction", () => {
  const inputs = {
    ...target,
    name: "morning-1234567",
    schedule: "cron(0 7 * * ? *)",
    scalableTargetAction: { minCapacity: 0, maxCapacity: 0 },
  };
  const id = "morning-1234567-ecs-service/main/web";
  const put = { ...name, ScheduledActionName: "morning-1234567" };

  it("is put with everything, and read for its ARN", async () => {
    const { context, calls } = scriptedAws({
      [operation("PutScheduledAction")]: {},
      [operation("DescribeScheduledActions")]: { ScheduledActions: [{ ScheduledActionARN: "arn:a" }] },
    });
    expect(await scheduledAction.create(inputs, context)).to.deep.equal({ id, outputs: { arn: "arn:a" } });
    expect(calls).to.deep.equal([
      [
        operation("PutScheduledAction"),
        {
          ...put,
          Schedule: "cron(0 7 * * ? *)",
          Timezone: "UTC",
          ScalableTargetAction: { MaxCapacity: 0, MinCapacity: 0 },
        },
      ],
      [operation("DescribeScheduledActions"), { ...name, ScheduledActionNames: ["morning-1234567"] }],
    ]);
  });

  it("says so when it is gone right after it was put", async () => {
    const { context } = scriptedAws({
      [operation("PutScheduledAction")]: {},
      [operation("DescribeScheduledActions")]: { ScheduledActions: [] },
    });
    const error = await scheduledAction.create(inputs, context).catch((refusal: unknown) => refusal);
    expect(error).to.have.property("message", "The scheduled action is gone right after it was put.");
  });

  it("is put again with what has changed alone", async () => {
    const { context, calls } = scriptedAws({ [operation("PutScheduledAction")]: {} });
    const change = (news: object) => ({ id, state: inputs, olds: inputs, news: { ...inputs, ...news } });
    await scheduledAction.update(change({ schedule: "cron(0 8 * * ? *)" }), context);
    await scheduledAction.update(change({ timezone: "Europe/Berlin" }), context);
    await scheduledAction.update(change({ scalableTargetAction: { minCapacity: 1, maxCapacity: 2 } }), context);
    expect(calls.map(([, input]) => input)).to.deep.equal([
      { ...put, Schedule: "cron(0 8 * * ? *)" },
      { ...put, Timezone: "Europe/Berlin" },
      { ...put, ScalableTargetAction: { MaxCapacity: 2, MinCapacity: 1 } },
    ]);
  });

  it("is deleted, also where it is gone already", async () => {
    const { context, calls } = scriptedAws({ [operation("DeleteScheduledAction")]: [{}, gone] });
    await scheduledAction.delete({ id, state: inputs }, context);
    await scheduledAction.delete({ id, state: inputs }, context);
    expect(calls).to.deep.equal(Array(2).fill([operation("DeleteScheduledAction"), put]));
  });
});
