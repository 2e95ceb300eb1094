import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteAttributesCommand,
  DeleteClusterCommand,
  DeleteServiceCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListContainerInstancesCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  PutAttributesCommand,
  RegisterTaskDefinitionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContainerInstancesStateCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase, moto, refusal } from "../contract-case";

const cluster = async ({ ecs }: AwsUnderTest, clusterName: string, rest: object = {}): Promise<string> =>
  (await ecs.send(new CreateClusterCommand({ clusterName, ...rest }))).cluster?.clusterArn ?? "";

const register = async ({ ecs }: AwsUnderTest, family: string, rest: object = {}) =>
  (
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        networkMode: "bridge",
        requiresCompatibilities: ["EC2"],
        containerDefinitions: [
          {
            name: "app",
            image: "example.com/app:1",
            cpu: 256,
            memory: 512,
            essential: true,
            portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }],
            environment: [{ name: "COLOR", value: "blue" }],
            ...rest,
          },
        ],
      }),
    )
  ).taskDefinition;

const service = async (aws: AwsUnderTest, name: string, rest: object = {}) => {
  await cluster(aws, name);
  await register(aws, name);
  const created = await aws.ecs.send(
    new CreateServiceCommand({
      cluster: name,
      serviceName: "web",
      taskDefinition: `${name}:1`,
      desiredCount: 0,
      launchType: "EC2",
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
      ...rest,
    }),
  );
  return created.service;
};

