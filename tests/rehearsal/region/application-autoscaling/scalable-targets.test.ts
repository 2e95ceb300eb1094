import { expect } from "chai";
import { updateSlice } from "../../../../rehearsal/region/application-autoscaling/records";
import { Region } from "../../../../rehearsal/region/region";
import { emptyRegionState } from "../../../../rehearsal/region/state";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

const name = {
  ServiceNamespace: "ecs",
  ScalableDimension: "ecs:service:DesiredCount",
  ResourceId: "service/main/web",
} as const;

const nothingSuspended = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

describe("scalable targets", () => {
  let rehearsed = new RehearsedRegion();
  const call = <Output = unknown>(operation: string, input: object = name): Promise<Output> =>
    rehearsed.call<Output>("application-autoscaling", operation, input);
  const refusal = (operation: string, input: object = name): Promise<unknown> =>
    rehearsed.refusal("application-autoscaling", operation, input);
  const desired = (): number | undefined => Object.values(rehearsed.region.state.ecs.services)[0]?.desiredCount;

  beforeEach(() => {
    rehearsed = new RehearsedRegion();
  });

  const withService = async (desiredCount: number): Promise<void> => {
    await withFleet(rehearsed, 2);
    const taskDefinition = await registerWeb(rehearsed);
    await rehearsed.call("ecs", "CreateService", {
      cluster: "main",
      serviceName: "web",
      taskDefinition,
      desiredCount,
      launchType: "EC2",
    });
  };

  it("are registered with both bounds, described, and changed member by member", async () => {
    const { ScalableTargetARN } = await call<{ ScalableTargetARN: string }>("RegisterScalableTarget", {
      ...name,
      MinCapacity: 1,
      MaxCapacity: 4,
    });
    const described = {
      ...name,
      MinCapacity: 1,
      MaxCapacity: 4,
      RoleARN:
        "arn:aws:iam::123456789012:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
      CreationTime: new Date(rehearsed.now),
      SuspendedState: nothingSuspended,
      ScalableTargetARN,
    };
    expect(ScalableTargetARN).to.match(
      /^arn:aws:application-autoscaling:eu-west-1:123456789012:scalable-target\/[0-9a-f]{36}$/,
    );
    const all = { ServiceNamespace: "ecs" };
    expect(await call("DescribeScalableTargets", all)).to.deep.equal({
      ScalableTargets: [described],
      NextToken: undefined,
    });

    await call("RegisterScalableTarget", { ...name, MaxCapacity: 2 });
    await call("RegisterScalableTarget", { ...name, SuspendedState: { DynamicScalingInSuspended: true } });
    expect(
      await call("DescribeScalableTargets", { ...all, ResourceIds: [name.ResourceId] }),
    ).to.have.deep.nested.property("ScalableTargets[0]", {
      ...described,
      MaxCapacity: 2,
      SuspendedState: { ...nothingSuspended, DynamicScalingInSuspended: true },
    });
    expect(await call("DescribeScalableTargets", { ...all, ResourceIds: ["service/main/api"] })).to.have.deep.property(
      "ScalableTargets",
      [],
    );
  });

  it("bring the desired count within their bounds, from below and from above", async () => {
    await withService(2);
    await call("RegisterScalableTarget", { ...name, MinCapacity: 3, MaxCapacity: 5 });
    expect(desired()).to.equal(3);
    await call("RegisterScalableTarget", { ...name, MinCapacity: 0, MaxCapacity: 1 });
    expect(desired()).to.equal(1);
    await call("RegisterScalableTarget", { ...name, MaxCapacity: 9 });
    expect(desired()).to.equal(1);
  });

  it("bring it back within them at any update, whatever it names", async () => {
    await withService(2);
    await call("RegisterScalableTarget", { ...name, MinCapacity: 1, MaxCapacity: 3 });
    await rehearsed.call("ecs", "UpdateService", { cluster: "main", service: "web", desiredCount: 7 });
    await call("RegisterScalableTarget", { ...name, SuspendedState: { ScheduledScalingSuspended: true } });
    expect(desired()).to.equal(3);
  });

  it("leave a service alone that is being deleted or isn't there", async () => {
    await withService(0);
    await call("RegisterScalableTarget", { ...name, ResourceId: "service/main/api", MinCapacity: 1, MaxCapacity: 3 });
    await rehearsed.call("ecs", "DeleteService", { cluster: "main", service: "web" });
    await call("RegisterScalableTarget", { ...name, MinCapacity: 1, MaxCapacity: 3 });
    expect(desired()).to.equal(0);
  });

  it("come 50 at a time", async () => {
    for (let index = 0; index < 51; index += 1)
      await call("RegisterScalableTarget", {
        ...name,
        ResourceId: `service/main/web-${index}`,
        MinCapacity: 1,
        MaxCapacity: 1,
      });
    type Page = { ScalableTargets: unknown[]; NextToken?: string };
    const first = await call<Page>("DescribeScalableTargets", { ServiceNamespace: "ecs", MaxResults: 99 });
    const second = await call<Page>("DescribeScalableTargets", {
      ServiceNamespace: "ecs",
      NextToken: first.NextToken,
    });
    expect([first.ScalableTargets.length, second.ScalableTargets.length]).to.deep.equal([50, 1]);
    expect(second.NextToken).to.equal(undefined);
  });

  const refused: readonly (readonly [string, object, string])[] = [
    [
      "both bounds missing",
      { MinCapacity: 1 },
      "Both MinCapacity and MaxCapacity are required to register a new scalable target.",
    ],
    ["a negative minimum", { MinCapacity: -1, MaxCapacity: 1 }, "Minimum capacity cannot be less than zero"],
    ["bounds that cross", { MinCapacity: 2, MaxCapacity: 1 }, "Maximum capacity cannot be less than minimum capacity"],
  ];
  for (const [title, change, message] of refused) {
    it(`are refused with ${title}`, async () => {
      expect(await refusal("RegisterScalableTarget", { ...name, ...change })).to.deep.equal([
        "ValidationException",
        message,
      ]);
    });
  }

  it("are those of ECS services; others aren't modelled", async () => {
    const fleet = { ServiceNamespace: "ec2", ScalableDimension: "ec2:spot-fleet-request:TargetCapacity" };
    expect(await refusal("RegisterScalableTarget", { ...name, ...fleet })).to.have.property("0", "NotModelled");
    expect(await refusal("RegisterScalableTarget", { ...name, ResourceId: "web" })).to.have.property(
      "0",
      "ValidationException",
    );
    expect(await refusal("DescribeScalableTargets", {})).to.have.property("0", "ValidationException");
    const ResourceIds = Array.from({ length: 51 }, () => "service/main/web");
    expect(await refusal("DescribeScalableTargets", { ServiceNamespace: "ecs", ResourceIds })).to.have.property(
      "0",
      "ValidationException",
    );
  });

  it("go with their policies and scheduled actions, and nobody else's", async () => {
    const other = { ...name, ResourceId: "service/main/web2" };
    for (const target of [name, other]) {
      await call("RegisterScalableTarget", { ...target, MinCapacity: 1, MaxCapacity: 4 });
      await call("PutScalingPolicy", { ...target, PolicyName: "p", PolicyType: "TargetTrackingScaling" });
      await call("PutScheduledAction", { ...target, ScheduledActionName: "a", Schedule: "rate(1 day)" });
    }
    await call("DeregisterScalableTarget");
    const { targets, policies, actions } = rehearsed.region.state.applicationAutoScaling;
    expect([targets, policies, actions].map(Object.keys)).to.deep.equal([
      ["service/main/web2"],
      ["service/main/web2 p"],
      ["service/main/web2 a"],
    ]);
    const message =
      "No scalable target registered for service namespace: ecs, resource ID: service/main/web, scalable dimension: ecs:service:DesiredCount";
    expect(await refusal("DeregisterScalableTarget")).to.deep.equal(["ObjectNotFoundException", message]);
  });

  it("take tags and lose them", async () => {
    const registration = { ...name, MinCapacity: 1, MaxCapacity: 1, Tags: { a: "1" } };
    const { ScalableTargetARN: ResourceARN } = await call<{ ScalableTargetARN: string }>(
      "RegisterScalableTarget",
      registration,
    );
    await call("TagResource", { ResourceARN, Tags: { b: "2" } });
    await call("UntagResource", { ResourceARN, TagKeys: ["a"] });
    expect(await call("ListTagsForResource", { ResourceARN })).to.deep.equal({ Tags: { b: "2" } });
    expect(await refusal("ListTagsForResource", { ResourceARN: "arn" })).to.have.property(
      "0",
      "ResourceNotFoundException",
    );
  });

  describe("while an update is pending", () => {
    const pending = ["ConcurrentUpdateException", "You already have a pending update to an Auto Scaling resource."];
    let now = 1_000;
    let region = new Region();
    const attempt = (operation: string, input: object): Promise<unknown> =>
      region.call("application-autoscaling", operation, { ...name, ...input }).then(
        () => "done",
        (error: Error & { code?: string; statusCode?: number }) => [error.code, error.message, error.statusCode],
      );

    beforeEach(async () => {
      now = 1_000;
      region = new Region({ now: () => now, state: updateSlice(emptyRegionState, { pendingMs: 100 }) });
      await attempt("RegisterScalableTarget", { MinCapacity: 1, MaxCapacity: 4 });
    });

    const updates: readonly (readonly [string, object])[] = [
      ["RegisterScalableTarget", { MaxCapacity: 5 }],
      ["PutScalingPolicy", { PolicyName: "p", PolicyType: "TargetTrackingScaling" }],
      ["PutScheduledAction", { ScheduledActionName: "a", Schedule: "rate(1 day)" }],
      ["DeleteScalingPolicy", { PolicyName: "p" }],
      ["DeleteScheduledAction", { ScheduledActionName: "a" }],
      ["DeregisterScalableTarget", {}],
    ];
    for (const [operation, input] of updates) {
      it(`refuse ${operation} until it is over`, async () => {
        for (const [put, change] of updates.slice(1, 3)) {
          now += 100;
          await attempt(put, change);
        }
        now += 99;
        expect(await attempt(operation, input)).to.deep.equal([...pending, 500]);
        now += 1;
        expect(await attempt(operation, input)).to.equal("done");
      });
    }

    it("let those of other targets through, and reads", async () => {
      const other = { ResourceId: "service/main/api", MinCapacity: 1, MaxCapacity: 4 };
      expect(await attempt("RegisterScalableTarget", other)).to.equal("done");
      expect(await attempt("DescribeScalableTargets", {})).to.equal("done");
    });
  });
});
