import { expect } from "chai";
import type { GatePorts, GateSubject } from "../../cutover/gate-facts";
import { gateBudget, passGate } from "../../cutover/pass-gate";
import { planWeights } from "../../cutover/plan-weights";
import { VirtualClock } from "../../rehearsal/bench/virtual-clock";

const subject: GateSubject = {
  service: "web",
  ruleArn: "arn:rule",
  groupArns: { blue: "arn:blue", green: "arn:green" },
  ecsServices: { blue: "web-blue", green: "web-green" },
  images: { blue: "web:1", green: "web:2" },
  floor: 1,
  activeBefore: "blue",
  known: planWeights("blue", 0),
  wanted: planWeights("green", 0),
};
const instance = { arn: "arn:i", clusterArn: "c", instanceId: "i", status: "ACTIVE", countedTasks: 1, attributes: {} };

describe("passGate", () => {
  let clock: VirtualClock;
  let warnings: string[];
  let looks: number;
  /** The health of green's only target at each look; the last one stays. */
  let green: readonly string[];
  let blue: string;

  beforeEach(() => {
    clock = new VirtualClock(0);
    warnings = [];
    looks = 0;
    green = ["healthy"];
    blue = "healthy";
  });

  const ports: GatePorts = {
    describeRule: async () => undefined,
    targetHealth: async (arn) => {
      if (arn === "arn:blue") return [{ instanceId: "i", port: 2, state: blue }];
      looks += 1;
      return [{ instanceId: "i", port: 1, state: green[looks - 1] ?? green.at(-1) ?? "" }];
    },
    describeServices: async () =>
      ["web-blue", "web-green"].map((name) => ({
        name,
        desired: 1,
        running: 1,
        deployments: 1,
        rolloutState: "COMPLETED",
      })),
    runningTasks: async () => [
      {
        arn: "t",
        containerInstanceArn: "arn:i",
        containers: [{ name: "web", image: "web:2", hostPorts: [1] }],
      },
    ],
    describeInstances: async () => [{ ...instance, isConnected: true }],
  };

  const pass = (isPreview = false, about: Partial<GateSubject> = {}, waitingMs?: number): Promise<string> =>
    clock.run(
      passGate(
        { ...subject, ...about },
        {
          ports,
          isPreview,
          names: { project: "shop", stack: "staging", cluster: "arn:cluster" },
          clock: { now: clock.now, sleep: clock.sleep, after: () => new AbortController().signal },
          warn: (line) => warnings.push(line),
          ...(waitingMs === undefined ? {} : { waitingMs }),
        },
      ).then(
        () => "passed",
        (error: Error) => error.message,
      ),
    );

  it("lets a ready standby take over after one look", async () => {
    expect([await pass(), looks, clock.now(), warnings]).to.deep.equal(["passed", 1, 0, []]);
  });

  it("waits for targets that pass their first checks", async () => {
    green = ["initial", "initial", "healthy"];
    expect([await pass(), looks, clock.now()]).to.deep.equal(["passed", 3, 2 * gateBudget.pause]);
  });

  it("waits no longer than a minute", async () => {
    green = ["initial"];
    expect(await pass()).to.match(/^web: green is not ready .*\n {2}too-few-ready: 0 ready.*\n {2}starting: 1 target/);
    expect([looks, clock.now()]).to.deep.equal([31, gateBudget.waiting]);
  });

  it("waits as long as it is told to", async () => {
    green = ["initial"];
    await pass(false, {}, 5_000);
    expect([looks, clock.now()]).to.deep.equal([3, 4_000]);
  });

  it("doesn't wait for what won't go away by itself", async () => {
    green = ["unhealthy"];
    expect(await pass()).to.match(/unhealthy: 1 target/);
    expect([looks, clock.now()]).to.deep.equal([1, 0]);
  });

  it("stops waiting as soon as a start has failed", async () => {
    green = ["initial", "unhealthy"];
    expect(await pass()).to.match(/unhealthy: 1 target/);
    expect(looks).to.equal(2);
  });

  it("warns at once in a preview, and says that it is none of its refusals", async () => {
    green = ["initial"];
    expect([await pass(true), looks, clock.now(), warnings.length]).to.deep.equal(["passed", 1, 0, 1]);
    expect(warnings[0]?.split("\n").at(-1)).to.equal(
      "An update would be refused, unless what it deploys first changes this.",
    );
  });

  it("lets any healthy standby take over from nothing, and says so", async () => {
    blue = "unhealthy";
    expect(await pass(false, { floor: 3 })).to.equal("passed");
    expect(warnings).to.deep.equal([
      "web: blue has no healthy target left, so green may take over with 1 healthy; otherwise it would have been refused: too-few-ready.",
    ]);
  });

  it("asks nobody where the rule is there already", async () => {
    expect([await pass(false, { wanted: subject.known }), looks]).to.deep.equal(["passed", 0]);
  });
});