const tail = (arn: string | undefined): string | undefined => arn?.split("/").at(-1);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ */
export const ecsCases: readonly ContractCase[] = [
  {
    name: "a cluster is made once, with its tags",
    run: async (aws) => {
      const tags = [{ key: "switchyard:stack", value: "prod" }];
      const arn = await cluster(aws, "made", { tags });
      const again = await cluster(aws, "made");
      const { clusters } = await aws.ecs.send(new DescribeClustersCommand({ clusters: ["made"], include: ["TAGS"] }));
      return [arn === again, clusters?.map((one) => [one.clusterName, one.status, one.tags])];
    },
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto tells no tags; AWS does with include TAGS (API_DescribeClusters.html)" },
    },
  },
  {
    name: "tags of a cluster are told only on request",
    run: async (aws) => {
      await cluster(aws, "untold", { tags: [{ key: "a", value: "1" }] });
      const { clusters } = await aws.ecs.send(new DescribeClustersCommand({ clusters: ["untold"] }));
      return clusters?.[0]?.tags?.length ?? 0;
    },
    emulators: both,
  },
  {
    name: "a cluster that isn't there is a failure, not an error",
    run: async (aws) => {
      const { clusters, failures } = await aws.ecs.send(new DescribeClustersCommand({ clusters: ["nothing"] }));
      return [clusters?.length, failures?.map(({ arn, reason }) => [tail(arn), reason])];
    },
    emulators: both,
  },
  {
    name: "clusters are listed",
    run: async (aws) => {
      const arn = await cluster(aws, "listed");
      return (await aws.ecs.send(new ListClustersCommand({}))).clusterArns?.includes(arn);
    },
    emulators: both,
  },
  {
    name: "a deleted cluster is listed no more, but described as INACTIVE",
    run: async (aws) => {
      const arn = await cluster(aws, "deleted");
      await aws.ecs.send(new DeleteClusterCommand({ cluster: "deleted" }));
      const { clusterArns } = await aws.ecs.send(new ListClustersCommand({}));
      const { clusters } = await aws.ecs.send(new DescribeClustersCommand({ clusters: ["deleted"] }));
      return [clusterArns?.includes(arn), clusters?.map(({ status }) => status)];
    },
    emulators: {
      ministack: { differs: "MiniStack forgets it; AWS describes it for a while (API_DeleteCluster.html)" },
      moto: { differs: "moto lists it; AWS describes it only (API_DeleteCluster.html)" },
    },
  },
  {
    name: "container instances of a cluster that isn't there can't be listed",
    run: (aws) => refusal(aws.ecs.send(new ListContainerInstancesCommand({ cluster: "no-such-cluster" }))),
    emulators: {
      ministack: {
        differs: "MiniStack answers an empty list; AWS ClusterNotFoundException (API_ListContainerInstances.html)",
      },
      moto: { differs: "moto answers an empty list; AWS ClusterNotFoundException (API_ListContainerInstances.html)" },
    },
  },
  {
    name: "tags of a resource change by ARN",
    run: async (aws) => {
      const resourceArn = await cluster(aws, "tagged", { tags: [{ key: "a", value: "1" }] });
      const tags = [{ key: "b", value: "2" }];
      await aws.ecs.send(new TagResourceCommand({ resourceArn, tags }));
      await aws.ecs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
      return (await aws.ecs.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
    },
    emulators: both,
  },
  {
    name: "each registration of a family is the next revision",
    run: async (aws) => {
      const first = await register(aws, "revisions");
      const second = await register(aws, "revisions");
      const latest = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: "revisions" }));
      return [first?.revision, second?.revision, latest.taskDefinition?.revision, tail(second?.taskDefinitionArn)];
    },
    emulators: both,
  },
  {
    name: "a task definition comes back as it was registered",
    run: async (aws) => {
      await register(aws, "kept", { stopTimeout: 45 });
      const { taskDefinition } = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: "kept:1" }));
      const [container] = taskDefinition?.containerDefinitions ?? [];
      return [
        taskDefinition?.networkMode,
        taskDefinition?.status,
        container?.name,
        container?.image,
        container?.memory,
        container?.stopTimeout,
        container?.environment,
        container?.portMappings?.map(({ containerPort, hostPort, protocol }) => [containerPort, hostPort, protocol]),
      ];
    },
    emulators: both,
  },
  {
    name: "a deregistered revision is INACTIVE and can still be described",
    run: async (aws) => {
      await register(aws, "deregistered");
      const taskDefinition = "deregistered:1";
      await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
      const described = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
      return described.taskDefinition?.status;
    },
    emulators: both,
  },
  {
    name: "a family that isn't there can't be described",
    run: (aws) => refusal(aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: "no-such-family" }))),
    emulators: both,
  },
  {
    name: "a service has one primary deployment of its task definition",
    run: async (aws) => {
      const created = await service(aws, "primary");
      return [
        created?.status,
        created?.desiredCount,
        created?.deployments?.map(({ status, taskDefinition }) => [status, tail(taskDefinition)]),
      ];
    },
    emulators: both,
  },
  {
    name: "a service's name is taken once",
    run: async (aws) => {
      await service(aws, "taken");
      return refusal(
        aws.ecs.send(
          new CreateServiceCommand({
            cluster: "taken",
            serviceName: "web",
            taskDefinition: "taken:1",
            desiredCount: 0,
          }),
        ),
      );
    },
    emulators: {
      ministack: {
        differs:
          "MiniStack says ClientException; AWS InvalidParameterException, Creation of service was not idempotent",
      },
      moto: { differs: "moto makes it twice; AWS refuses it (API_CreateService.html)" },
    },
  },
  {
    name: "an update with another task definition is a new deployment",
    run: async (aws) => {
      await service(aws, "updated");
      await register(aws, "updated");
      const updated = await aws.ecs.send(
        new UpdateServiceCommand({ cluster: "updated", service: "web", taskDefinition: "updated:2" }),
      );
      const [primary] = updated.service?.deployments ?? [];
      return [tail(updated.service?.taskDefinition), primary?.status, tail(primary?.taskDefinition)];
    },
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto keeps the old deployment; AWS makes a new primary one (API_UpdateService.html)" },
    },
  },
  {
    name: "a service that isn't there is a failure, not an error",
    run: async (aws) => {
      await cluster(aws, "no-services");
      const { services, failures } = await aws.ecs.send(
        new DescribeServicesCommand({ cluster: "no-services", services: ["web"] }),
      );
      return [services?.length, failures?.map(({ arn, reason }) => [tail(arn), reason])];
    },
    emulators: both,
  },
  {
    name: "services are listed, and a deleted one isn't",
    run: async (aws) => {
      await service(aws, "services");
      const before = await aws.ecs.send(new ListServicesCommand({ cluster: "services" }));
      await aws.ecs.send(new DeleteServiceCommand({ cluster: "services", service: "web" }));
      const after = await aws.ecs.send(new ListServicesCommand({ cluster: "services" }));
      return [before.serviceArns?.map(tail), after.serviceArns];
    },
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto lists deleted ones; AWS active ones (API_DeleteService.html)" },
    },
  },
  {
    name: "more than ten services at once are refused",
    run: async (aws) => {
      await cluster(aws, "many-services");
      const services = Array.from({ length: 11 }, (_, index) => `s${index}`);
      return refusal(aws.ecs.send(new DescribeServicesCommand({ cluster: "many-services", services })));
    },
    emulators: {
      ministack: { differs: "MiniStack takes any number; AWS ten (API_DescribeServices.html)" },
      moto: { differs: "moto takes any number; AWS ten (API_DescribeServices.html)" },
    },
  },
  {
    name: "a task that isn't there is a failure, not an error",
    run: async (aws) => {
      await cluster(aws, "no-tasks");
      const { tasks, failures } = await aws.ecs.send(
        new DescribeTasksCommand({ cluster: "no-tasks", tasks: ["0123456789abcdef0123456789abcdef"] }),
      );
      return [tasks?.length, failures?.map(({ reason }) => reason)];
    },
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto leaves it out; AWS says MISSING (API_failures.html)" },
    },
  },
  {
    name: "an instance that an agent registers is ACTIVE, is drained and comes back",
    run: async (aws) => {
      const arn = await aws.registerContainerInstance("drained");
      const set = async (status: "ACTIVE" | "DRAINING") => {
        const { containerInstances, failures } = await aws.ecs.send(
          new UpdateContainerInstancesStateCommand({ cluster: "drained", containerInstances: [arn], status }),
        );
        return [containerInstances?.map((one) => [one.containerInstanceArn === arn, one.status]), failures];
      };
      const { containerInstances } = await aws.ecs.send(
        new DescribeContainerInstancesCommand({ cluster: "drained", containerInstances: [arn] }),
      );
      const registered = containerInstances?.map(
        ({ status, agentConnected, runningTasksCount, pendingTasksCount }) => ({
          status,
          agentConnected,
          runningTasksCount,
          pendingTasksCount,
        }),
      );
      return [registered, await set("DRAINING"), await set("ACTIVE")];
    },
    emulators: moto,
  },
  {
    name: "an instance that isn't there is a failure of its own",
    run: async (aws) => {
      await aws.registerContainerInstance("missing");
      const containerInstances = ["0123456789abcdef0123456789abcdef"];
      const described = await aws.ecs.send(
        new DescribeContainerInstancesCommand({ cluster: "missing", containerInstances }),
      );
      return [described.containerInstances?.length, described.failures?.map(({ reason }) => reason)];
    },
    emulators: moto,
  },
  {
    name: "an instance has two states to be set to",
    run: async (aws) => {
      const arn = await aws.registerContainerInstance("states");
      const input = { cluster: "states", containerInstances: [arn], status: "REGISTERING" as const };
      return refusal(aws.ecs.send(new UpdateContainerInstancesStateCommand(input)));
    },
    emulators: moto,
  },
  {
    name: "an instance takes custom attributes and gives them back",
    run: async (aws) => {
      const arn = await aws.registerContainerInstance("attributes");
      const targetId = tail(arn);
      const attribute = { name: "switchyard.rebalance", targetType: "container-instance", targetId } as const;
      await aws.ecs.send(
        new PutAttributesCommand({ cluster: "attributes", attributes: [{ ...attribute, value: "then" }] }),
      );
      const custom = async (): Promise<unknown> => {
        const { containerInstances } = await aws.ecs.send(
          new DescribeContainerInstancesCommand({ cluster: "attributes", containerInstances: [arn] }),
        );
        const attributes = containerInstances?.[0]?.attributes ?? [];
        return attributes.filter(({ name }) => name === attribute.name).map(({ value }) => value);
      };
      const put = await custom();
      await aws.ecs.send(new DeleteAttributesCommand({ cluster: "attributes", attributes: [attribute] }));
      return [put, await custom()];
    },
    emulators: {
      moto: {
        differs: "moto deletes an attribute with its very value only; AWS by its name (API_DeleteAttributes.html)",
      },
    },
  },
];
