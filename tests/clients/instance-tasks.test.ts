import type { ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createInstanceTasks } from "../../clients/instance-tasks";
import { callOnce, fakeAwsClient } from "../support/fake-aws-client";

const started = { startedAt: new Date(1), group: "service:web", lastStatus: "STOPPED", stoppedAt: new Date(9) };

describe("createInstanceTasks", () => {
  it("describes running and stopped tasks of all pages, each once, a hundred at a time", async () => {
    const all = Array.from({ length: 101 }, (_, index) => `task-${index}`);
    const { client, sent } = fakeAwsClient<ECSClient>(({ operation, input }) => {
      const { desiredStatus, nextToken, tasks } = input as Readonly<Record<string, string | string[]>>;
      if (operation === "DescribeTasks") return { tasks: (tasks as string[]).map((taskArn) => ({ taskArn })) };
      if (desiredStatus === "STOPPED") return { taskArns: ["task-0"] };
      return nextToken === undefined ? { taskArns: all.slice(0, 60), nextToken: "2" } : { taskArns: all.slice(60) };
    });

    const tasks = await createInstanceTasks(client, callOnce).list("main", "arn-1");

    expect(tasks.map(({ arn }) => arn)).to.deep.equal(all);
    expect(sent.map(({ operation }) => operation).sort()).to.deep.equal([
      "DescribeTasks",
      "DescribeTasks",
      "ListTasks",
      "ListTasks",
      "ListTasks",
    ]);
    expect(sent[0]?.input).to.deep.equal({
      cluster: "main",
      containerInstance: "arn-1",
      desiredStatus: "RUNNING",
      nextToken: undefined,
    });
  });

  it("tells tasks that ended from tasks that vanished with their host", async () => {
    const described = [
      { taskArn: "ended", ...started, containers: [{ exitCode: 0 }, {}] },
      { taskArn: "vanished", ...started, containers: [{}] },
      { taskArn: "never started", ...started, startedAt: undefined, containers: [{}] },
      { taskArn: "running", group: "service:web", lastStatus: "RUNNING", startedAt: new Date(1), containers: [{}] },
    ];
    const { client } = fakeAwsClient<ECSClient>(({ operation }) =>
      operation === "ListTasks" ? { taskArns: ["a"] } : { tasks: described },
    );
    const tasks = await createInstanceTasks(client, callOnce).list("main", "arn-1");
    expect(tasks.map(({ arn, isCutOff, stoppedAt }) => [arn, isCutOff, stoppedAt])).to.deep.equal([
      ["ended", false, 9],
      ["vanished", true, 9],
      ["never started", false, 9],
      ["running", false, undefined],
    ]);
  });

  it("tells DELETED, which a task becomes after STOPPED, as STOPPED", async () => {
    const containers = [{}];
    const described = [
      { taskArn: "ended", ...started, lastStatus: "DELETED", containers: [{ exitCode: 0 }] },
      { taskArn: "vanished", ...started, lastStatus: "DELETED", containers },
      { taskArn: "stopping", ...started, lastStatus: "DEPROVISIONING", containers },
    ];
    const { client } = fakeAwsClient<ECSClient>(({ operation }) =>
      operation === "ListTasks" ? { taskArns: ["a"] } : { tasks: described },
    );
    const tasks = await createInstanceTasks(client, callOnce).list("main", "arn-1");
    expect(tasks.map(({ arn, lastStatus, isCutOff }) => [arn, lastStatus, isCutOff])).to.deep.equal([
      ["ended", "STOPPED", false],
      ["vanished", "STOPPED", true],
      ["stopping", "DEPROVISIONING", false],
    ]);
  });

  it("describes nothing where nothing runs", async () => {
    const { client, sent } = fakeAwsClient<ECSClient>(() => ({}));
    expect(await createInstanceTasks(client, callOnce).list("main", "arn-1")).to.deep.equal([]);
    expect(sent).to.have.length(2);
  });
});
