import type { ContainerInstance, DescribeContainerInstancesCommandOutput } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

interface Listed {
  readonly containerInstanceArns: readonly string[];
  readonly nextToken?: string;
}

describe("ECS container instances", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(() => {
    rehearsed = new RehearsedRegion();
  });

  const list = (input: object = {}): Promise<Listed> =>
    rehearsed.call("ecs", "ListContainerInstances", { cluster: "main", ...input });

  const describeAll = async (): Promise<readonly ContainerInstance[]> => {
    const { containerInstanceArns: containerInstances } = await list();
    const input = { cluster: "main", containerInstances };
    const output = await rehearsed.call<DescribeContainerInstancesCommandOutput>(
      "ecs",
      "DescribeContainerInstances",
      input,
    );
    return output.containerInstances ?? [];
  };

  it("are listed by at most 100 a page, and found by EC2 instance id", async () => {
    await withFleet(rehearsed, 101);
    const first = await list();
    const second = await list({ nextToken: first.nextToken });
    expect([first.containerInstanceArns.length, second.containerInstanceArns.length, second.nextToken]).to.deep.equal([
      100,
      1,
      undefined,
    ]);

    const [one, other] = Object.values(rehearsed.region.state.ecs.containerInstances).slice(-2);
    const filter = `ec2InstanceId in [${one?.ec2InstanceId}, ${other?.ec2InstanceId}]`;
    expect((await list({ filter })).containerInstanceArns).to.deep.equal([
      one?.containerInstanceArn,
      other?.containerInstanceArn,
    ]);
  });

  it("are listed by status, all of them where none is named", async () => {
    await withFleet(rehearsed, 2);
    const { containerInstanceArns } = await list();
    const [drained = "", active = ""] = containerInstanceArns;
    const input = { cluster: "main", containerInstances: [drained], status: "DRAINING" };
    await rehearsed.call("ecs", "UpdateContainerInstancesState", input);

    expect((await list({ status: "DRAINING" })).containerInstanceArns).to.deep.equal([drained]);
    expect((await list({ status: "ACTIVE" })).containerInstanceArns).to.deep.equal([active]);
    expect((await list()).containerInstanceArns).to.deep.equal([drained, active]);
  });

  it("show what is registered, what remains and what runs", async () => {
    await withFleet(rehearsed, 1);
    await registerWeb(rehearsed);
    const service = { cluster: "main", serviceName: "web", taskDefinition: "web", desiredCount: 1, launchType: "EC2" };
    await rehearsed.call("ecs", "CreateService", service);
    rehearsed.tick();
    const [{ registeredResources, remainingResources, runningTasksCount, pendingTasksCount, status } = {}] =
      await describeAll();

    const amounts = (resources: ContainerInstance["registeredResources"]) =>
      resources?.map(({ name, integerValue, stringSetValue }) => [name, integerValue ?? stringSetValue?.join()]);
    expect(amounts(registeredResources)).to.deep.equal([
      ["CPU", 2048],
      ["MEMORY", 7782],
      ["PORTS", "22,2375,2376,51678,51679,51680"],
    ]);
    expect(amounts(remainingResources)).to.deep.equal([
      ["CPU", 1792],
      ["MEMORY", 7270],
      ["PORTS", "22,2375,2376,51678,51679,51680"],
    ]);
    expect([status, runningTasksCount, pendingTasksCount]).to.deep.equal(["ACTIVE", 0, 1]);
  });

  it("don't count a task that is being stopped, though it still holds its share", async () => {
    await withFleet(rehearsed, 1);
    await registerWeb(rehearsed);
    const service = { cluster: "main", serviceName: "web", taskDefinition: "web", desiredCount: 1, launchType: "EC2" };
    await rehearsed.call("ecs", "CreateService", service);
    rehearsed.settle();
    await rehearsed.call("ecs", "UpdateService", { cluster: "main", service: "web", desiredCount: 0 });
    rehearsed.tick();
    const [{ remainingResources = [], runningTasksCount, pendingTasksCount } = {}] = await describeAll();

    expect(rehearsed.tasks("STOPPING")).to.have.length(1);
    expect([runningTasksCount, pendingTasksCount, remainingResources[0]?.integerValue]).to.deep.equal([0, 0, 1792]);
  });

  it("change state by at most 10 a call, and report those that aren't there", async () => {
    await withFleet(rehearsed, 11);
    const { containerInstanceArns: containerInstances } = await list();
    const input = { cluster: "main", status: "DRAINING" };
    expect(
      await rehearsed.refusal("ecs", "UpdateContainerInstancesState", { ...input, containerInstances }),
    ).to.deep.equal(["InvalidParameterException", "instanceIds can have at most 10 items, got 11."]);
    const ten = await rehearsed.call<DescribeContainerInstancesCommandOutput>("ecs", "UpdateContainerInstancesState", {
      ...input,
      containerInstances: [...containerInstances.slice(0, 9), "gone"],
    });
    expect(ten.containerInstances?.map(({ status }) => status)).to.deep.equal(Array(9).fill("DRAINING"));
    expect(ten.failures).to.deep.equal([{ arn: "gone", reason: "MISSING" }]);
  });

  it("are set to ACTIVE or DRAINING only", async () => {
    await withFleet(rehearsed, 1);
    const { containerInstanceArns: containerInstances } = await list();
    const input = { cluster: "main", containerInstances, status: "INACTIVE" };
    expect(await rehearsed.refusal("ecs", "UpdateContainerInstancesState", input)).to.deep.equal([
      "InvalidParameterException",
      "Container instance status INACTIVE is not allowed: use ACTIVE or DRAINING.",
    ]);
  });

  it("are described by at most 100 a call and never by none", async () => {
    await withFleet(rehearsed, 1);
    const of = (containerInstances: readonly string[]) =>
      rehearsed.refusal("ecs", "DescribeContainerInstances", { cluster: "main", containerInstances });
    expect(await of([])).to.deep.equal(["InvalidParameterException", "Container instance cannot be empty."]);
    expect(await of(Array(101).fill("x"))).to.deep.equal([
      "InvalidParameterException",
      "instanceIds can have at most 100 items, got 101.",
    ]);
    expect(await of(["x"])).to.deep.equal({ containerInstances: [], failures: [{ arn: "x", reason: "MISSING" }] });
  });

  it("keep their tasks from being deregistered without force", async () => {
    await withFleet(rehearsed, 1);
    await registerWeb(rehearsed);
    const service = { cluster: "main", serviceName: "web", taskDefinition: "web", desiredCount: 1, launchType: "EC2" };
    await rehearsed.call("ecs", "CreateService", service);
    rehearsed.settle();
    const [containerInstance] = (await list()).containerInstanceArns;
    const input = { cluster: "main", containerInstance };
    expect(await rehearsed.refusal("ecs", "DeregisterContainerInstance", input)).to.deep.equal([
      "InvalidParameterException",
      "Found running tasks on the instance.",
    ]);
    await rehearsed.call("ecs", "DeregisterContainerInstance", { ...input, force: true });

    expect((await list()).containerInstanceArns).to.deep.equal([]);
    expect(rehearsed.tasks().map(({ lastStatus }) => lastStatus)).to.deep.equal(["STOPPED"]);
  });
});
