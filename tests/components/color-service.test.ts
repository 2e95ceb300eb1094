import { expect } from "chai";
import { ColorService, type ColorServiceArgs } from "../../components/color-service";
import { TaskRoles } from "../../components/task-roles";
import type { Capacity } from "../../settings";
import { awsCalls, createGround } from "../support/components";
import { keyOf, outputValue, type RecordOptions, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const component = "switchyard:index:ColorService web-green";

const record = ({ service: changes = {}, capacity = "full" as Capacity, ...more }: Changes = {}, names: Names = {}) =>
  recordResources(
    () => {
      const settings = settingsWith({ services: { web: { path: "/*", port: 80, ...changes } } });
      const [service] = settings.services;
      if (service === undefined) throw new Error("No service");
      const { cluster } = createGround(settings);
      return new ColorService("web-green", {
        service,
        color: "green",
        settings: { version: "1.5.0.RELEASE", images: {}, capacity },
        image: "example.com/web:1.5.0",
        deregistrationDelaySeconds: 45,
        cluster,
        roles: new TaskRoles("web", { logGroupArn: "arn:logs", secretArns: [] }),
        logGroupName: "web-logs",
        targetGroupArn: "arn:group",
        startsAfter: [],
        ...more,
      });
    },
    { calls: awsCalls, ...names },
  );

type Names = Pick<RecordOptions, "project" | "stack">;

type Changes = { readonly service?: object; readonly capacity?: Capacity } & Partial<
  Pick<ColorServiceArgs, "targetGroupArn" | "deregistrationDelaySeconds">
>;

const serviceInputs = {
  cluster: "arn:cluster:Cluster",
  taskDefinition: "arn:web-green:TaskDefinition",
  launchType: "EC2",
  desiredCount: 1,
  deploymentMinimumHealthyPercent: 100,
  deploymentMaximumPercent: 200,
  deploymentCircuitBreaker: { enable: true, rollback: true },
  availabilityZoneRebalancing: "DISABLED",
  orderedPlacementStrategies: [
    { type: "spread", field: "attribute:ecs.availability-zone" },
    { type: "binpack", field: "memory" },
  ],
  placementConstraints: [],
  enableExecuteCommand: true,
  waitForSteadyState: true,
  propagateTags: "SERVICE",
};

describe("ColorService", () => {
  it("is a task definition, an ECS service, its bounds and what scales it, all its own children", async () => {
    const { resources, result } = await record();
    expect(resources.filter(({ parent }) => parent === component).map(keyOf)).to.have.members([
      "switchyard:index:ColorScaling web-green",
      "aws:ecs/taskDefinition:TaskDefinition web-green",
      "aws:ecs/service:Service web-green",
      "aws:appautoscaling/target:Target web-green",
    ]);
    expect(await outputValue(result.service.name)).to.equal("web-green-name");
    expect(await outputValue(result.scalableTarget.arn)).to.equal("arn:web-green:Target");
  });

  it("runs rolling deployments behind its target group, and says when one has failed", async () => {
    const { resources } = await record();
    const service = resourceOf(resources, "aws:ecs/service:Service", "web-green");
    expect(service.inputs).to.deep.equal({
      ...serviceInputs,
      loadBalancers: [{ targetGroupArn: "arn:group", containerName: "web", containerPort: 80 }],
      healthCheckGracePeriodSeconds: 30,
    });
    expect(service.ignoreChanges).to.deep.equal(["desiredCount"]);
  });

  it("may take as long to be deleted as its tasks take to stop, and 20 minutes anyway", async () => {
    const timeoutOf = async (changes: Changes) =>
      resourceOf((await record(changes)).resources, "aws:ecs/service:Service", "web-green").deleteTimeout;
    const slow = { stopTimeoutSeconds: 600, placement: "on-demand" };
    expect(await timeoutOf({})).to.equal("1200s");
    expect(await timeoutOf({ service: slow, deregistrationDelaySeconds: 3600 })).to.equal("4500s");
  });

  it("has no load balancer as a queue worker", async () => {
    const { resources } = await record({ service: { path: undefined, port: undefined }, targetGroupArn: undefined });
    expect(resourceOf(resources, "aws:ecs/service:Service", "web-green").inputs).to.deep.equal(serviceInputs);
  });

  it("keeps the tasks of a service that can't be moved within two minutes off spot instances", async () => {
    const { resources } = await record({ service: { placement: "on-demand" } });
    const { inputs } = resourceOf(resources, "aws:ecs/service:Service", "web-green");
    expect(inputs["placementConstraints"]).to.deep.equal([
      { type: "memberOf", expression: "attribute:switchyard.purchase == on-demand" },
    ]);
  });

  it("names the task family after the stack, with dashes for the dots that Pulumi allows and ECS doesn't", async () => {
    const { resources } = await record({}, { project: "shop.example", stack: "pr_12.eu" });
    const { family } = resourceOf(resources, "aws:ecs/taskDefinition:TaskDefinition", "web-green").inputs;
    expect(family).to.equal("shop-example-pr_12-eu-web-green");
  });

  it("keeps old revisions of the task definition, so that going back registers nothing", async () => {
    const { resources } = await record();
    const { containerDefinitions, ...inputs } = resourceOf(
      resources,
      "aws:ecs/taskDefinition:TaskDefinition",
      "web-green",
    ).inputs;
    expect(inputs).to.deep.equal({
      family: "switchyard-test-web-green",
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
      executionRoleArn: "arn:web-execution:Role",
      taskRoleArn: "arn:web-task:Role",
      skipDestroy: true,
    });
    const [container, ...more] = JSON.parse(String(containerDefinitions));
    expect(more).to.deep.equal([]);
    expect(container).to.include({ name: "web", image: "example.com/web:1.5.0", stopTimeout: 30 });
    expect(container.environment).to.deep.equal([
      { name: "SWITCHYARD_COLOR", value: "green" },
      { name: "SWITCHYARD_VERSION", value: "1.5.0.RELEASE" },
    ]);
    expect(container.logConfiguration.options).to.include({
      "awslogs-group": "web-logs",
      "awslogs-region": "eu-central-1",
    });
  });

  for (const [capacity, min, max] of [
    ["full", 1, 4],
    ["min", 1, 1],
    ["off", 0, 0],
  ] as const) {
    it(`keeps ${min} to ${max} tasks at capacity ${capacity}, through autoscaling's bounds alone`, async () => {
      const { resources } = await record({ capacity });
      expect(resourceOf(resources, "aws:appautoscaling/target:Target", "web-green").inputs).to.deep.equal({
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: "service/cluster-name/web-green-name",
        minCapacity: min,
        maxCapacity: max,
      });
      expect(resourceOf(resources, "aws:ecs/service:Service", "web-green").inputs["desiredCount"]).to.equal(min);
    });
  }
});
