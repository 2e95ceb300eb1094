import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeClustersCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListContainerInstancesCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  UpdateContainerInstancesStateCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import { operationName, trip, WireUnderTest } from "./wire-under-test";

const at = new Date("2026-11-21T14:00:00.123Z");
const cluster = {
  clusterArn: "arn:c",
  clusterName: "fleet",
  runningTasksCount: 0,
  settings: [],
  tags: [{ key: "k", value: "" }],
};
const taskDefinition = {
  taskDefinitionArn: "arn:td:3",
  family: "shop-blue",
  revision: 3,
  containerDefinitions: [
    {
      name: "shop",
      image: "registry/shop@sha256:00",
      essential: true,
      memory: 64,
      portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" as const }],
      environment: [{ name: "VERSION", value: '1.2.3 "quoted" ünï' }],
      secrets: [],
      dockerLabels: { version: "1.2.3", "a.b/c": "" },
      logConfiguration: { logDriver: "awslogs" as const, options: { "awslogs-group": "/shop" } },
    },
  ],
};
const service = {
  serviceName: "shop-blue",
  status: "ACTIVE",
  desiredCount: 2,
  runningCount: 0,
  createdAt: at,
  deployments: [{ id: "ecs-svc/1", status: "PRIMARY", rolloutState: "IN_PROGRESS" as const, updatedAt: at }],
  events: [],
  enableExecuteCommand: false,
};
const containerInstance = {
  containerInstanceArn: "arn:ci",
  ec2InstanceId: "i-1",
  status: "DRAINING",
  agentConnected: true,
  version: 4,
  remainingResources: [
    { name: "PORTS", type: "STRINGSET", integerValue: 0, doubleValue: 0.25, stringSetValue: ["22"] },
  ],
};
const failures = [{ arn: "arn:other", reason: "MISSING" }];

const ecsTrips = [
  trip(
    new CreateClusterCommand({ clusterName: "fleet", settings: [{ name: "containerInsights", value: "disabled" }] }),
    {
      cluster,
    },
  ),
  trip(new DescribeClustersCommand({ clusters: ["fleet"], include: ["TAGS"] }), { clusters: [cluster], failures: [] }),
  trip(
    new RegisterTaskDefinitionCommand(taskDefinition),
    { taskDefinition, tags: [] },
    {
      family: taskDefinition.family,
      containerDefinitions: taskDefinition.containerDefinitions,
    },
  ),
  trip(new DescribeTaskDefinitionCommand({ taskDefinition: "shop-blue:3" }), { taskDefinition }),
  trip(
    new CreateServiceCommand({
      serviceName: "shop-blue",
      desiredCount: 0,
      loadBalancers: [{ targetGroupArn: "arn:tg", containerName: "shop", containerPort: 8080 }],
      deploymentConfiguration: {
        minimumHealthyPercent: 0,
        deploymentCircuitBreaker: { enable: true, rollback: false },
      },
      placementStrategy: [],
    }),
    { service },
  ),
  trip(new UpdateServiceCommand({ service: "shop-blue", desiredCount: 2, forceNewDeployment: false }), { service }),
  trip(new DescribeServicesCommand({ cluster: "fleet", services: ["shop-blue"] }), { services: [service], failures }),
  trip(new ListTasksCommand({ desiredStatus: "STOPPED", maxResults: 1 }), { taskArns: ["arn:t"], nextToken: "n" }),
  trip(new DescribeTasksCommand({ tasks: ["arn:t"] }), {
    tasks: [
      {
        taskArn: "arn:t",
        stopCode: "EssentialContainerExited",
        stoppedAt: at,
        containers: [{ name: "shop", exitCode: 0, networkBindings: [{ hostPort: 32768, containerPort: 8080 }] }],
      },
    ],
    failures: [],
  }),
  trip(new ListContainerInstancesCommand({ filter: "ec2InstanceId in [i-1]" }), { containerInstanceArns: [] }),
  trip(new DescribeContainerInstancesCommand({ containerInstances: ["arn:ci"] }), {
    containerInstances: [containerInstance],
    failures: [],
  }),
  trip(new UpdateContainerInstancesStateCommand({ containerInstances: ["arn:ci", "arn:other"], status: "DRAINING" }), {
    containerInstances: [containerInstance],
    failures,
  }),
  trip(new DeleteServiceCommand({ service: "shop-blue", force: true }), {
    service: { ...service, status: "DRAINING" },
  }),
];

const parameter = {
  Name: "/shop/declared",
  Type: "String" as const,
  Value: '{"a":1}\n',
  Version: 7,
  LastModifiedDate: at,
};
const ssmTrips = [
  trip(new GetParameterCommand({ Name: parameter.Name, WithDecryption: true }), { Parameter: parameter }),
  trip(new GetParametersCommand({ Names: [parameter.Name, "/none"] }), {
    Parameters: [parameter],
    InvalidParameters: ["/none"],
  }),
  trip(new PutParameterCommand({ Name: parameter.Name, Value: " ", Overwrite: false, Tags: [] }), {
    Version: 8,
    Tier: "Standard",
  }),
  trip(new DeleteParameterCommand({ Name: parameter.Name }), {}),
];

describe("the JSON protocols", () => {
  const wire = new WireUnderTest();
  let ecs: ECSClient;
  let ssm: SSMClient;

  before(async () => {
    await wire.start();
    ecs = wire.adopt(new ECSClient(wire.clientConfig));
    ssm = wire.adopt(new SSMClient(wire.clientConfig));
  });
  after(() => wire.stop());

  for (const roundTrip of ecsTrips) {
    it(`carries ecs ${operationName(roundTrip.command)} both ways`, () => wire.assertRoundTrip("ecs", ecs, roundTrip));
  }
  for (const roundTrip of ssmTrips) {
    it(`carries ssm ${operationName(roundTrip.command)} both ways`, () => wire.assertRoundTrip("ssm", ssm, roundTrip));
  }
  it("raises modelled exceptions as their classes", async () => {
    const refused = new AwsError("ClusterNotFoundException", "Cluster not found.");
    expect(await wire.refusal(ecs, new DescribeServicesCommand({ services: [] }), refused)).to.deep.equal({
      name: "ClusterNotFoundException",
      message: "Cluster not found.",
      className: "ClusterNotFoundException",
      statusCode: 400,
    });
    const missing = new AwsError("ParameterNotFound", "No such parameter.");
    expect(await wire.refusal(ssm, new GetParameterCommand({ Name: "x" }), missing)).to.deep.equal({
      name: "ParameterNotFound",
      message: "No such parameter.",
      className: "ParameterNotFound",
      statusCode: 400,
    });
  });
});
