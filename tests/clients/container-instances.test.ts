import type { ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createContainerInstances } from "../../clients/container-instances";
import { callOnce, fakeAwsClient, type SentCommand } from "../support/fake-aws-client";

const arns = (count: number): string[] => Array.from({ length: count }, (_, index) => `arn-${index}`);

const prepare = (answer: (command: SentCommand, index: number) => object | Error) => {
  const { client, sent } = fakeAwsClient<ECSClient>(answer);
  return { instances: createContainerInstances(client, callOnce), sent };
};

describe("createContainerInstances", () => {
  it("lists all pages with the same query", async () => {
    const pages = [{ containerInstanceArns: ["a", "b"], nextToken: "2" }, { containerInstanceArns: ["c"] }];
    const { instances, sent } = prepare((_command, index) => pages[index] ?? {});

    const listed = await instances.list("main", { filter: "agentConnected == true", status: "ACTIVE" });

    expect(listed).to.deep.equal(["a", "b", "c"]);
    const query = { cluster: "main", filter: "agentConnected == true", status: "ACTIVE" };
    expect(sent).to.deep.equal([
      { operation: "ListContainerInstances", input: { ...query, nextToken: undefined } },
      { operation: "ListContainerInstances", input: { ...query, nextToken: "2" } },
    ]);
  });

  it("describes a hundred at a time, in our words", async () => {
    const { instances, sent } = prepare(({ input }) => ({
      containerInstances: (input as { containerInstances: string[] }).containerInstances.map((arn) => ({
        containerInstanceArn: arn,
        ec2InstanceId: `i-${arn}`,
        status: "DRAINING",
        agentConnected: true,
        runningTasksCount: 2,
        pendingTasksCount: 1,
        attributes: [{ name: "switchyard.rebalance", value: "then" }, { name: "ecs.capability.x" }],
      })),
    }));

    const described = await instances.describe("main", arns(101));

    expect(
      sent.map(({ input }) => (input as { containerInstances: string[] }).containerInstances.length),
    ).to.deep.equal([100, 1]);
    expect(described).to.have.length(101);
    expect(described[100]).to.deep.equal({
      arn: "arn-100",
      clusterArn: "main",
      instanceId: "i-arn-100",
      status: "DRAINING",
      isConnected: true,
      countedTasks: 3,
      attributes: { "switchyard.rebalance": "then", "ecs.capability.x": "" },
    });
  });

  it("describes nothing without a call", async () => {
    const { instances, sent } = prepare(() => new Error("unexpected"));

    expect(await instances.describe("main", [])).to.deep.equal([]);
    expect(sent).to.deep.equal([]);
  });

  it("changes ten at a time and joins what changed and what failed", async () => {
    const { instances, sent } = prepare(({ input }) => {
      const [first = "", ...rest] = (input as { containerInstances: string[] }).containerInstances;
      return {
        containerInstances: rest.map((arn) => ({ ec2InstanceId: `i-${arn}` })),
        failures: [{ arn: first, reason: "MISSING" }],
      };
    });

    const change = await instances.setState("main", arns(21), "DRAINING");

    expect(sent).to.have.length(3);
    expect(sent[2]).to.deep.equal({
      operation: "UpdateContainerInstancesState",
      input: { cluster: "main", containerInstances: ["arn-20"], status: "DRAINING" },
    });
    expect(change.instanceIds).to.have.length(18);
    expect(change.failures).to.deep.equal(["arn-0", "arn-10", "arn-20"].map((arn) => ({ arn, reason: "MISSING" })));
  });

  it("asks for running and stopped tasks, all pages of both, and keeps those that haven't stopped", async () => {
    const lists: Readonly<Record<string, readonly string[][]>> = {
      RUNNING: [["web"], ["daemon"]],
      STOPPED: [
        ["deregistering", "gone", "forgotten"],
        ["vanished", "web"],
      ],
    };
    const last: Readonly<Record<string, string>> = {
      web: "RUNNING",
      daemon: "RUNNING",
      deregistering: "DEACTIVATING",
      gone: "STOPPED",
      forgotten: "DELETED",
    };
    const { instances, sent } = prepare(({ operation, input }) => {
      if (operation === "DescribeTasks")
        return {
          tasks: Object.entries(last).map(([taskArn, lastStatus]) => ({ taskArn, lastStatus })),
          failures: [{ arn: "vanished", reason: "MISSING" }],
        };
      const { desiredStatus, nextToken } = input as { desiredStatus: string; nextToken?: string };
      const taskArns = lists[desiredStatus]?.[nextToken === undefined ? 0 : 1];
      return { taskArns, ...(nextToken === undefined && { nextToken: "2" }) };
    });

    const unfinished = await instances.unfinishedTasks("main", "arn-1");

    expect(unfinished).to.deep.equal(["web", "daemon", "deregistering", "vanished"]);
    expect(sent.map(({ operation }) => operation)).to.deep.equal([
      "ListTasks",
      "ListTasks",
      "ListTasks",
      "ListTasks",
      "DescribeTasks",
    ]);
    expect(sent[0]?.input).to.deep.equal({
      cluster: "main",
      containerInstance: "arn-1",
      desiredStatus: "RUNNING",
      nextToken: undefined,
    });
    expect(sent[4]?.input).to.deep.equal({
      cluster: "main",
      tasks: ["web", "daemon", "deregistering", "gone", "forgotten", "vanished"],
    });
  });

  it("asks for a hundred tasks at a time, and for none without a call", async () => {
    const many = prepare(({ operation, input }) =>
      operation === "DescribeTasks"
        ? { tasks: (input as { tasks: string[] }).tasks.map((taskArn) => ({ taskArn, lastStatus: "STOPPED" })) }
        : { taskArns: arns(150) },
    );
    const none = prepare(() => ({}));

    expect(await many.instances.unfinishedTasks("main", "arn-1")).to.deep.equal([]);
    expect(many.sent).to.have.length(4);
    expect(await none.instances.unfinishedTasks("main", "arn-1")).to.deep.equal([]);
    expect(none.sent).to.have.length(2);
  });
});
