import type { DescribeServicesCommandOutput, DescribeTasksCommandOutput, Service, Task } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { attach, RehearsedRegion, registerWeb, withFleet, withTargetGroup } from "../rehearsed-region";

let rehearsed: RehearsedRegion;

const create = async (change: object = {}): Promise<void> => {
  await rehearsed.call("ecs", "CreateService", {
    cluster: "main",
    serviceName: "web",
    taskDefinition: "web",
    desiredCount: 2,
    launchType: "EC2",
    ...change,
  });
};

const update = (change: object): Promise<object> =>
  rehearsed.call("ecs", "UpdateService", { cluster: "main", service: "web", ...change });

const describeWeb = async (): Promise<Service> => {
  const input = { cluster: "main", services: ["web"] };
  const { services } = await rehearsed.call<DescribeServicesCommandOutput>("ecs", "DescribeServices", input);
  return services?.[0] ?? {};
};

const describeTask = async (taskArn: string): Promise<Task | undefined> => {
  const input = { cluster: "main", tasks: [taskArn] };
  const { tasks } = await rehearsed.call<DescribeTasksCommandOutput>("ecs", "DescribeTasks", input);
  return tasks?.[0];
};

/** Messages oldest first, with ids that differ from run to run cut out. */
const messages = async (): Promise<readonly string[]> => {
  const { events = [] } = await describeWeb();
  return events
    .map(({ message = "" }) =>
      message
        .replace("(service web) ", "")
        .replaceAll(/\((task|container-instance) \w+\)/g, "($1)")
        .replaceAll(/ecs-svc\/\d+/g, "ecs-svc"),
    )
    .reverse();
};

const statuses = (): readonly string[] => rehearsed.tasks().map(({ lastStatus }) => lastStatus);

