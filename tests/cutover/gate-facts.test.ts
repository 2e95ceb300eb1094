import { expect } from "chai";
import { type GatePorts, type GateSubject, readGateFacts } from "../../cutover/gate-facts";
import { planWeights, type Weights } from "../../cutover/plan-weights";

const onBlue = planWeights("blue", 0);
const onGreen = planWeights("green", 0);

const subject: GateSubject = {
  service: "web",
  ruleArn: "arn:rule",
  groupArns: { blue: "arn:blue", green: "arn:green" },
  ecsServices: { blue: "web-blue", green: "web-green" },
  images: { blue: "web:1", green: "web:2" },
  floor: 2,
  activeBefore: "blue",
  known: onBlue,
  wanted: onGreen,
};

const liveRule = ({ blue, green }: Weights) => ({
  ruleArn: "arn:rule",
  groups: [
    { groupArn: "arn:green", weight: green },
    { groupArn: "arn:blue", weight: blue },
  ],
});

const service = (name: string, desired: number) => ({
  name,
  desired,
  running: desired,
  deployments: 1,
  rolloutState: "COMPLETED",
});

const instance = (name: string, changes: object = {}) => ({
  arn: `arn:${name}`,
  clusterArn: "arn:cluster",
  instanceId: name,
  status: "ACTIVE",
  isConnected: true,
  countedTasks: 1,
  attributes: {},
  ...changes,
});

const task = (instanceName: string, hostPort: number) => ({
  arn: `arn:task:${hostPort}`,
  containerInstanceArn: `arn:${instanceName}`,
  containers: [{ name: "web", image: "web:2", digest: "sha256:2", hostPorts: [hostPort] }],
});

const healthy = (instanceId: string, port: number) => ({ instanceId, port, state: "healthy" });

/** Green has a task on each of three instances: one that stays, one that drains, one whose agent is gone. */
const ports = (changes: Partial<GatePorts> = {}): { readonly ports: GatePorts; readonly asked: string[] } => {
  const asked: string[] = [];
  const noted = <Answer>(question: string, answer: Answer): Answer => {
    asked.push(question);
    return answer;
  };
  const all: GatePorts = {
    describeRule: async () => liveRule(onBlue),
    targetHealth: async (arn) =>
      arn === "arn:green"
        ? [healthy("i-1", 1001), healthy("i-2", 1002), healthy("i-3", 1003), healthy("i-1", 9999)]
        : [healthy("i-1", 2001), { instanceId: "i-2", port: 2002, state: "draining" }],
    describeServices: async () => [service("web-green", 3), service("web-blue", 5)],
    runningTasks: async () => [task("i-1", 1001), task("i-2", 1002), task("i-3", 1003)],
    describeInstances: async () => [
      instance("i-1"),
      instance("i-2", { status: "DRAINING" }),
      instance("i-3", { isConnected: false }),
    ],
    ...changes,
  };
  return {
    asked,
    ports: {
      describeRule: (arn, signal) => noted(`rule ${arn}`, all.describeRule(arn, signal)),
      targetHealth: (arn, signal) => noted(`health ${arn}`, all.targetHealth(arn, signal)),
      describeServices: (names, signal) => noted(`services ${names}`, all.describeServices(names, signal)),
      runningTasks: (name, signal) => noted(`tasks ${name}`, all.runningTasks(name, signal)),
      describeInstances: (arns, signal) => noted(`instances ${arns}`, all.describeInstances(arns, signal)),
    },
  };
};

const read = (changes: Partial<GatePorts> = {}, about: Partial<GateSubject> = {}) =>
  readGateFacts({ ...subject, ...about }, ports(changes).ports, AbortSignal.timeout(1000));

const container = { image: "web:2", digest: "sha256:2" };
const target = (instanceId: string, isLeaving: boolean) => ({ instanceId, health: "healthy", isLeaving, container });

