import { expect } from "chai";
import { type ContainerFacts, planContainer } from "../../components/plan-container";

const facts: ContainerFacts = {
  name: "web",
  image: "example.com/web:1",
  cpu: 256,
  memory: 512,
  stopTimeoutSeconds: 30,
  port: 8080,
  environment: { LOG: "debug", A: "1" },
  secrets: { TOKEN: "arn:token", KEY: "arn:key" },
  color: "green",
  version: "1.5.0.RELEASE",
  logGroupName: "web-logs",
  region: "eu-central-1",
};

describe("planContainer", () => {
  it("says everything that ECS needs to run one colour", () => {
    expect(planContainer(facts)).to.deep.equal({
      name: "web",
      image: "example.com/web:1",
      essential: true,
      cpu: 256,
      memory: 512,
      portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }],
      environment: [
        { name: "A", value: "1" },
        { name: "LOG", value: "debug" },
        { name: "SWITCHYARD_COLOR", value: "green" },
        { name: "SWITCHYARD_VERSION", value: "1.5.0.RELEASE" },
      ],
      secrets: [
        { name: "KEY", valueFrom: "arn:key" },
        { name: "TOKEN", valueFrom: "arn:token" },
      ],
      stopTimeout: 30,
      linuxParameters: { initProcessEnabled: true },
      dockerLabels: { "switchyard.color": "green", "switchyard.version": "1.5.0.RELEASE" },
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "web-logs",
          "awslogs-region": "eu-central-1",
          "awslogs-stream-prefix": "green",
          mode: "non-blocking",
          "max-buffer-size": "25m",
        },
      },
    });
  });

  it("opens no port for a queue worker", () => {
    expect(planContainer({ ...facts, port: undefined })["portMappings"]).to.deep.equal([]);
  });

  it("tells a queue worker what the program knows, over what the config says", () => {
    const { environment } = planContainer({
      ...facts,
      workerEnvironment: { SWITCHYARD_TABLE: "workers", LOG: "info", SWITCHYARD_COLOR: "none" },
    });
    expect(environment).to.deep.equal([
      { name: "A", value: "1" },
      { name: "LOG", value: "info" },
      { name: "SWITCHYARD_COLOR", value: "green" },
      { name: "SWITCHYARD_TABLE", value: "workers" },
      { name: "SWITCHYARD_VERSION", value: "1.5.0.RELEASE" },
    ]);
  });

  it("gives the same text for the same facts in another order, so that nothing is replaced for it", () => {
    const reordered = {
      ...facts,
      environment: { A: "1", LOG: "debug" },
      secrets: { KEY: "arn:key", TOKEN: "arn:token" },
    };
    expect(JSON.stringify(planContainer(reordered))).to.equal(JSON.stringify(planContainer(facts)));
  });
});
