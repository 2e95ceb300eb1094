import { expect } from "chai";
import type { FleetPorts } from "../../fleet/fleet-ports";
import { rollFleet } from "../../fleet/roll-fleet";
import { RehearsedFleet } from "./rehearsed-fleet";

describe("rollFleet", () => {
  let fleet: RehearsedFleet;
  let fewestRunning: number;
  const steps: string[] = [];
  /** Tasks that still ran on spot instances when the roll ended these. */
  const cutOff: string[] = [];

  const run = ({ batch = 2, patienceMs = 600_000, signal = new AbortController().signal, ports = fleet.ports } = {}) =>
    rollFleet(fleet.place, ports, {
      batch,
      patienceMs,
      lookMs: 5000,
      signal,
      onStep: (step) => {
        steps.push(step.kind);
        if (step.kind === "terminate" && step.pool === "spot") cutOff.push(...tasksOn(step.instanceIds));
      },
      clock: {
        now: () => fleet.rehearsed.now,
        sleep: async (milliseconds) => {
          fleet.pass(milliseconds / 1000);
          fewestRunning = Math.min(fewestRunning, fleet.rehearsed.tasks("RUNNING").length);
        },
      },
    });
  /** Tasks of these instances that haven't stopped. */
  const tasksOn = (instanceIds: readonly string[]): readonly string[] =>
    Object.values(fleet.rehearsed.region.state.ecs.tasks)
      .filter(({ ec2InstanceId, lastStatus }) => instanceIds.includes(ec2InstanceId) && lastStatus !== "STOPPED")
      .map(({ taskArn }) => taskArn);
  const changes = () => fleet.sent.filter(({ operation }) => !/^(Describe|List|Get)/.test(operation));
  const drained = (): readonly string[] =>
    changes().flatMap(({ operation, input }) =>
      operation === "UpdateContainerInstancesState"
        ? (input as { containerInstances: string[] }).containerInstances
        : [],
    );

  beforeEach(async () => {
    fleet = new RehearsedFleet();
    await fleet.start();
    fewestRunning = Number.POSITIVE_INFINITY;
    steps.length = 0;
    cutOff.length = 0;
  });

  it("does nothing where every instance is new", async () => {
    expect(await run()).to.deep.equal({ kind: "done", replaced: [] });
    expect(changes()).to.deep.equal([]);
  });

  it("replaces every instance, a batch at a time, with every task running throughout", async () => {
    await fleet.publish("ami-2");
    const before = fleet.instances().map(({ instanceId }) => instanceId);

    const result = await run();

    fleet.pass(60);
    expect(result.kind).to.equal("done");
    expect([...result.replaced].sort()).to.deep.equal([...before].sort());
    expect(fleet.images()).to.deep.equal(["ami-2", "ami-2", "ami-2", "ami-2"]);
    expect(fleet.spotTarget).to.equal(3);
    expect(drained()).to.have.length(3);
    expect(cutOff).to.deep.equal([]);
    // The base has no hook here that would drain it: its one instance takes its tasks with it.
    expect(fewestRunning).to.be.at.least(3);
    expect(fleet.rehearsed.region.state.ssm.parameters).to.deep.equal({});
    const kinds = changes().map(({ operation }) => operation);
    expect(kinds.slice(0, 6)).to.deep.equal([
      "PutParameter",
      "ModifySpotFleetRequest",
      "UpdateContainerInstancesState",
      "PutParameter",
      "ModifySpotFleetRequest",
      "PutParameter",
    ]);
  });

  it("replaces instances of a type or in a subnet that is no longer wanted", async () => {
    const { templateId } = await fleet.ports.pools.read(fleet.fleetId);
    const wanted = { templateId, instanceTypes: ["m6g.large"], subnetIds: ["subnet-a"] };
    await fleet.ports.pools.write(fleet.fleetId, wanted);

    await run();

    fleet.pass(60);
    const spot = fleet.instances().filter(({ lifecycle }) => lifecycle === "spot");
    expect(spot.map(({ instanceType, subnetId }) => [instanceType, subnetId])).to.deep.equal(
      Array(3).fill(["m6g.large", "subnet-a"]),
    );
  });

  it("completes after any call at which it died, and drains nothing twice", async () => {
    await fleet.publish("ami-2");
    await run();
    const total = changes().length;
    for (let fatal = 0; fatal < total; fatal += 1) {
      for (const moment of ["before", "after"] as const) {
        fleet = new RehearsedFleet();
        await fleet.start();
        await fleet.publish("ami-2");
        dieAt(fatal, moment);

        const first = await run().catch(() => "died");
        fleet.onCall = () => undefined;
        const second = await run();

        fleet.pass(60);
        expect([first, second.kind], `${moment} ${fatal}`).to.deep.equal(["died", "done"]);
        expect(fleet.images()).to.deep.equal(["ami-2", "ami-2", "ami-2", "ami-2"]);
        expect(fleet.spotTarget).to.equal(3);
        expect(drained()).to.have.length(new Set(drained()).size);
      }
    }
  }).timeout(60_000);

  /** The n-th change is the last one that is sent, or the first one that isn't. */
  const dieAt = (fatal: number, moment: "before" | "after"): void => {
    let changed = 0;
    let isDead = false;
    fleet.onCall = (operation) => {
      if (isDead) throw new Error("killed");
      if (/^(Describe|List|Get)/.test(operation)) return;
      const isFatal = changed === fatal;
      changed += 1;
      if (isFatal && moment === "before") throw new Error("killed");
      isDead = isFatal;
    };
  };

  it("goes by the registrations whose agents are connected where instances registered anew", async () => {
    await fleet.publish("ami-2");

    const result = await run({ ports: withStaleRegistrations(fleet.ports) });

    expect(result.kind).to.equal("done");
    expect(cutOff).to.deep.equal([]);
    expect(fleet.spotTarget).to.equal(3);
  });

  /** Each instance has an older registration beside its own, disconnected and without tasks, which ECS lists after it. */
  const withStaleRegistrations = (ports: FleetPorts): FleetPorts => {
    const { instances } = ports;
    const isStale = (arn: string): boolean => arn.endsWith("-stale");
    return {
      ...ports,
      instances: {
        ...instances,
        list: async (cluster, query) => {
          const arns = await instances.list(cluster, query);
          return query.status === undefined ? [...arns, ...arns.map((arn) => `${arn}-stale`)] : arns;
        },
        describe: async (cluster, arns) => {
          const live = await instances.describe(
            cluster,
            arns.filter((arn) => !isStale(arn)),
          );
          return [...live, ...live.map((one) => ({ ...one, arn: `${one.arn}-stale`, isConnected: false }))];
        },
        unfinishedTasks: async (cluster, arn) => (isStale(arn) ? [] : instances.unfinishedTasks(cluster, arn)),
      },
    };
  };

  it("waits for a deployment before it begins, and says so once", async () => {
    await fleet.publish("ami-2");
    fleet.deploying = ["web"];
    const result = await run({ patienceMs: 20_000 });
    expect(result).to.deep.equal({
      kind: "stuck",
      replaced: [],
      step: { kind: "wait", reason: "deployment", subjects: ["web"] },
    });
    expect([steps, changes()]).to.deep.equal([["wait"], []]);
  });

  it("changes nothing more once it is interrupted, and goes on from there", async () => {
    await fleet.publish("ami-2");
    const interruption = new AbortController();
    fleet.onCall = (operation) => {
      if (operation === "UpdateContainerInstancesState") interruption.abort();
    };
    expect(await run({ signal: interruption.signal })).to.deep.equal({ kind: "interrupted", replaced: [] });
    expect(changes().at(-1)?.operation).to.equal("UpdateContainerInstancesState");
    expect((await run()).kind).to.equal("done");
    expect(drained()).to.have.length(3);
  });

  it("leaves an instance that the drain function has marked to it", async () => {
    await fleet.publish("ami-2");
    const marked = fleet.instances().find(({ lifecycle }) => lifecycle === "spot")?.containerInstanceArn;
    const attribute = { name: "switchyard.rebalance", value: "now", targetId: marked };
    await fleet.rehearsed.call("ecs", "PutAttributes", { cluster: "main", attributes: [attribute] });

    const result = await run({ patienceMs: 120_000 });

    expect(result.kind).to.equal("stuck");
    expect(result).to.have.property("step").that.deep.include({ reason: "other-drains" });
    expect(drained()).not.to.include(marked);
  });
});
