import { expect } from "chai";
import { service } from "../../../../../rehearsal/provider/live/ecs/service";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const cluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/main-1";
const arn = "arn:aws:ecs:eu-west-1:123456789012:service/main-1/web-1";

const deployment = (id: string, rolloutState: string, status = "PRIMARY") => ({
  id,
  status,
  rolloutState,
  rolloutStateReason: `${id} is ${rolloutState}.`,
});

const described = (runningCount: number, ...deployments: readonly object[]) => ({
  serviceArn: arn,
  serviceName: "web-1",
  clusterArn: cluster,
  status: "ACTIVE",
  desiredCount: 2,
  runningCount,
  launchType: "EC2",
  schedulingStrategy: "REPLICA",
  taskDefinition: "arn:t:2",
  deployments,
});
const found = (...args: Parameters<typeof described>) => ({ services: [described(...args)] });

const inputs = {
  name: "web-1",
  cluster,
  taskDefinition: "arn:t:1",
  desiredCount: 2,
  launchType: "EC2",
  deploymentCircuitBreaker: { enable: true, rollback: true },
  enableExecuteCommand: true,
  healthCheckGracePeriodSeconds: 30,
  loadBalancers: [{ targetGroupArn: "arn:g", containerName: "app", containerPort: 8080 }],
  orderedPlacementStrategies: [
    { type: "spread", field: "attribute:ecs.availability-zone" },
    { type: "binpack", field: "memory" },
  ],
};
const created = {
  cluster,
  deploymentConfiguration: {
    deploymentCircuitBreaker: { enable: true, rollback: true },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
  },
  desiredCount: 2,
  enableExecuteCommand: true,
  healthCheckGracePeriodSeconds: 30,
  launchType: "EC2",
  loadBalancers: [{ containerName: "app", containerPort: 8080, targetGroupArn: "arn:g" }],
  placementStrategy: [
    { type: "spread", field: "attribute:ecs.availability-zone" },
    { type: "binpack", field: "memory" },
  ],
  schedulingStrategy: "REPLICA",
  serviceName: "web-1",
  taskDefinition: "arn:t:1",
};
const describeCall = ["ecs:DescribeServices", { cluster, services: [arn] }];
const update = (changes: object) => ({ id: arn, state: inputs, olds: inputs, news: { ...inputs, ...changes } });

