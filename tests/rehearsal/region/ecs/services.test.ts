import type { ListTasksCommandOutput, Service } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

const base = { cluster: "main", serviceName: "web", taskDefinition: "web", desiredCount: 1, launchType: "EC2" };

describe("ECS services", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await withFleet(rehearsed, 1);
    await registerWeb(rehearsed);
  });

  it("are described with AWS's defaults filled in", async () => {
    const { service } = await rehearsed.call<{ service: Service }>("ecs", "CreateService", {
      ...base,
      tags: [{ key: "a", value: "b" }],
    });
    const { deployments: [deployment] = [], ...rest } = service;
    const at = new Date(rehearsed.now);
    const taskDefinition = "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1";

    expect(rest).to.deep.equal({
      serviceArn: "arn:aws:ecs:eu-west-1:123456789012:service/main/web",
      serviceName: "web",
      clusterArn: "arn:aws:ecs:eu-west-1:123456789012:cluster/main",
      status: "ACTIVE",
      desiredCount: 1,
      runningCount: 0,
      pendingCount: 0,
      launchType: "EC2",
      schedulingStrategy: "REPLICA",
      deploymentController: { type: "ECS" },
      taskDefinition,
      loadBalancers: [],
      serviceRegistries: [],
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: false, rollback: false },
        strategy: "ROLLING",
      },
      healthCheckGracePeriodSeconds: 0,
      placementConstraints: [],
      placementStrategy: [],
      availabilityZoneRebalancing: "DISABLED",
      enableExecuteCommand: false,
      enableECSManagedTags: false,
      propagateTags: "NONE",
      createdAt: at,
      events: [],
      tags: [{ key: "a", value: "b" }],
    });
    expect(deployment).to.deep.equal({
      id: deployment?.id,
      status: "PRIMARY",
      taskDefinition,
      desiredCount: 1,
      runningCount: 0,
      pendingCount: 0,
      failedTasks: 0,
      launchType: "EC2",
      rolloutState: "IN_PROGRESS",
      rolloutStateReason: `ECS deployment ${deployment?.id} in progress.`,
      createdAt: at,
      updatedAt: at,
    });
    expect(deployment?.id).to.match(/^ecs-svc\/\d{19}$/);
  });

  const invalid = (message: string) => ["InvalidParameterException", message];
  const unmodelled = (what: string) => [
    "NotModelled",
    `The rehearsal's region does not model an ecs service with ${what}.`,
  ];
  const refusals: readonly (readonly [object, readonly string[]])[] = [
    [{ serviceName: "my web" }, invalid('Service name "my web" is not allowed: use 1 to 255 letters, digits, _ or -.')],
    [{ desiredCount: -1 }, invalid("desiredCount cannot be negative.")],
    [{ deploymentConfiguration: { maximumPercent: 99 } }, invalid("maximumPercent is 99: use 100 or more.")],
    [
      { deploymentConfiguration: { minimumHealthyPercent: 101 } },
      invalid("minimumHealthyPercent is 101: use 0 to 100."),
    ],
    [
      { deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 } },
      invalid("Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments."),
    ],
    [
      { placementStrategy: [{ type: "binpack", field: "disk" }] },
      invalid("Placement strategy binpack with field disk is not allowed: binpack takes cpu or memory."),
    ],
    [
      { loadBalancers: [{ targetGroupArn: "arn", containerName: "db", containerPort: 1 }] },
      invalid("The container db does not exist in the task definition."),
    ],
    [
      { loadBalancers: [{ targetGroupArn: "arn", containerName: "app", containerPort: 1 }] },
      invalid("The container app did not have a container port 1 defined."),
    ],
    [
      { loadBalancers: [{ targetGroupArn: "arn", containerName: "app", containerPort: 8080 }] },
      invalid("The target group with targetGroupArn arn does not exist."),
    ],
    [{ launchType: "FARGATE" }, unmodelled("a launch type other than EC2")],
    [{ schedulingStrategy: "DAEMON" }, unmodelled("the DAEMON scheduling strategy")],
    [{ deploymentController: { type: "CODE_DEPLOY" } }, unmodelled("a deployment controller other than ECS")],
    [{ deploymentConfiguration: { strategy: "BLUE_GREEN" } }, unmodelled("a deployment strategy other than ROLLING")],
    [{ deploymentConfiguration: { alarms: { enable: true } } }, unmodelled("deployment alarms")],
    [{ capacityProviderStrategy: [{ capacityProvider: "x" }] }, unmodelled("a capacity provider strategy")],
    [{ networkConfiguration: { awsvpcConfiguration: { subnets: [] } } }, unmodelled("an awsvpc network configuration")],
    [{ availabilityZoneRebalancing: "ENABLED" }, unmodelled("availability zone rebalancing")],
  ];
  for (const [change, refusal] of refusals) {
    it(`refuse: ${refusal[1]}`, async () => {
      expect(await rehearsed.refusal("ecs", "CreateService", { ...base, ...change })).to.deep.equal(refusal);
      expect(rehearsed.region.state.ecs.services).to.deep.equal({});
    });
  }

  it("are created once under a name, and again once the first one is INACTIVE", async () => {
    await rehearsed.call("ecs", "CreateService", base);
    expect(await rehearsed.refusal("ecs", "CreateService", base)).to.deep.equal(
      invalid("Creation of service was not idempotent."),
    );
    await rehearsed.call("ecs", "DeleteService", { cluster: "main", service: "web", force: true });
    rehearsed.settle();

    expect(await rehearsed.refusal("ecs", "UpdateService", { cluster: "main", service: "web" })).to.deep.equal([
      "ServiceNotActiveException",
      "Service was not ACTIVE.",
    ]);
    expect(await rehearsed.refusal("ecs", "CreateService", base)).to.have.property("service");
  });

  it("are not found by the name of another", async () => {
    expect(await rehearsed.refusal("ecs", "UpdateService", { cluster: "main", service: "other" })).to.deep.equal([
      "ServiceNotFoundException",
      "Service not found.",
    ]);
  });

  it("keep what an update doesn't name", async () => {
    const deploymentConfiguration = {
      minimumHealthyPercent: 50,
      maximumPercent: 150,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    };
    await rehearsed.call("ecs", "CreateService", {
      ...base,
      deploymentConfiguration,
      healthCheckGracePeriodSeconds: 7,
    });
    const { service } = await rehearsed.call<{ service: Service }>("ecs", "UpdateService", {
      cluster: "main",
      service: "web",
      enableExecuteCommand: true,
    });

    expect([
      service.deploymentConfiguration,
      service.healthCheckGracePeriodSeconds,
      service.enableExecuteCommand,
    ]).to.deep.equal([{ ...deploymentConfiguration, strategy: "ROLLING" }, 7, true]);
  });

  it("are described by at most 10 a call; what is missing comes back in failures", async () => {
    const of = (services: readonly string[]) =>
      rehearsed.refusal("ecs", "DescribeServices", { cluster: "main", services });
    expect(await of(Array(11).fill("web"))).to.deep.equal(invalid("services can have at most 10 items, got 11."));
    expect(await of([])).to.deep.equal(invalid("Services cannot be empty."));
    expect(await of(["web"])).to.deep.equal({
      services: [],
      failures: [{ arn: "arn:aws:ecs:eu-west-1:123456789012:service/main/web", reason: "MISSING" }],
    });
  });

  it("are listed by 10 a page where no size is named", async () => {
    for (let index = 0; index < 12; index += 1) {
      await rehearsed.call("ecs", "CreateService", { ...base, serviceName: `web-${index}`, desiredCount: 0 });
    }
    interface Listed {
      readonly serviceArns: readonly string[];
      readonly nextToken?: string;
    }
    const first = await rehearsed.call<Listed>("ecs", "ListServices", { cluster: "main" });
    const second = await rehearsed.call<Listed>("ecs", "ListServices", { cluster: "main", nextToken: first.nextToken });
    expect([first.serviceArns.length, second.serviceArns.length, second.nextToken]).to.deep.equal([10, 2, undefined]);
  });

  describe("tasks", () => {
    const list = async (input: object): Promise<number> =>
      (await rehearsed.call<ListTasksCommandOutput>("ecs", "ListTasks", { cluster: "main", ...input })).taskArns
        ?.length ?? 0;

    it("are listed by service, family, instance, starter and desired status", async () => {
      await rehearsed.call("ecs", "CreateService", { ...base, desiredCount: 2 });
      rehearsed.settle();
      const [first] = rehearsed.tasks();
      if (first !== undefined) rehearsed.exit(first);
      rehearsed.tick();
      const containerInstance = first?.containerInstanceArn.split("/").at(-1);

      expect(await list({ serviceName: "web" })).to.equal(2);
      expect(await list({ serviceName: "eb" })).to.equal(0);
      expect(await list({ family: "web" })).to.equal(2);
      expect(await list({ family: "we" })).to.equal(0);
      expect(await list({ containerInstance })).to.equal(2);
      expect(await list({ containerInstance: "other" })).to.equal(0);
      expect(await list({ startedBy: first?.deploymentId })).to.equal(2);
      expect(await list({ startedBy: "other" })).to.equal(0);
      expect(await list({ desiredStatus: "STOPPED" })).to.equal(1);
    });

    it("are listed by at most 100 a page", async () => {
      await registerWeb(rehearsed, { cpu: 0, memory: 6 });
      await rehearsed.call("ecs", "CreateService", { ...base, desiredCount: 101 });
      rehearsed.tick();
      const first = await rehearsed.call<ListTasksCommandOutput>("ecs", "ListTasks", {
        cluster: "main",
        maxResults: 1000,
      });
      expect(first.taskArns).to.have.length(100);
      expect(await list({ nextToken: first.nextToken })).to.equal(1);
    });

    it("are described by at most 100 a call and never by none", async () => {
      const of = (tasks: readonly string[]) => rehearsed.refusal("ecs", "DescribeTasks", { cluster: "main", tasks });
      expect(await of([])).to.deep.equal(invalid("Tasks cannot be empty."));
      expect(await of(Array(101).fill("x"))).to.deep.equal(invalid("tasks can have at most 100 items, got 101."));
      expect(await of(["x"])).to.deep.equal({ tasks: [], failures: [{ arn: "x", reason: "MISSING" }] });
    });
  });
});
