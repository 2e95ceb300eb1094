import { expect } from "chai";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

const clusterArn = "arn:aws:ecs:eu-west-1:123456789012:cluster/main";

const empty = {
  clusterArn,
  clusterName: "main",
  status: "ACTIVE",
  registeredContainerInstancesCount: 0,
  runningTasksCount: 0,
  pendingTasksCount: 0,
  activeServicesCount: 0,
  settings: [{ name: "containerInsights", value: "disabled" }],
  capacityProviders: [],
  defaultCapacityProviderStrategy: [],
  statistics: [],
  tags: [{ key: "project", value: "switchyard" }],
};

describe("ECS clusters", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(() => {
    rehearsed = new RehearsedRegion();
  });

  const create = () =>
    rehearsed.call("ecs", "CreateCluster", {
      clusterName: "main",
      settings: [{ name: "containerInsights", value: "disabled" }],
      tags: [{ key: "project", value: "switchyard" }],
    });

  it("tell their tags only on request", async () => {
    await create();

    expect(await rehearsed.call("ecs", "DescribeClusters", { clusters: ["main"] })).to.deep.equal({
      clusters: [{ ...empty, tags: [] }],
      failures: [],
    });
  });

  it("are described by name and ARN; what is missing comes back in failures", async () => {
    expect(await create()).to.deep.equal({ cluster: empty });
    const include = ["TAGS"];
    const clusters = ["main", clusterArn, "other"];
    expect(await rehearsed.call("ecs", "DescribeClusters", { clusters, include })).to.deep.equal({
      clusters: [empty, empty],
      failures: [{ arn: "arn:aws:ecs:eu-west-1:123456789012:cluster/other", reason: "MISSING" }],
    });
  });

  it("are created once, however often they are asked for", async () => {
    await create();
    expect(await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" })).to.deep.equal({ cluster: empty });
  });

  it("count what is in them", async () => {
    await withFleet(rehearsed, 2);
    await registerWeb(rehearsed);
    const service = { cluster: "main", serviceName: "web", taskDefinition: "web", desiredCount: 3, launchType: "EC2" };
    await rehearsed.call("ecs", "CreateService", service);
    rehearsed.tick();
    const [first] = rehearsed.tasks();
    if (first !== undefined) rehearsed.start(first);
    rehearsed.tick();

    const { clusters } = await rehearsed.call<{ clusters: (typeof empty)[] }>("ecs", "DescribeClusters", {
      clusters: ["main"],
    });
    const [{ registeredContainerInstancesCount, runningTasksCount, pendingTasksCount, activeServicesCount } = empty] =
      clusters;
    expect([
      registeredContainerInstancesCount,
      runningTasksCount,
      pendingTasksCount,
      activeServicesCount,
    ]).to.deep.equal([2, 1, 2, 1]);
  });

  it("go only when instances and services have gone", async () => {
    const fleet = await withFleet(rehearsed, 1);
    await registerWeb(rehearsed);
    const service = { cluster: "main", serviceName: "web", taskDefinition: "web", desiredCount: 0, launchType: "EC2" };
    await rehearsed.call("ecs", "CreateService", service);
    expect(await rehearsed.refusal("ecs", "DeleteCluster", { cluster: "main" })).to.deep.equal([
      "ClusterContainsContainerInstancesException",
      "The Cluster cannot be deleted while Container Instances are active or draining.",
    ]);
    await rehearsed.call("ec2", "CancelSpotFleetRequests", { SpotFleetRequestIds: [fleet], TerminateInstances: true });
    expect(await rehearsed.refusal("ecs", "DeleteCluster", { cluster: "main" })).to.deep.equal([
      "ClusterContainsServicesException",
      "The Cluster cannot be deleted while Services are active.",
    ]);
    await rehearsed.call("ecs", "DeleteService", { cluster: "main", service: "web" });
    expect(await rehearsed.refusal("ecs", "DeleteCluster", { cluster: "main" })).to.include(
      "ClusterContainsServicesException",
    );
    rehearsed.tick();
    const { cluster } = await rehearsed.call<{ cluster: typeof empty }>("ecs", "DeleteCluster", { cluster: "main" });

    expect(cluster.status).to.equal("INACTIVE");
    expect(await rehearsed.refusal("ecs", "ListTasks", { cluster: "main" })).to.deep.equal([
      "ClusterNotFoundException",
      "Cluster not found.",
    ]);
  });

  it("take no capacity provider", async () => {
    await create();
    const input = { cluster: "main", capacityProviders: [] as string[], defaultCapacityProviderStrategy: [] };
    expect(await rehearsed.call("ecs", "PutClusterCapacityProviders", input)).to.deep.equal({ cluster: empty });
    expect(
      await rehearsed.refusal("ecs", "PutClusterCapacityProviders", { ...input, capacityProviders: ["spot"] }),
    ).to.deep.equal([
      "NotModelled",
      "The rehearsal's region does not model ecs capacity providers; use launchType EC2.",
    ]);
  });

  it("refuse a name with other characters than AWS allows", async () => {
    expect(await rehearsed.refusal("ecs", "CreateCluster", { clusterName: "my cluster" })).to.deep.equal([
      "InvalidParameterException",
      "Invalid identifier: Identifier is for my cluster. Use 1 to 255 letters, digits, _ or -.",
    ]);
  });

  it("are tagged like every other ECS resource", async () => {
    await create();
    await rehearsed.call("ecs", "TagResource", {
      resourceArn: clusterArn,
      tags: [
        { key: "project", value: "new" },
        { key: "a", value: "b" },
      ],
    });
    await rehearsed.call("ecs", "UntagResource", { resourceArn: clusterArn, tagKeys: ["a"] });

    expect(await rehearsed.call("ecs", "ListTagsForResource", { resourceArn: clusterArn })).to.deep.equal({
      tags: [{ key: "project", value: "new" }],
    });
  });
});