describe("aws.ecs.Service", () => {
  it("is created as the program says, flags that are false left out", async () => {
    const { context, calls, kept } = scriptedAws({
      "ecs:CreateService": { service: described(0, deployment("d1", "IN_PROGRESS")) },
    });
    const resource = await service.create({ ...inputs, enableEcsManagedTags: false }, context);
    expect(calls).to.deep.equal([["ecs:CreateService", created]]);
    expect(resource).to.deep.equal({
      id: arn,
      outputs: { arn, launchType: "EC2", name: "web-1", schedulingStrategy: "REPLICA" },
    });
    expect(kept).to.deep.equal([resource]);
  });

  it("is created with a network, constraints, a strategy and tags where the program says so", async () => {
    const { context, calls } = scriptedAws({ "ecs:CreateService": { service: described(0) } });
    const more = {
      name: "web-1",
      cluster,
      taskDefinition: "arn:t:1",
      capacityProviderStrategies: [{ capacityProvider: "spot", weight: 1, base: 0 }],
      networkConfiguration: { subnets: ["subnet-1"], securityGroups: ["sg-1"] },
      placementConstraints: [{ type: "memberOf", expression: "attribute:a == b" }],
      deploymentController: { type: "ECS" },
      propagateTags: "SERVICE",
      tagsAll: { a: "b" },
    };
    await service.create(more, context);
    expect(calls[0]?.[1]).to.deep.equal({
      capacityProviderStrategy: [{ capacityProvider: "spot", weight: 1, base: 0 }],
      cluster,
      deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
      deploymentController: { type: "ECS" },
      desiredCount: 0,
      networkConfiguration: {
        awsvpcConfiguration: { assignPublicIp: "DISABLED", securityGroups: ["sg-1"], subnets: ["subnet-1"] },
      },
      placementConstraints: [{ type: "memberOf", expression: "attribute:a == b" }],
      propagateTags: "SERVICE",
      schedulingStrategy: "REPLICA",
      serviceName: "web-1",
      tags: [{ key: "a", value: "b" }],
      taskDefinition: "arn:t:1",
    });
  });

  it("is waited for until its only deployment has completed with every task running", async () => {
    const { context, calls } = scriptedAws({
      "ecs:CreateService": { service: described(0, deployment("d1", "IN_PROGRESS")) },
      "ecs:DescribeServices": [
        found(1, deployment("d1", "IN_PROGRESS")),
        found(2, deployment("d1", "IN_PROGRESS")),
        found(1, deployment("d1", "COMPLETED")),
        found(2, deployment("d1", "COMPLETED"), deployment("d0", "COMPLETED", "ACTIVE")),
        found(2, deployment("d1", "COMPLETED")),
      ],
    });
    await service.create({ ...inputs, waitForSteadyState: true }, context);
    expect(calls.slice(1)).to.deep.equal(Array(5).fill(describeCall));
  });

  it("fails as soon as its deployment has failed, but is kept", async () => {
    const failed = {
      ...described(0, deployment("d1", "FAILED")),
      events: [{ message: "newest" }, { message: "older" }],
    };
    const { context, kept } = scriptedAws({
      "ecs:CreateService": { service: described(0, deployment("d1", "IN_PROGRESS")) },
      "ecs:DescribeServices": { services: [failed] },
    });
    expect(await service.create({ ...inputs, waitForSteadyState: true }, context).catch(String)).to.equal(
      "Error: The deployment d1 of the service web-1 failed. d1 is FAILED. Newest events: older newest",
    );
    expect(kept.map(({ id }) => id)).to.deep.equal([arn]);
  });

  it("fails where the circuit breaker went back to an older deployment, and keeps what was asked for", async () => {
    const { context, kept } = scriptedAws({
      "ecs:UpdateService": { service: described(2, deployment("d2", "IN_PROGRESS"), deployment("d1", "COMPLETED")) },
      "ecs:DescribeServices": { services: [{ ...described(2, deployment("d3", "COMPLETED")) }] },
    });
    const change = update({ taskDefinition: "arn:t:3", waitForSteadyState: true });
    const [primary] = found(2, { ...deployment("d3", "COMPLETED") }).services;
    expect(primary?.deployments).to.have.length(1);
    expect(await service.update(change, context).catch(String)).to.match(
      /^Error: The deployment d2 of the service web-1 failed\. The service is back on /,
    );
    expect(kept).to.deep.equal([{ id: arn, outputs: {} }]);
  });

  it("gives up where it doesn't get steady in time", async () => {
    const { context } = scriptedAws({
      "ecs:CreateService": { service: described(0, deployment("d1", "IN_PROGRESS")) },
      "ecs:DescribeServices": found(1, deployment("d1", "IN_PROGRESS")),
    });
    expect(await service.create({ ...inputs, waitForSteadyState: true }, context).catch(String)).to.equal(
      "Error: timeout while waiting until the service web-1 has reached a steady state: 0.2 s passed; customTimeouts allows more.",
    );
  });

  for (const { changes, sent } of [
    { changes: { taskDefinition: "arn:t:2" }, sent: { taskDefinition: "arn:t:2" } },
    { changes: { desiredCount: 3 }, sent: { desiredCount: 3 } },
    {
      changes: { orderedPlacementStrategies: [{ type: "binpack", field: "cpu" }] },
      sent: { placementStrategy: [{ type: "binpack", field: "cpu" }] },
    },
    { changes: { orderedPlacementStrategies: undefined }, sent: { placementStrategy: [] } },
    {
      changes: { deploymentMaximumPercent: 150 },
      sent: { deploymentConfiguration: { ...created.deploymentConfiguration, maximumPercent: 150 } },
    },
    { changes: { enableExecuteCommand: false }, sent: { enableExecuteCommand: false } },
    { changes: { healthCheckGracePeriodSeconds: 60 }, sent: { healthCheckGracePeriodSeconds: 60 } },
    {
      changes: { capacityProviderStrategies: [{ capacityProvider: "spot", weight: 1 }], forceNewDeployment: true },
      sent: { capacityProviderStrategy: [{ capacityProvider: "spot", weight: 1 }], forceNewDeployment: true },
    },
  ]) {
    it(`is updated with ${JSON.stringify(sent)} and nothing else`, async () => {
      const { context, calls } = scriptedAws({ "ecs:UpdateService": { service: described(2) } });
      expect(await service.update(update(changes), context)).to.deep.equal({});
      expect(calls).to.deep.equal([["ecs:UpdateService", { cluster, service: arn, ...sent }]]);
    });
  }

  it("sends nothing for what only the provider remembers", async () => {
    const { context, calls } = scriptedAws({});
    await service.update(update({ forceDelete: true }), context);
    expect(calls).to.deep.equal([]);
  });

  it("refuses another capacity provider strategy without a new deployment, in the provider's words", async () => {
    const { context, calls } = scriptedAws({});
    const change = update({ capacityProviderStrategies: [{ capacityProvider: "spot", weight: 1 }] });
    expect(await service.update(change, context).catch(String)).to.equal(
      "Error: force_new_deployment should be true when capacity_provider_strategy is being updated",
    );
    expect(calls).to.deep.equal([]);
  });

  it("is scaled to nothing, deleted, and waited for until its last task has stopped", async () => {
    const draining = { ...described(1), status: "DRAINING" };
    const { context, calls } = scriptedAws({
      "ecs:DescribeServices": [
        found(2),
        { services: [draining] },
        { services: [{ ...described(0), status: "INACTIVE" }] },
      ],
      "ecs:UpdateService": {},
      "ecs:DeleteService": {},
    });
    await service.delete({ id: arn, state: { cluster } }, context);
    expect(calls).to.deep.equal([
      describeCall,
      ["ecs:UpdateService", { cluster, service: arn, desiredCount: 0 }],
      ["ecs:DeleteService", { cluster, force: false, service: arn }],
      describeCall,
      describeCall,
    ]);
  });

  it("isn't scaled where it is draining already, and is forced where the program says so", async () => {
    const { context, calls } = scriptedAws({
      "ecs:DescribeServices": [{ services: [{ ...described(1), status: "DRAINING" }] }, { services: [] }],
      "ecs:DeleteService": {},
    });
    await service.delete({ id: arn, state: { cluster, forceDelete: true } }, context);
    expect(calls).to.deep.equal([
      describeCall,
      ["ecs:DeleteService", { cluster, force: true, service: arn }],
      describeCall,
    ]);
  });

  it("is as good as deleted where it or its cluster is gone", async () => {
    const { context, calls } = scriptedAws({
      "ecs:DescribeServices": [{ services: [] }, new AwsError("ClusterNotFoundException", "no")],
    });
    await service.delete({ id: arn, state: { cluster } }, context);
    await service.delete({ id: arn, state: { cluster } }, context);
    expect(calls).to.deep.equal([describeCall, describeCall]);
  });

  it("reads counts and revisions that others changed, and is gone where it is inactive", async () => {
    const { context } = scriptedAws({
      "ecs:DescribeServices": [found(4), found(4), { services: [{ ...described(0), status: "INACTIVE" }] }],
    });
    const read = (state: object) => service.read({ id: arn, state: { cluster, ...state } }, context);
    expect((await read(inputs))?.inputs).to.deep.equal({ desiredCount: 2, taskDefinition: "arn:t:2" });
    expect((await read({ taskDefinition: "family" }))?.inputs).to.deep.equal({});
    expect(await read(inputs)).to.equal(undefined);
  });

  for (const [property, changes] of [
    ["serviceRegistries", { serviceRegistries: {} }],
    ["loadBalancers.elbName", { loadBalancers: [{ elbName: "classic" }] }],
  ] as const) {
    it(`refuses ${property} by name`, async () => {
      const { context, calls } = scriptedAws({});
      expect(await service.create({ ...inputs, ...changes }, context).catch(String)).to.equal(
        `Error: The rehearsal does not model the property ${property} of a service.`,
      );
      expect(calls).to.deep.equal([]);
    });
  }
});