describe("ECS service scheduler", () => {
  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await withFleet(rehearsed, 2);
    await registerWeb(rehearsed);
  });

  describe("without a load balancer", () => {
    it("takes tasks from PENDING to RUNNING and says once that the service is steady", async () => {
      await create();
      rehearsed.tick();
      expect(statuses()).to.deep.equal(["PENDING", "PENDING"]);
      const [first] = rehearsed.tasks();
      if (first !== undefined) rehearsed.start(first);
      expect(statuses()).to.deep.equal(["ACTIVATING", "PENDING"]);
      rehearsed.tick();
      expect(statuses()).to.deep.equal(["RUNNING", "PENDING"]);
      const half = await describeWeb();
      expect([half.runningCount, half.pendingCount, half.deployments?.[0]?.rolloutState]).to.deep.equal([
        1,
        1,
        "IN_PROGRESS",
      ]);

      rehearsed.settle();
      const { runningCount, pendingCount, deployments = [] } = await describeWeb();
      expect([runningCount, pendingCount]).to.deep.equal([2, 0]);
      expect(deployments.map(({ status, rolloutState }) => [status, rolloutState])).to.deep.equal([
        ["PRIMARY", "COMPLETED"],
      ]);
      expect(await messages()).to.deep.equal([
        "has started 2 tasks: (task) (task).",
        "has reached a steady state.",
        "(deployment ecs-svc) deployment completed.",
      ]);
    });

    it("spreads tasks over zones when no strategy is named", async () => {
      await create();
      rehearsed.settle();

      expect(rehearsed.tasks().map(({ availabilityZone }) => availabilityZone)).to.have.members([
        "eu-west-1a",
        "eu-west-1b",
      ]);
    });

    it("replaces a task that exits and tells its exit code", async () => {
      await create();
      rehearsed.settle();
      const [victim] = rehearsed.tasks();
      if (victim !== undefined) rehearsed.exit(victim, 137);
      rehearsed.settle();

      const {
        stopCode,
        stoppedReason,
        lastStatus,
        containers = [],
      } = (await describeTask(victim?.taskArn ?? "")) ?? {};
      expect([lastStatus, stopCode, stoppedReason, containers[0]?.exitCode]).to.deep.equal([
        "STOPPED",
        "EssentialContainerExited",
        "Essential container in task exited",
        137,
      ]);
      expect(statuses()).to.deep.equal(["STOPPED", "RUNNING", "RUNNING"]);
    });

    it("describes a stopped task for an hour and not longer", async () => {
      await create({ desiredCount: 1 });
      rehearsed.settle();
      const [victim] = rehearsed.tasks();
      if (victim !== undefined) rehearsed.exit(victim);
      rehearsed.tick();
      rehearsed.tick(3_600_000);
      expect((await describeTask(victim?.taskArn ?? ""))?.lastStatus).to.equal("STOPPED");
      rehearsed.tick(1);

      expect(await describeTask(victim?.taskArn ?? "")).to.equal(undefined);
    });

    it("rolls to a new revision and drops the old deployment with its last task", async () => {
      await create();
      rehearsed.settle();
      const next = await registerWeb(rehearsed, { image: "example.com/switchyard-demo:1.1.0.RELEASE" });
      await update({ taskDefinition: next });
      rehearsed.tick();
      const during = await describeWeb();
      expect(during.deployments?.map(({ status, desiredCount }) => [status, desiredCount])).to.deep.equal([
        ["PRIMARY", 2],
        ["ACTIVE", 0],
      ]);
      rehearsed.settle();

      const after = await describeWeb();
      expect(
        after.deployments?.map(({ taskDefinition, rolloutState }) => [taskDefinition, rolloutState]),
      ).to.deep.equal([[next, "COMPLETED"]]);
      expect(rehearsed.tasks("RUNNING").map(({ taskDefinitionArn }) => taskDefinitionArn)).to.deep.equal([next, next]);
      expect(rehearsed.tasks("STOPPED")).to.have.length(2);
    });

    it("changes the desired count without a new deployment", async () => {
      await create();
      rehearsed.settle();
      const before = (await describeWeb()).deployments?.[0]?.id;
      await update({ desiredCount: 3, healthCheckGracePeriodSeconds: 5 });
      rehearsed.settle();

      const { deployments = [], runningCount } = await describeWeb();
      expect([deployments.map(({ id }) => id), runningCount]).to.deep.equal([[before], 3]);
    });

    it("says what the closest instance lacks and goes on once there is room", async () => {
      await registerWeb(rehearsed, { cpu: 1500, memory: 512 });
      await create({ desiredCount: 3 });
      rehearsed.settle();

      expect(rehearsed.tasks("RUNNING")).to.have.length(2);
      expect(await messages()).to.deep.equal([
        "has started 2 tasks: (task) (task).",
        "was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance) has insufficient CPU units available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
      ]);
      await update({ desiredCount: 2 });
      rehearsed.settle();
      expect((await messages()).slice(2)).to.deep.equal([
        "has reached a steady state.",
        "(deployment ecs-svc) deployment completed.",
      ]);
    });

    it("never gives an instance more than it has", async () => {
      await registerWeb(rehearsed, { cpu: 300, memory: 900 });
      await create({ desiredCount: 40 });
      rehearsed.settle();

      const { containerInstances } = rehearsed.region.state.ecs;
      for (const { containerInstanceArn, registeredCpu, registeredMemory } of Object.values(containerInstances)) {
        const tasks = rehearsed.tasks().filter((task) => task.containerInstanceArn === containerInstanceArn);
        expect(tasks.reduce((sum, { cpu }) => sum + cpu, 0)).to.be.at.most(registeredCpu);
        expect(tasks.reduce((sum, { memory }) => sum + memory, 0)).to.be.at.most(registeredMemory);
      }
      expect(rehearsed.tasks()).to.have.length(2 * Math.min(Math.floor(2048 / 300), Math.floor(7782 / 900)));
    });

    it("keeps to memberOf and distinctInstance", async () => {
      await create({
        placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.availability-zone == eu-west-1b" }],
      });
      rehearsed.settle();
      expect(rehearsed.tasks().map(({ availabilityZone }) => availabilityZone)).to.deep.equal([
        "eu-west-1b",
        "eu-west-1b",
      ]);

      await create({ serviceName: "distinct", desiredCount: 3, placementConstraints: [{ type: "distinctInstance" }] });
      rehearsed.settle();
      const distinct = rehearsed.tasks().filter(({ serviceArn }) => serviceArn.endsWith("/distinct"));
      expect(new Set(distinct.map(({ ec2InstanceId }) => ec2InstanceId)).size).to.equal(2);
      expect(distinct).to.have.length(2);
    });

    it("moves tasks off a draining instance and places nothing new there", async () => {
      await create();
      rehearsed.settle();
      const [drained] = rehearsed.tasks();
      const containerInstances = [drained?.containerInstanceArn];
      await rehearsed.call("ecs", "UpdateContainerInstancesState", {
        cluster: "main",
        containerInstances,
        status: "DRAINING",
      });
      rehearsed.tick();
      expect(statuses()).to.deep.equal(["RUNNING", "RUNNING", "PENDING"]);
      rehearsed.settle();

      await update({ desiredCount: 6 });
      rehearsed.settle();

      expect(statuses()).to.deep.equal(["STOPPED", ...Array(6).fill("RUNNING")]);
      const left = rehearsed.tasks("RUNNING").map(({ containerInstanceArn }) => containerInstanceArn);
      expect(left).to.not.include(drained?.containerInstanceArn);
    });

    it("starts a new deployment of the same revision when it is forced to", async () => {
      await create();
      rehearsed.settle();
      await update({ forceNewDeployment: true });
      rehearsed.settle();

      expect(statuses()).to.deep.equal(["STOPPED", "STOPPED", "RUNNING", "RUNNING"]);
    });

    it("keeps the newest hundred events", async () => {
      await create();
      for (let round = 0; round < 60; round += 1) {
        await update({ desiredCount: round % 2 });
        rehearsed.settle(3);
      }

      expect((await describeWeb()).events).to.have.length(100);
    });

    it("stops a service's tasks before it is INACTIVE", async () => {
      await create();
      rehearsed.settle();
      expect(await rehearsed.refusal("ecs", "DeleteService", { cluster: "main", service: "web" })).to.deep.equal([
        "InvalidParameterException",
        "The service cannot be stopped while it is scaled above 0.",
      ]);
      await rehearsed.call("ecs", "DeleteService", { cluster: "main", service: "web", force: true });
      rehearsed.tick();
      expect([(await describeWeb()).status, statuses()]).to.deep.equal(["DRAINING", ["STOPPING", "STOPPING"]]);
      rehearsed.settle();

      expect([(await describeWeb()).status, statuses()]).to.deep.equal(["INACTIVE", ["STOPPED", "STOPPED"]]);
    });
  });

  describe("when tasks fail", () => {
    const failing = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };

    const failNext = (reason: string): void => {
      rehearsed.tick(60_000);
      for (const task of rehearsed.tasks("PENDING")) rehearsed.failToStart(task, reason);
    };

    it("tells why a task did not start", async () => {
      await create({ desiredCount: 1 });
      failNext("CannotPullContainerError: no such image");
      rehearsed.tick();

      const [task] = rehearsed.tasks();
      expect([task?.lastStatus, task?.stopCode, task?.stoppedReason, task?.exitCode]).to.deep.equal([
        "STOPPED",
        "TaskFailedToStart",
        "CannotPullContainerError: no such image",
        undefined,
      ]);
    });

    it("waits longer after each task that never ran", async () => {
      await create({ desiredCount: 1 });
      const attempts: number[] = [];
      for (let second = 0; second < 20; second += 1) {
        rehearsed.tick(1000);
        for (const task of rehearsed.tasks("PENDING")) {
          attempts.push(second);
          rehearsed.failToStart(task, "CannotPullContainerError");
        }
      }

      expect(attempts).to.deep.equal([0, 1, 3, 7, 15]);
    });

    it("breaks the circuit after three failures in a row and goes back to the last completed deployment", async () => {
      await create(failing);
      rehearsed.settle();
      const good = (await describeWeb()).deployments?.[0];
      await update({ taskDefinition: await registerWeb(rehearsed, { image: "example.com/other:1" }) });
      failNext("CannotPullContainerError");
      expect((await describeWeb()).deployments?.[0]?.failedTasks).to.equal(2);
      failNext("CannotPullContainerError");
      rehearsed.settle();

      const { deployments = [], runningCount } = await describeWeb();
      expect([
        runningCount,
        deployments.map(({ id, status, rolloutState }) => [id, status, rolloutState]),
      ]).to.deep.equal([2, [[good?.id, "PRIMARY", "COMPLETED"]]]);
      const told = await messages();
      expect(told).to.include("(deployment ecs-svc) deployment failed: tasks failed to start.");
      expect(told).to.include("rolling back to deployment ecs-svc.");
      expect(rehearsed.tasks("RUNNING").map(({ deploymentId }) => deploymentId)).to.deep.equal([good?.id, good?.id]);
    });

    it("stays FAILED and launches nothing more where there is nothing to go back to", async () => {
      await create(failing);
      failNext("CannotPullContainerError");
      failNext("CannotPullContainerError");
      const { length } = rehearsed.tasks();
      failNext("CannotPullContainerError");

      const { deployments = [] } = await describeWeb();
      expect(deployments.map(({ status, rolloutState }) => [status, rolloutState])).to.deep.equal([
        ["PRIMARY", "FAILED"],
      ]);
      expect(rehearsed.tasks()).to.have.length(length);
      expect(length).to.equal(4);
    });

    it("counts anew after a task that was healthy", async () => {
      await create(failing);
      failNext("CannotPullContainerError");
      rehearsed.tick(60_000);
      const [sound] = rehearsed.tasks("PENDING");
      if (sound !== undefined) rehearsed.start(sound);
      rehearsed.tick();
      failNext("CannotPullContainerError");
      failNext("CannotPullContainerError");
      rehearsed.tick(60_000);

      const { rolloutState, failedTasks } = (await describeWeb()).deployments?.[0] ?? {};
      expect([rolloutState, failedTasks]).to.deep.equal(["IN_PROGRESS", 4]);
    });
  });

  describe("behind a load balancer", () => {
    let targetGroupArn: string;

    const behind = () => ({ loadBalancers: [{ targetGroupArn, containerName: "app", containerPort: 8080 }] });

    const startAll = (): void => {
      rehearsed.tick();
      for (const task of rehearsed.tasks("PENDING")) rehearsed.start(task);
      rehearsed.tick();
    };

    beforeEach(async () => {
      targetGroupArn = await withTargetGroup(rehearsed);
    });

    it("is refused on a target group that no load balancer uses", async () => {
      const input = { cluster: "main", serviceName: "web", taskDefinition: "web", desiredCount: 1, ...behind() };
      expect(await rehearsed.refusal("ecs", "CreateService", input)).to.deep.equal([
        "InvalidParameterException",
        `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
      ]);
    });

    it("registers instance and host port, and is steady only when the targets are healthy", async () => {
      await attach(rehearsed, targetGroupArn);
      await create(behind());
      startAll();
      const targets = rehearsed.tasks().flatMap((task) => task.targets);
      expect(targets).to.deep.equal(
        rehearsed.tasks().map(({ ec2InstanceId, hostPort }) => ({ targetGroupArn, id: ec2InstanceId, port: hostPort })),
      );
      expect((await describeWeb()).deployments?.[0]?.rolloutState).to.equal("IN_PROGRESS");
      rehearsed.probe(true);
      rehearsed.tick();

      expect((await describeWeb()).deployments?.[0]?.rolloutState).to.equal("COMPLETED");
      expect(await messages()).to.deep.equal([
        "has started 2 tasks: (task) (task).",
        `registered 1 targets in (target-group ${targetGroupArn})`,
        `registered 1 targets in (target-group ${targetGroupArn})`,
        "has reached a steady state.",
        "(deployment ecs-svc) deployment completed.",
      ]);
    });

    it("signals a task only after its target has drained", async () => {
      await attach(rehearsed, targetGroupArn);
      await create({ ...behind(), desiredCount: 1 });
      startAll();
      rehearsed.probe(true);
      rehearsed.tick();
      await update({ desiredCount: 0 });
      rehearsed.tick();
      expect(statuses()).to.deep.equal(["DEACTIVATING"]);
      rehearsed.tick(29_000);
      expect(statuses()).to.deep.equal(["DEACTIVATING"]);
      rehearsed.tick(1_000_000);
      rehearsed.tick();

      expect(statuses()).to.deep.equal(["STOPPING"]);
    });

    it("counts a draining task neither as running nor as pending", async () => {
      await attach(rehearsed, targetGroupArn);
      await create({ ...behind(), desiredCount: 1 });
      startAll();
      rehearsed.probe(true);
      rehearsed.tick();
      await update({ desiredCount: 0 });
      rehearsed.tick();

      const { runningCount, pendingCount } = await describeWeb();
      const listed = await rehearsed.call<object>("ecs", "ListTasks", { cluster: "main" });
      expect([runningCount, pendingCount, listed]).to.deep.equal([0, 0, { taskArns: [], nextToken: undefined }]);
    });

    it("replaces an unhealthy task, replacement first, once the grace period is over", async () => {
      await attach(rehearsed, targetGroupArn);
      await create({ ...behind(), desiredCount: 1, healthCheckGracePeriodSeconds: 10 });
      startAll();
      const [sick] = rehearsed.tasks();
      rehearsed.probe(false);
      rehearsed.probe(false);
      rehearsed.tick(9_999);
      expect(statuses()).to.deep.equal(["RUNNING"]);
      rehearsed.tick(1);
      expect(statuses()).to.deep.equal(["RUNNING", "PENDING"]);
      startAll();
      const replacement = rehearsed.tasks().slice(1);
      rehearsed.probe(true, replacement);
      rehearsed.tick();

      expect(statuses()).to.deep.equal(["DEACTIVATING", "RUNNING"]);
      expect((await describeTask(sick?.taskArn ?? ""))?.stoppedReason).to.equal(
        `Task failed ELB health checks in (target-group ${targetGroupArn})`,
      );
    });

    it("keeps the old revision serving while the new one is unhealthy", async () => {
      await attach(rehearsed, targetGroupArn);
      await create({ ...behind(), desiredCount: 2 });
      startAll();
      rehearsed.probe(true);
      rehearsed.tick();
      const old = rehearsed.tasks().map(({ taskArn }) => taskArn);
      await update({ forceNewDeployment: true });
      startAll();
      rehearsed.probe(false, rehearsed.tasks().slice(2));
      rehearsed.probe(false, rehearsed.tasks().slice(2));
      for (let round = 0; round < 5; round += 1) rehearsed.tick(1000);

      const running = rehearsed.tasks("RUNNING").map(({ taskArn }) => taskArn);
      expect(running.slice(0, 2)).to.deep.equal(old);
    });

    it("ends tasks of a terminated instance at once and replaces them", async () => {
      await attach(rehearsed, targetGroupArn);
      await create({ ...behind(), desiredCount: 1 });
      startAll();
      const [lost] = rehearsed.tasks();
      await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [lost?.ec2InstanceId] });

      const { lastStatus, stopCode, stoppedReason } = (await describeTask(lost?.taskArn ?? "")) ?? {};
      expect([lastStatus, stopCode, stoppedReason]).to.deep.equal([
        "STOPPED",
        "TerminationNotice",
        `Host EC2 (instance ${lost?.ec2InstanceId}) terminated.`,
      ]);
      rehearsed.tick();
      expect(statuses()).to.deep.equal(["STOPPED", "PENDING"]);
      expect(rehearsed.tasks("PENDING")[0]?.ec2InstanceId).to.not.equal(lost?.ec2InstanceId);
    });
  });
});
