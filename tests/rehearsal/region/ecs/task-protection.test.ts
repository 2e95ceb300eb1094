import { expect } from "chai";
import { Region } from "../../../../rehearsal/region/region";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

const minute = 60_000;

describe("task protection", () => {
  let rehearsed = new RehearsedRegion();
  const arns = (): string[] => rehearsed.tasks("RUNNING").map(({ taskArn }) => taskArn);
  const protect = (tasks: readonly string[], rest: object = {}): Promise<unknown> =>
    rehearsed.call("ecs", "UpdateTaskProtection", { cluster: "main", tasks, protectionEnabled: true, ...rest });
  const told = (tasks: readonly string[]): Promise<unknown> =>
    rehearsed.call("ecs", "GetTaskProtection", { cluster: "main", tasks });
  const scaleTo = (desiredCount: number): Promise<unknown> =>
    rehearsed.call("ecs", "UpdateService", { cluster: "main", service: "web", desiredCount });

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await withFleet(rehearsed, 2);
    const taskDefinition = await registerWeb(rehearsed);
    const input = { cluster: "main", serviceName: "web", taskDefinition, desiredCount: 2 };
    await rehearsed.call("ecs", "CreateService", input);
    rehearsed.settle();
  });

  it("lasts two hours unless it is told otherwise, and is told until it ends", async () => {
    const [one = "", two = ""] = arns();
    const expirationDate = new Date(rehearsed.now + 120 * minute);
    const answer = { protectedTasks: [{ taskArn: one, protectionEnabled: true, expirationDate }], failures: [] };

    expect(await protect([one])).to.deep.equal(answer);
    rehearsed.now += 120 * minute - 1;
    expect(await told([one, two])).to.deep.equal({
      protectedTasks: [...answer.protectedTasks, { taskArn: two, protectionEnabled: false }],
      failures: [],
    });
    rehearsed.now += 1;
    expect(await told([one])).to.deep.equal({
      protectedTasks: [{ taskArn: one, protectionEnabled: false }],
      failures: [],
    });
  });

  it("is set anew by every call, shorter or longer, and ended by one", async () => {
    const [one = ""] = arns();
    await protect([one], { expiresInMinutes: 2880 });
    const expirationDate = new Date(rehearsed.now + minute);
    expect(await protect([one], { expiresInMinutes: 1 })).to.deep.equal({
      protectedTasks: [{ taskArn: one, protectionEnabled: true, expirationDate }],
      failures: [],
    });

    expect(await protect([one], { protectionEnabled: false })).to.deep.equal({
      protectedTasks: [{ taskArn: one, protectionEnabled: false }],
      failures: [],
    });
  });

  it("keeps the task that scale-in would stop, until it expires", async () => {
    await protect(arns(), { expiresInMinutes: 10 });
    await scaleTo(0);
    rehearsed.settle();
    expect(rehearsed.tasks("RUNNING")).to.have.length(2);
    rehearsed.now += 10 * minute;

    rehearsed.settle();

    expect(rehearsed.tasks("RUNNING")).to.deep.equal([]);
  });

  it("keeps a task on a draining instance, beside its replacement, until it is ended", async () => {
    const [kept] = rehearsed.tasks("RUNNING");
    const { taskArn = "", containerInstanceArn = "" } = kept ?? {};
    await protect([taskArn]);
    await rehearsed.call("ecs", "UpdateContainerInstancesState", {
      cluster: "main",
      containerInstances: [containerInstanceArn],
      status: "DRAINING",
    });
    rehearsed.settle();
    expect(arns()).to.have.length(3).and.include(taskArn);

    await protect([taskArn], { protectionEnabled: false });
    rehearsed.settle();

    expect(arns()).to.have.length(2).and.not.include(taskArn);
  });

  it("lets a deployment pass and keeps the old task beside it", async () => {
    const [taskArn = ""] = arns();
    await protect([taskArn]);
    await rehearsed.call("ecs", "UpdateService", { cluster: "main", service: "web", forceNewDeployment: true });
    rehearsed.settle(12);

    expect(arns()).to.have.length(3).and.include(taskArn);
  });

  it("doesn't keep a task whose instance is taken", async () => {
    const [kept] = rehearsed.tasks("RUNNING");
    await protect([kept?.taskArn ?? ""]);
    await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [kept?.ec2InstanceId] });

    expect(arns()).to.not.include(kept?.taskArn);
  });

  it("says which tasks aren't there", async () => {
    expect(await protect(["nothing"])).to.deep.equal({
      protectedTasks: [],
      failures: [{ arn: "nothing", reason: "MISSING" }],
    });
  });

  it("is for tasks of services only", async () => {
    const [taskArn = ""] = arns();
    const { state } = rehearsed.region;
    const region = new Region({ state: { ...state, ecs: { ...state.ecs, services: {} } } });
    const input = { cluster: "main", tasks: [taskArn], protectionEnabled: true };

    expect(await region.call("ecs", "UpdateTaskProtection", input)).to.deep.equal({
      protectedTasks: [],
      failures: [{ arn: taskArn, reason: "TASK_NOT_VALID" }],
    });
  });

  for (const [title, input, message] of [
    ["less than a minute", { expiresInMinutes: 0 }, "expiresInMinutes is 0: use 1 to 2880."],
    ["more than 48 hours", { expiresInMinutes: 2881 }, "expiresInMinutes is 2881: use 1 to 2880."],
    ["no tasks", { tasks: [] }, "tasks is empty: name 1 to 10 tasks."],
    ["eleven tasks", { tasks: Array.from({ length: 11 }, () => "task") }, "tasks has 11 items: use at most 10."],
    ["no word of it", { protectionEnabled: undefined }, "protectionEnabled is needed."],
  ] as const) {
    it(`is refused for ${title}`, async () => {
      const asked = { cluster: "main", tasks: arns(), protectionEnabled: true, ...input };

      expect(await rehearsed.refusal("ecs", "UpdateTaskProtection", asked)).to.deep.equal([
        "InvalidParameterException",
        message,
      ]);
    });
  }
});
