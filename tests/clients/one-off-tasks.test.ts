import type { ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createOneOffTasks, type OneOffRun } from "../../clients/one-off-tasks";
import { fakeAwsClient, type SentCommand } from "../support/fake-aws-client";

const signal = new AbortController().signal;
const place = {
  cluster: "c",
  taskDefinition: "arn:aws:ecs:eu-west-1:1:task-definition/shop-web-green:7",
  startedBy: "before-flip/web/9",
};
const run: OneOffRun = {
  cluster: "c",
  taskDefinition: place.taskDefinition,
  placementConstraints: [{ type: "memberOf", expression: "x == y" }],
  container: "web",
  command: ["migrate"],
  startedBy: place.startedBy,
  token: "token",
};
const tasksOn = (answer: (command: SentCommand) => object | Error) => {
  const { client, sent } = fakeAwsClient<ECSClient>(answer);
  return { tasks: createOneOffTasks(client), sent };
};

describe("createOneOffTasks", () => {
  it("takes the task definition that the service runs, and where its tasks may be", async () => {
    const { tasks, sent } = tasksOn(() => ({
      services: [{ taskDefinition: "arn:t", placementConstraints: run.placementConstraints }],
    }));
    expect(await tasks.source({ cluster: "c", service: "web-green" }, signal)).to.deep.equal({
      taskDefinition: "arn:t",
      placementConstraints: run.placementConstraints,
    });
    expect(sent).to.deep.equal([{ operation: "DescribeServices", input: { cluster: "c", services: ["web-green"] } }]);
    const bare = await tasksOn(() => ({ services: [{ taskDefinition: "arn:t" }] })).tasks.source(
      { cluster: "c", service: "x" },
      signal,
    );
    expect(bare.placementConstraints).to.deep.equal([]);
  });

  it("refuses a service that ECS doesn't know", async () => {
    const failure = await tasksOn(() => ({}))
      .tasks.source({ cluster: "c", service: "x" }, signal)
      .catch(String);
    expect(failure).to.equal("Error: ECS knows no service x.");
  });

  it("finds the tasks that were started so, running and stopped ones, on every page", async () => {
    const described = (taskArn: string, startedBy = place.startedBy) => ({ taskArn, startedBy, lastStatus: "STOPPED" });
    const ended = { ...described("c"), containers: [{ exitCode: 3 }], stoppedReason: "ended" };
    const answers = [
      { taskArns: ["a"], nextToken: "2" },
      { taskArns: ["b"] },
      { tasks: [described("a"), described("b", "ecs-svc/1")] },
      { taskArns: ["c"] },
      { tasks: [ended] },
    ];
    const { tasks, sent } = tasksOn(() => answers.shift() ?? {});
    expect(await tasks.list(place, signal)).to.deep.equal([
      { arn: "a", lastStatus: "STOPPED" },
      { arn: "c", lastStatus: "STOPPED", exitCode: 3, stoppedReason: "ended" },
    ]);
    expect(sent.map(({ operation }) => operation)).to.deep.equal([
      "ListTasks",
      "ListTasks",
      "DescribeTasks",
      "ListTasks",
      "DescribeTasks",
    ]);
    expect(sent[0]?.input).to.deep.equal({
      cluster: "c",
      family: "shop-web-green",
      desiredStatus: "RUNNING",
      nextToken: undefined,
    });
  });

  it("finds nothing where no task of the family is left", async () => {
    expect(await tasksOn(() => ({})).tasks.list(place, signal)).to.deep.equal([]);
    const nobody = tasksOn(({ operation }) => (operation === "ListTasks" ? { taskArns: ["a"] } : {}));
    expect(await nobody.tasks.list(place, signal)).to.deep.equal([]);
  });

  it("starts one task with another command, by a token that starts nothing twice", async () => {
    const { tasks, sent } = tasksOn(() => ({ tasks: [{ taskArn: "t-1" }] }));
    expect(await tasks.run(run, signal)).to.deep.equal({ kind: "started", arn: "t-1" });
    expect(sent).to.deep.equal([
      {
        operation: "RunTask",
        input: {
          cluster: "c",
          taskDefinition: place.taskDefinition,
          launchType: "EC2",
          count: 1,
          placementConstraints: run.placementConstraints,
          overrides: { containerOverrides: [{ name: "web", command: ["migrate"] }] },
          startedBy: place.startedBy,
          clientToken: "token",
        },
      },
    ]);
  });

  it("says why ECS started nothing", async () => {
    const refused = tasksOn(() => ({ tasks: [], failures: [{ reason: "RESOURCE:MEMORY" }] }));
    expect(await refused.tasks.run(run, signal)).to.deep.equal({ kind: "refused", problem: "RESOURCE:MEMORY" });
    expect(await tasksOn(() => ({})).tasks.run(run, signal)).to.deep.equal({
      kind: "refused",
      problem: "ECS started nothing and said nothing",
    });
  });
});
