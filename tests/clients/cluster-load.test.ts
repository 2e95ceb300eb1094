import type { ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createClusterLoad } from "../../clients/cluster-load";
import { awsError, fakeAwsClient, type SentCommand } from "../support/fake-aws-client";

type Ecs = Pick<ECSClient, "send">;

const cluster = "arn:cluster";
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** Two pages, the second of them short. */
const pagesOf =
  (member: string, items: readonly string[], size: number) =>
  ({ input }: SentCommand): object => {
    const isSecond = "nextToken" in input && input.nextToken === "more";
    return isSecond ? { [member]: items.slice(size) } : { [member]: items.slice(0, size), nextToken: "more" };
  };

const sizesOf = (sent: readonly SentCommand[], operation: string, member: string): readonly number[] =>
  sent
    .filter((call) => call.operation === operation)
    .map(({ input }) => (input as Record<string, readonly string[]>)[member]?.length ?? 0);

describe("the load of a cluster", () => {
  it("describes every service, ten a call, by its newest deployment", async () => {
    const list = pagesOf("serviceArns", names("service", 12), 11);
    const { client, sent } = fakeAwsClient<Ecs>((call) =>
      call.operation === "ListServices"
        ? list(call)
        : {
            services: (call.input as { services: string[] }).services.map((name) => ({
              placementConstraints: [{ type: "memberOf", expression: `for ${name}` }, { type: "distinctInstance" }],
              deployments: [
                { id: "old", status: "ACTIVE", desiredCount: 9, runningCount: 9, taskDefinition: "old:1" },
                {
                  id: `ecs-svc/${name}`,
                  status: "PRIMARY",
                  desiredCount: 4,
                  runningCount: 2,
                  pendingCount: 1,
                  taskDefinition: `${name}:2`,
                },
              ],
            })),
          },
    );

    const services = await createClusterLoad(client, cluster).services();

    expect(services).to.have.length(12);
    expect(services[11]).to.deep.equal({
      deploymentId: "ecs-svc/service-11",
      taskDefinitionArn: "service-11:2",
      desired: 4,
      placed: 3,
      constraints: ["for service-11"],
    });
    expect(sizesOf(sent, "DescribeServices", "services")).to.deep.equal([10, 2]);
    expect(sent[0]?.input).to.deep.equal({ cluster, maxResults: 100, nextToken: undefined });
  });

  it("leaves out services that are being deleted and have no deployment", async () => {
    const { client } = fakeAwsClient<Ecs>(({ operation }) =>
      operation === "ListServices" ? { serviceArns: ["gone"] } : { services: [{ status: "DRAINING" }] },
    );
    expect(await createClusterLoad(client, cluster).services()).to.deep.equal([]);
  });

  it("leaves out services that no further instance helps: daemons, and those on Fargate or elsewhere", async () => {
    const deployments = [{ id: "new", status: "PRIMARY", desiredCount: 1 }];
    const { client } = fakeAwsClient<Ecs>(({ operation }) =>
      operation === "ListServices"
        ? { serviceArns: ["a"] }
        : {
            services: [
              { launchType: "EC2", schedulingStrategy: "DAEMON", deployments },
              { launchType: "FARGATE", schedulingStrategy: "REPLICA", deployments },
              { launchType: "EXTERNAL", schedulingStrategy: "REPLICA", deployments },
              { launchType: "EC2", schedulingStrategy: "REPLICA", deployments: [{ ...deployments[0], id: "ours" }] },
            ],
          },
    );
    const services = await createClusterLoad(client, cluster).services();
    expect(services.map(({ deploymentId }) => deploymentId)).to.deep.equal(["ours"]);
  });

  it("goes by what a task itself reserves, which ECS tells as text, before its containers", async () => {
    const { client } = fakeAwsClient<Ecs>(() => ({
      taskDefinition: { cpu: "512", memory: "1024", containerDefinitions: [{ cpu: 256, memory: 512 }, {}] },
    }));
    expect(await createClusterLoad(client, cluster).taskSize("web:1")).to.deep.equal({ cpu: 512, memory: 1024 });
  });

  it("describes every instance, a hundred a call, with what it has and has left", async () => {
    const list = pagesOf("containerInstanceArns", names("instance", 101), 100);
    const { client, sent } = fakeAwsClient<Ecs>((call) =>
      call.operation === "ListContainerInstances"
        ? list(call)
        : {
            containerInstances: (call.input as { containerInstances: string[] }).containerInstances.map((arn) => ({
              containerInstanceArn: arn,
              status: "ACTIVE",
              agentConnected: true,
              registeredResources: [
                { name: "CPU", integerValue: 2048 },
                { name: "MEMORY", integerValue: 7680 },
                { name: "PORTS", stringSetValue: ["22"] },
              ],
              remainingResources: [
                { name: "MEMORY", integerValue: 512 },
                { name: "CPU", integerValue: 256 },
              ],
              attributes: [{ name: "switchyard.purchase", value: "spot" }],
            })),
          },
    );

    const instances = await createClusterLoad(client, cluster).instances();

    expect(instances).to.have.length(101);
    expect(instances[100]).to.deep.equal({
      arn: "instance-100",
      status: "ACTIVE",
      isConnected: true,
      registered: { cpu: 2048, memory: 7680 },
      free: { cpu: 256, memory: 512 },
      attributes: { "switchyard.purchase": "spot" },
    });
    expect(sizesOf(sent, "DescribeContainerInstances", "containerInstances")).to.deep.equal([100, 1]);
  });

  it("asks nothing more where a cluster is empty", async () => {
    const { client, sent } = fakeAwsClient<Ecs>(() => ({}));
    const load = createClusterLoad(client, cluster);
    expect([await load.services(), await load.instances(), await load.deploymentsOn("instance-1")]).to.deep.equal([
      [],
      [],
      [],
    ]);
    expect(sent.map(({ operation }) => operation)).to.deep.equal([
      "ListServices",
      "ListContainerInstances",
      "ListTasks",
    ]);
  });

  it("names the deployment of every task on an instance; one that was started by hand has none", async () => {
    const list = pagesOf("taskArns", names("task", 101), 100);
    const { client, sent } = fakeAwsClient<Ecs>((call) =>
      call.operation === "ListTasks"
        ? list(call)
        : {
            tasks: (call.input as { tasks: string[] }).tasks.map((arn) =>
              arn === "task-0" ? {} : { startedBy: "ecs-svc/1" },
            ),
          },
    );

    const deployments = await createClusterLoad(client, cluster).deploymentsOn("instance-1");

    expect(deployments).to.deep.equal(Array(100).fill("ecs-svc/1"));
    expect(sent[0]?.input).to.deep.equal({
      cluster,
      containerInstance: "instance-1",
      desiredStatus: "RUNNING",
      nextToken: undefined,
    });
    expect(sizesOf(sent, "DescribeTasks", "tasks")).to.deep.equal([100, 1]);
  });

  it("adds up what a task's containers reserve, and asks once for each revision", async () => {
    const { client, sent } = fakeAwsClient<Ecs>(() => ({
      taskDefinition: {
        containerDefinitions: [
          { cpu: 256, memory: 512 },
          { cpu: 128, memory: 1024, memoryReservation: 256 },
          { memoryReservation: 64 },
        ],
      },
    }));
    const load = createClusterLoad(client, cluster);
    expect(await load.taskSize("web:1")).to.deep.equal({ cpu: 384, memory: 832 });
    expect(await load.taskSize("web:1")).to.deep.equal({ cpu: 384, memory: 832 });
    await load.taskSize("web:2");
    expect(sent.map(({ input }) => input)).to.deep.equal([{ taskDefinition: "web:1" }, { taskDefinition: "web:2" }]);
  });

  it("remembers no answer that it didn't get", async () => {
    const { client } = fakeAwsClient<Ecs>((_call, index) =>
      index === 0 ? awsError("ServerException") : { taskDefinition: { containerDefinitions: [{ cpu: 1, memory: 6 }] } },
    );
    const load = createClusterLoad(client, cluster);
    const failure = await load.taskSize("web:1").catch((error: Error) => error.name);
    expect(failure).to.equal("ServerException");
    expect(await load.taskSize("web:1")).to.deep.equal({ cpu: 1, memory: 6 });
  });
});
