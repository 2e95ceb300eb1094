import type { ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createRunningTasks } from "../../clients/running-tasks";
import { awsError, fakeAwsClient, type SentCommand } from "../support/fake-aws-client";

const { signal } = new AbortController();
const place = { cluster: "main", service: "web-green" };

const list = (answer: (command: SentCommand, index: number) => object | Error) => {
  const { client, sent } = fakeAwsClient<ECSClient>(answer);
  return { tasks: createRunningTasks(client).list(place, signal), sent };
};

const describedBy = ({ input }: SentCommand): readonly string[] => (input as { tasks: string[] }).tasks;

describe("createRunningTasks", () => {
  it("lists all pages and describes a hundred tasks at a time", async () => {
    const { tasks, sent } = list((command, index) => {
      if (command.operation === "DescribeTasks") {
        return { tasks: describedBy(command).map((taskArn) => ({ taskArn, lastStatus: "RUNNING" })) };
      }
      const taskArns = Array.from({ length: index === 0 ? 100 : 1 }, (_, task) => `${index}-${task}`);
      return { taskArns, ...(index === 0 ? { nextToken: "2" } : {}) };
    });
    expect((await tasks).map(({ arn }) => arn)).to.have.length(101);
    const query = { cluster: "main", serviceName: "web-green", desiredStatus: "RUNNING" };
    expect(sent.slice(0, 2).map(({ input }) => input)).to.deep.equal([
      { ...query, nextToken: undefined },
      { ...query, nextToken: "2" },
    ]);
    expect(sent.slice(2).map((command) => describedBy(command).length)).to.deep.equal([100, 1]);
  });

  it("tells what runs where, and leaves out what doesn't run yet", async () => {
    const container = {
      name: "web",
      image: "web:1",
      imageDigest: "sha256:1",
      networkBindings: [{ hostPort: 32768 }, {}],
    };
    const { tasks } = list(({ operation }) =>
      operation === "ListTasks"
        ? { taskArns: ["a", "b", "c"] }
        : {
            tasks: [
              { taskArn: "a", containerInstanceArn: "arn:i-1", lastStatus: "RUNNING", containers: [container] },
              { taskArn: "b", containerInstanceArn: "arn:i-1", lastStatus: "PENDING", containers: [container] },
              { lastStatus: "RUNNING", containers: [{}] },
            ],
          },
    );
    expect(await tasks).to.deep.equal([
      {
        arn: "a",
        containerInstanceArn: "arn:i-1",
        containers: [{ name: "web", image: "web:1", digest: "sha256:1", hostPorts: [32768] }],
      },
      { arn: "", containerInstanceArn: "", containers: [{ name: "", image: "", hostPorts: [] }] },
    ]);
  });

  it("describes nothing where there is no task", async () => {
    const { tasks, sent } = list(() => ({}));
    expect(await tasks).to.deep.equal([]);
    expect(sent.map(({ operation }) => operation)).to.deep.equal(["ListTasks"]);
  });

  it("passes on a refusal", async () => {
    const { tasks } = list(() => awsError("ThrottlingException"));
    expect(await tasks.catch((error: Error) => error.name)).to.equal("ThrottlingException");
  });
});
