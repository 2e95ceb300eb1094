import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

const arn = (revision: number): string => `arn:aws:ecs:eu-west-1:123456789012:task-definition/web:${revision}`;

describe("ECS task definitions", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(() => {
    rehearsed = new RehearsedRegion();
  });

  const describeIt = async (taskDefinition: string): Promise<TaskDefinition> =>
    (await rehearsed.call<{ taskDefinition: TaskDefinition }>("ecs", "DescribeTaskDefinition", { taskDefinition }))
      .taskDefinition;

  it("count revisions from 1 and fill in what AWS fills in", async () => {
    expect([await registerWeb(rehearsed), await registerWeb(rehearsed)]).to.deep.equal([arn(1), arn(2)]);
    expect(await describeIt("web:1")).to.deep.equal({
      taskDefinitionArn: arn(1),
      family: "web",
      revision: 1,
      status: "ACTIVE",
      networkMode: "bridge",
      containerDefinitions: [
        {
          name: "app",
          image: "example.com/switchyard-demo:1.0.0.RELEASE",
          cpu: 256,
          memory: 512,
          essential: true,
          environment: [],
          mountPoints: [],
          volumesFrom: [],
          systemControls: [],
          portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }],
        },
      ],
      volumes: [],
      placementConstraints: [],
      compatibilities: ["EXTERNAL", "EC2"],
      registeredAt: new Date(rehearsed.now),
    });
  });

  it("stay described when they are deregistered, but nothing new may use them and no number comes twice", async () => {
    await registerWeb(rehearsed);
    await registerWeb(rehearsed);
    await rehearsed.call("ecs", "DeregisterTaskDefinition", { taskDefinition: arn(2) });

    expect([(await describeIt(arn(2))).status, (await describeIt("web")).revision]).to.deep.equal(["INACTIVE", 1]);
    await withFleet(rehearsed, 1);
    const service = { cluster: "main", serviceName: "web", desiredCount: 1, launchType: "EC2" };
    expect(await rehearsed.refusal("ecs", "CreateService", { ...service, taskDefinition: "web:2" })).to.deep.equal([
      "ClientException",
      "TaskDefinition is inactive",
    ]);
    expect(await registerWeb(rehearsed)).to.equal(arn(3));
  });

  it("are refused by family alone when they are deregistered, and when there are none", async () => {
    await registerWeb(rehearsed);
    expect(await rehearsed.refusal("ecs", "DeregisterTaskDefinition", { taskDefinition: "web" })).to.deep.equal([
      "ClientException",
      "Invalid revision number. Name a revision, for example web:3.",
    ]);
    expect(await rehearsed.refusal("ecs", "DescribeTaskDefinition", { taskDefinition: "other" })).to.deep.equal([
      "ClientException",
      "Unable to describe task definition.",
    ]);
  });

  const container = { name: "app", image: "switchyard-demo", memory: 128 };
  const one = (change: object) => ({ family: "web", containerDefinitions: [{ ...container, ...change }] });
  const refused = (what: string) => [
    "NotModelled",
    `The rehearsal's region does not model ecs:RegisterTaskDefinition with ${what}.`,
  ];
  const refusals: readonly (readonly [object, readonly string[]])[] = [
    [
      { family: "a b", containerDefinitions: [container] },
      ["ClientException", 'Family "a b" should contain 1 to 255 letters, digits, _ or -.'],
    ],
    [{ family: "web" }, ["ClientException", "Container list cannot be empty."]],
    [one({ name: "" }), ["ClientException", "Container.name should not be null or empty."]],
    [one({ image: "" }), ["ClientException", "Container.image should not be null or empty."]],
    [one({ essential: false }), ["ClientException", "At least one container must be essential."]],
    [
      one({ memory: undefined }),
      [
        "ClientException",
        "Invalid setting for container. At least one of 'memory' or 'memoryReservation' must be specified.",
      ],
    ],
    [one({ memory: 5 }), ["ClientException", "Invalid 'memory' 5: Docker allows no less than 6 MiB."]],
    [one({ stopTimeout: -1 }), ["ClientException", "Invalid 'stopTimeout' -1: use 0 or more seconds."]],
    [
      one({ portMappings: [{ containerPort: 65_536 }] }),
      ["ClientException", "Invalid container port 65536: use 1 to 65535."],
    ],
    [one({ secrets: [{ name: "A" }] }), ["ClientException", "Secret name and valueFrom must not be empty."]],
    [
      one({ secrets: [{ name: "A", valueFrom: "/a" }], environment: [{ name: "A", value: "1" }] }),
      [
        "ClientException",
        "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'A'.",
      ],
    ],
    [one({ portMappings: [{ containerPort: 80, hostPort: 80 }] }), refused("the fixed host port 80")],
    [one({ portMappings: [{ containerPort: 80, protocol: "udp" }] }), refused("the port protocol udp")],
    [
      one({ portMappings: [{ containerPort: 80 }, { containerPort: 81 }] }),
      refused("more than one port mapping in a container"),
    ],
    [one({ healthCheck: { command: ["true"] } }), refused("containerDefinitions.healthCheck")],
    [one({ command: ["true"] }), refused("containerDefinitions.command")],
    [
      one({ secrets: [{ name: "A", valueFrom: "arn:aws:secretsmanager:eu-west-1:1:secret:a" }] }),
      refused("secrets from Secrets Manager; use an SSM parameter"),
    ],
    [
      { family: "web", containerDefinitions: [container, container] },
      refused("more than one container in a task definition"),
    ],
    [{ ...one({}), networkMode: "awsvpc" }, refused("network mode awsvpc")],
    [{ ...one({}), requiresCompatibilities: ["FARGATE"] }, refused("compatibility FARGATE")],
  ];
  for (const [input, refusal] of refusals) {
    it(`refuse: ${refusal[1]}`, async () => {
      expect(await rehearsed.refusal("ecs", "RegisterTaskDefinition", input)).to.deep.equal(refusal);
      expect(rehearsed.region.state.ecs.taskDefinitions).to.deep.equal({});
    });
  }

  it("accept empty lists of what isn't modelled, and memory for the whole task", async () => {
    const input = { ...one({ memory: undefined, command: [], mountPoints: [] }), memory: "256", cpu: "128" };
    expect(await rehearsed.refusal("ecs", "RegisterTaskDefinition", input)).to.have.property("taskDefinition");
  });
});
