import type { RunTaskCommandOutput, Task } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

describe("tasks that run once", () => {
  let rehearsed: RehearsedRegion;
  let definition: string;

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await withFleet(rehearsed, 1);
    definition = await registerWeb(rehearsed);
  });

  const input = (change: object = {}) => ({
    cluster: "main",
    taskDefinition: definition,
    launchType: "EC2",
    startedBy: "before-flip/web/1",
    overrides: { containerOverrides: [{ name: "app", command: ["migrate", "0", "3"] }] },
    ...change,
  });
  const run = (change: object = {}) => rehearsed.call<RunTaskCommandOutput>("ecs", "RunTask", input(change));
  const described = async (task: Task | undefined): Promise<Task | undefined> => {
    const { tasks } = await rehearsed.call<{ tasks: Task[] }>("ecs", "DescribeTasks", {
      cluster: "main",
      tasks: [task?.taskArn],
    });
    return tasks[0];
  };

  it("are PENDING at once, belong to no service, and end with their exit code", async () => {
    const { tasks: [task] = [], failures } = await run();
    expect(failures).to.deep.equal([]);
    expect(task).to.include({
      group: "family:web",
      startedBy: "before-flip/web/1",
      lastStatus: "PENDING",
      desiredStatus: "RUNNING",
    });
    expect(task?.overrides?.containerOverrides).to.deep.equal([{ command: ["migrate", "0", "3"] }]);
    const [record] = rehearsed.tasks();
    if (record === undefined) throw new Error("No task");
    rehearsed.start(record);
    rehearsed.tick();
    expect((await described(task))?.lastStatus).to.equal("RUNNING");
    rehearsed.exit(record, 3);
    rehearsed.tick();
    const ended = await described(task);
    expect([ended?.lastStatus, ended?.stopCode, ended?.containers?.[0]?.exitCode]).to.deep.equal([
      "STOPPED",
      "EssentialContainerExited",
      3,
    ]);
    rehearsed.settle();
    expect(rehearsed.tasks()).to.have.length(1);
  });

  it("start once for one token, within a day", async () => {
    const first = await run({ clientToken: "token" });
    expect((await run({ clientToken: "token" })).tasks?.[0]?.taskArn).to.equal(first.tasks?.[0]?.taskArn);
    expect(rehearsed.tasks()).to.have.length(1);
    const [code, message] = (await rehearsed.refusal(
      "ecs",
      "RunTask",
      input({ clientToken: "token", overrides: undefined }),
    )) as string[];
    expect(code).to.equal("ConflictException");
    expect(message).to.contain(first.tasks?.[0]?.taskArn);
    rehearsed.now += 86_400_000;
    await run({ clientToken: "token" });
    expect(rehearsed.tasks()).to.have.length(2);
  });

  it("say why no instance takes them", async () => {
    const big = await registerWeb(rehearsed, { memory: 60_000 });
    const { tasks, failures } = await run({ taskDefinition: big });
    expect([tasks, failures?.map(({ reason }) => reason)]).to.deep.equal([[], ["RESOURCE:MEMORY"]]);
    const elsewhere = [{ type: "memberOf", expression: "attribute:none == x" }];
    expect((await run({ placementConstraints: elsewhere })).failures?.[0]?.reason).to.equal("ATTRIBUTE");
  });

  it("are stopped by hand", async () => {
    const { tasks: [task] = [] } = await run();
    const [record] = rehearsed.tasks();
    if (record !== undefined) rehearsed.start(record);
    rehearsed.tick();
    await rehearsed.call("ecs", "StopTask", {
      cluster: "main",
      task: task?.taskArn?.split("/").at(-1),
      reason: "enough",
    });
    rehearsed.settle();
    const ended = await described(task);
    expect([ended?.lastStatus, ended?.stopCode, ended?.stoppedReason]).to.deep.equal([
      "STOPPED",
      "UserInitiated",
      "enough",
    ]);
    expect(await rehearsed.refusal("ecs", "StopTask", { cluster: "main", task: "none" })).to.deep.equal([
      "InvalidParameterException",
      "The referenced task was not found.",
    ]);
  });

  for (const [what, change] of [
    ["networkConfiguration", { networkConfiguration: {} }],
    ["the launch type FARGATE", { launchType: "FARGATE" }],
    ["a count of 2", { count: 2 }],
    ["an override of cpu", { overrides: { cpu: "1" } }],
    ["an override of environment", { overrides: { containerOverrides: [{ name: "app", environment: [] }] } }],
    ["an override of two containers", { overrides: { containerOverrides: [{ name: "app" }, { name: "b" }] } }],
  ] as const) {
    it(`refuse ${what} by name`, async () => {
      expect(await rehearsed.refusal("ecs", "RunTask", input(change))).to.deep.equal([
        "NotModelled",
        `The rehearsal's region does not model ${what} of ecs:RunTask.`,
      ]);
    });
  }

  it("refuse a task definition that was deregistered", async () => {
    await rehearsed.call("ecs", "DeregisterTaskDefinition", { taskDefinition: definition });
    expect(await rehearsed.refusal("ecs", "RunTask", input())).to.deep.equal([
      "ClientException",
      "TaskDefinition is inactive",
    ]);
  });
});