describe("readGateFacts", () => {
  it("finds out which targets are tasks that stay, and what the other colour has", async () => {
    expect(await read()).to.deep.equal({
      gaining: "green",
      facts: {
        isReturn: false,
        floor: 2,
        image: "web:2",
        targets: [
          target("i-1", false),
          target("i-2", true),
          target("i-3", true),
          { instanceId: "i-1", health: "healthy", isLeaving: false },
        ],
        service: service("web-green", 3),
        active: { healthy: 1, desired: 5 },
        silent: [],
      },
    });
  });

  it("asks each thing once", async () => {
    const { ports: counted, asked } = ports();
    await readGateFacts(subject, counted, AbortSignal.timeout(1000));
    expect(asked).to.deep.equal([
      "rule arn:rule",
      "health arn:green",
      "health arn:blue",
      "services web-blue,web-green",
      "tasks web-green",
      "instances arn:i-1,arn:i-2,arn:i-3",
    ]);
  });

  it("goes by what the rule does, not by what Pulumi remembers", async () => {
    const flippedByHand = await read({ describeRule: async () => liveRule(onGreen) });
    expect(flippedByHand.gaining).to.equal(undefined);
    const withoutGreen = { ruleArn: "arn:rule", groups: [{ groupArn: "arn:blue", weight: 100 }] };
    expect((await read({ describeRule: async () => withoutGreen })).gaining).to.equal("green");
  });

  it("goes by what Pulumi remembers where the rule is gone", async () => {
    expect((await read({ describeRule: async () => undefined })).gaining).to.equal("green");
  });

  it("asks nothing about the standby when a ramp is taken back", async () => {
    const { ports: counted, asked } = ports({ describeRule: async () => liveRule(planWeights("blue", 25)) });
    const back = { ...subject, known: planWeights("blue", 25), wanted: onBlue };
    const { gaining, facts } = await readGateFacts(back, counted, AbortSignal.timeout(1000));
    expect([gaining, facts.isReturn, facts.image, facts.targets]).to.deep.equal([
      "blue",
      true,
      "web:1",
      [
        { instanceId: "i-1", health: "healthy", isLeaving: false },
        { instanceId: "i-2", health: "draining", isLeaving: false },
      ],
    ]);
    expect(asked).to.deep.equal(["rule arn:rule", "health arn:blue"]);
  });

  it("knows no service that ECS doesn't tell of, and takes the other colour's for empty", async () => {
    const { facts } = await read({ describeServices: async () => [] });
    expect([facts.service, facts.active]).to.deep.equal([undefined, { healthy: 1, desired: 0 }]);
  });

  it("takes tasks on instances that ECS doesn't tell of for no tasks", async () => {
    const { facts } = await read({ describeInstances: async () => [] });
    expect(facts.targets.filter((each) => "container" in each)).to.deep.equal([]);
  });

  const named = (name: string): Error => Object.assign(new Error("Rate exceeded"), { name });
  const failures: readonly (readonly [keyof GatePorts, string])[] = [
    ["describeRule", "DescribeRules"],
    ["targetHealth", "DescribeTargetHealth"],
    ["describeServices", "DescribeServices"],
    ["runningTasks", "DescribeTasks"],
    ["describeInstances", "DescribeContainerInstances"],
  ];
  for (const [port, operation] of failures) {
    it(`reports that ${operation} was throttled`, async () => {
      const { facts } = await read({ [port]: () => Promise.reject(named("ThrottlingException")) });
      expect(facts.silent[0]).to.deep.equal({ operation, isThrottled: true, problem: "Rate exceeded" });
    });
  }

  it("reports an answer that doesn't come before the deadline", async () => {
    const { ports: hanging } = ports({ describeServices: () => new Promise(() => undefined) });
    const { facts } = await readGateFacts(subject, hanging, AbortSignal.timeout(20));
    expect(facts.silent).to.deep.equal([
      { operation: "DescribeServices", isThrottled: false, problem: "no answer in time" },
    ]);
  });
});
