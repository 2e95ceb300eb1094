import { expect } from "chai";
import type { ClusterLoad, InstanceLoad, ServiceLoad } from "../../clients/cluster-load";
import { createHandler } from "../../scale-out/create-handler";

const task = { cpu: 512, memory: 1024 };
const large = { cpu: 2048, memory: 7680 };
const full = { cpu: 0, memory: 0 };

const instance = (arn: string, purchase: string, changes: Partial<InstanceLoad> = {}): InstanceLoad => ({
  arn,
  status: "ACTIVE",
  isConnected: true,
  registered: large,
  free: full,
  attributes: { "switchyard.purchase": purchase },
  ...changes,
});

const service = (changes: Partial<ServiceLoad> = {}): ServiceLoad => ({
  deploymentId: "ecs-svc/1",
  taskDefinitionArn: "web:1",
  desired: 2,
  placed: 2,
  constraints: [],
  ...changes,
});

interface World {
  readonly services: readonly ServiceLoad[];
  readonly instances: readonly InstanceLoad[];
  /** Deployments of the tasks on an instance. */
  readonly tasks?: Readonly<Record<string, readonly string[]>>;
  readonly target?: number;
  readonly spareTasks?: number;
}

const run = async ({ services, instances, tasks = {}, target = 2, spareTasks = 0 }: World) => {
  const targets: unknown[] = [];
  const lines: object[] = [];
  const asked: string[] = [];
  const load: ClusterLoad = {
    services: async () => services,
    instances: async () => instances,
    deploymentsOn: async (arn) => {
      asked.push(arn);
      return tasks[arn] ?? [];
    },
    taskSize: async () => task,
  };
  const fleets = {
    capacity: async (fleetId: string) => {
      expect(fleetId).to.equal("sfr-1");
      return { target, fulfilled: target };
    },
    setTarget: async (fleetId: string, wanted: number) => {
      targets.push([fleetId, wanted]);
    },
  };
  const settings = {
    fleetId: "sfr-1",
    purchaseAttribute: "switchyard.purchase",
    limits: { maximumTarget: 9, spareTasks },
  };
  await createHandler(settings, { load, fleets, log: (line) => lines.push(line) })();
  return { targets, lines, asked };
};

const twoFull = [instance("a", "spot"), instance("b", "spot")];

describe("scaling out", () => {
  it("raises the fleet's target when a task finds no room, and says why", async () => {
    const { targets, lines } = await run({ services: [service({ placed: 1 })], instances: twoFull });
    expect(targets).to.deep.equal([["sfr-1", 3]]);
    expect(lines).to.deep.equal([
      {
        event: "scale-out",
        plan: { kind: "raise", target: 3, reason: "no-room" },
        target: 2,
        spotInstances: 2,
        missing: 1,
      },
    ]);
  });

  it("changes nothing while all tasks have a place, and asks for no tasks then", async () => {
    const { targets, asked } = await run({ services: [service()], instances: twoFull });
    expect([targets, asked]).to.deep.equal([[], []]);
  });

  it("counts tasks on a draining instance as missing, and its room as gone", async () => {
    const draining = instance("b", "spot", { status: "DRAINING", free: large });
    const { targets, asked } = await run({
      services: [service()],
      instances: [instance("a", "spot"), draining, instance("c", "spot")],
      tasks: { b: ["ecs-svc/1"] },
    });
    expect(targets).to.deep.equal([["sfr-1", 3]]);
    expect(asked).to.deep.equal(["b"]);
  });

  it("doesn't count the tasks of an old deployment, nor twice those whose replacements run", async () => {
    const draining = instance("b", "spot", { status: "DRAINING" });
    const instances = [instance("a", "spot"), draining, instance("c", "spot")];
    const services = [service({ placed: 3 })];
    const { targets } = await run({ services, instances, tasks: { b: ["ecs-svc/1", "ecs-svc/0", "by-hand"] } });
    expect(targets).to.deep.equal([]);
  });

  it("waits for the instance that the fleet puts in a draining one's place", async () => {
    const draining = instance("b", "spot", { status: "DRAINING" });
    const { targets } = await run({
      services: [service()],
      instances: [instance("a", "spot"), draining],
      tasks: { b: ["ecs-svc/1"] },
    });
    expect(targets).to.deep.equal([]);
  });

  it("uses no room on an instance whose agent is gone, but doesn't replace it either", async () => {
    const lost = instance("b", "spot", { isConnected: false, free: large });
    const { targets } = await run({ services: [service({ placed: 1 })], instances: [instance("a", "spot"), lost] });
    expect(targets).to.deep.equal([["sfr-1", 3]]);
  });

  it("leaves services of the on-demand base to the base", async () => {
    const bound = service({ placed: 0, constraints: ["attribute:switchyard.purchase == on-demand"] });
    const { targets } = await run({ services: [bound], instances: [...twoFull, instance("c", "on-demand")] });
    expect(targets).to.deep.equal([]);
  });

  it("uses the room of the on-demand base for everybody else", async () => {
    const base = instance("c", "on-demand", { free: task });
    const { targets } = await run({ services: [service({ placed: 1 })], instances: [...twoFull, base] });
    expect(targets).to.deep.equal([]);
  });

  it("keeps no room for services that are to run nothing", async () => {
    const idle = service({ desired: 0, placed: 0 });
    expect((await run({ services: [idle], instances: twoFull, spareTasks: 1 })).targets).to.deep.equal([]);
    expect((await run({ services: [service()], instances: twoFull, spareTasks: 1 })).targets).to.deep.equal([
      ["sfr-1", 3],
    ]);
  });

  it("expects the smallest of the fleet's instances next", async () => {
    const small = instance("b", "spot", { registered: task });
    const { targets } = await run({
      services: [service({ placed: 0 })],
      instances: [instance("a", "spot"), small, instance("c", "on-demand", { registered: { cpu: 1, memory: 1 } })],
    });
    expect(targets).to.deep.equal([["sfr-1", 4]]);
  });

  it("learns the size from the base while there is no spot instance, and begins with one while there is none at all", async () => {
    const services = [service({ desired: 4, placed: 0 })];
    const base = instance("c", "on-demand", { registered: task });
    expect((await run({ services, instances: [base], target: 0 })).targets).to.deep.equal([["sfr-1", 4]]);
    expect((await run({ services, instances: [], target: 0 })).targets).to.deep.equal([["sfr-1", 1]]);
  });

  it("doesn't hide what AWS refuses", async () => {
    const fleets = { capacity: () => Promise.reject(new Error("no such fleet")), setTarget: async () => undefined };
    const load = {
      services: async () => [],
      instances: async () => [],
      deploymentsOn: async () => [],
      taskSize: async () => task,
    };
    const settings = { fleetId: "sfr-1", purchaseAttribute: "x", limits: { maximumTarget: 9, spareTasks: 0 } };
    const failure = await createHandler(settings, { load, fleets, log: () => undefined })().catch(
      (error: Error) => error.message,
    );
    expect(failure).to.equal("no such fleet");
  });
});
