import { expect } from "chai";
import type { FleetConnection } from "../../cli/connect-fleet";
import { type FleetCommandPorts, fleet } from "../../cli/fleet";
import { exitCodes, type Outcome, Stop } from "../../cli/outcome";
import { RehearsedFleet } from "../fleet/rehearsed-fleet";
import { CliModel } from "./cli-model";

describe("fleet", () => {
  let rehearsed: RehearsedFleet;
  let model: CliModel;
  let deploying: readonly string[];
  let isDeployed: boolean;
  let interruption: AbortController;
  const asked: unknown[] = [];

  beforeEach(async () => {
    rehearsed = new RehearsedFleet();
    await rehearsed.start();
    model = new CliModel();
    deploying = [];
    isDeployed = true;
    interruption = new AbortController();
    asked.length = 0;
  });

  const withFleet = (state: string): string => {
    const { deployment } = JSON.parse(state) as { deployment: { resources: object[] } };
    const { clusterArn, fleetId, groupName } = rehearsed.place;
    const found = [
      ["aws:ecs/cluster:Cluster", "cluster", clusterArn],
      ["aws:ec2/spotFleetRequest:SpotFleetRequest", "cluster-spot", fleetId],
      ["aws:autoscaling/group:Group", "cluster-on-demand", groupName],
    ].map(([type, name, id]) => ({ urn: `urn:pulumi:staging::switchyard::${type}::${name}`, type, id }));
    return JSON.stringify({ deployment: { resources: [...deployment.resources, ...(isDeployed ? found : [])] } });
  };
  const connection = (): FleetConnection => ({
    ...rehearsed.ports,
    deployingAmong: async (place) => {
      asked.push(place);
      return deploying;
    },
  });
  const ports = (): FleetCommandPorts => ({
    ...model.ports,
    pulumi: { ...model.ports.pulumi, state: async () => withFleet(await model.ports.pulumi.state()) },
    clock: {
      now: () => rehearsed.rehearsed.now,
      sleep: async (milliseconds) => rehearsed.pass(milliseconds / 1000),
    },
    signal: interruption.signal,
    connect: connection,
  });
  const stop = (running: Promise<Outcome>): Promise<unknown> =>
    running.then(
      ({ text }) => text,
      (error: unknown) => (error instanceof Stop ? [error.exitCode, error.reason, error.message] : String(error)),
    );
  const roll = (change: { batch?: number; yes?: boolean } = {}): Promise<Outcome> =>
    fleet({ action: "roll", batch: 2, yes: true, ...change }, ports());
  const types = (yes = true): Promise<Outcome> => fleet({ action: "types", yes }, ports());
  const again = "The same command goes on from there: npm run cli -- fleet roll";

  it("says that nothing is old", async () => {
    expect(await roll()).to.deep.equal({
      exitCode: exitCodes.done,
      report: { stack: "staging", replaced: [] },
      text: "Every instance is new; nothing to do.",
    });
    expect(asked).to.deep.equal([{ cluster: rehearsed.place.clusterArn, services: ["web-blue-9", "web-green-9"] }]);
  });

  it("asks, replaces every old instance, and tells each step once", async () => {
    const before = rehearsed.instances().map(({ instanceId }) => instanceId);
    await rehearsed.publish("ami-2");
    const { exitCode, report, text } = await roll({ batch: 3, yes: false });
    expect(exitCode).to.equal(exitCodes.done);
    expect([...(report["replaced"] as string[])].sort()).to.deep.equal([...before].sort());
    expect(text).to.match(/^4 instances replaced in \d+ s\.$/);
    expect(model.questions).to.deep.equal(["Replace old instances (spot 3 of 3, on-demand 1 of 1), 3 at once?"]);
    const [first, , , , last] = [model.said[0], ...model.said.slice(-4)];
    expect(first).to.match(/^spot: i-\w+, i-\w+, i-\w+ of 3 old instances next$/);
    expect(last).to.equal("Every instance is new.");
    expect(new Set(model.said.filter((line) => line.startsWith("spot:"))).size).to.equal(1);
  });

  it("changes nothing where it is declined, or where nobody can be asked", async () => {
    await rehearsed.publish("ami-2");
    rehearsed.sent.length = 0;
    model.answer = false;
    expect(await stop(roll({ yes: false }))).to.deep.equal([
      exitCodes.refused,
      "declined",
      "Declined; nothing was changed.",
    ]);
    model.answer = undefined;
    expect(await stop(roll({ yes: false }))).to.deep.equal([
      exitCodes.usage,
      "nobody-to-ask",
      "There is no terminal to ask on: Replace old instances (spot 3 of 3, on-demand 1 of 1), 2 at once? Allowed: --yes.",
    ]);
    expect(rehearsed.sent.filter(({ operation }) => !/^(Describe|List|Get)/.test(operation))).to.deep.equal([]);
  });

  it("waits while a service is deployed or a cutover isn't over, and gives up after 45 minutes", async () => {
    await rehearsed.publish("ami-2");
    deploying = ["web-blue"];
    model.live = { blue: 50, green: 50 };
    expect(await stop(roll())).to.deep.equal([
      exitCodes.failed,
      "stuck",
      "Nothing has changed for 45 minutes (waiting until nothing is being deployed or cut over: web-blue, the cutover). " +
        `0 instances replaced so far. ${again}`,
    ]);
    expect(model.said).to.deep.equal(["  waiting until nothing is being deployed or cut over: web-blue, the cutover"]);
  });

  it("isn't begun in the middle of a ramp", async () => {
    model.config = { ...model.config, "switchyard:shift": 10 };
    expect(await stop(roll())).to.deep.equal([
      exitCodes.refused,
      "ramp-under-way",
      "A ramp is under way in staging: 10 % of the requests are on the standby. End it first: npm run cli -- flip, or rollback",
    ]);
  });

  it("goes on after Ctrl-C with the same command", async () => {
    await rehearsed.publish("ami-2");
    rehearsed.onCall = (operation) => {
      if (operation === "TerminateInstances") interruption.abort();
    };
    expect(await stop(roll({ batch: 1 }))).to.deep.equal([
      exitCodes.interrupted,
      "interrupted",
      `Interrupted; 1 instance replaced so far. ${again}`,
    ]);
    interruption = new AbortController();
    rehearsed.onCall = () => undefined;
    expect(await stop(roll())).to.match(/^3 instances replaced in \d+ s\.$/);
    expect(model.said.find((line) => line.startsWith("Going on"))).to.match(
      /^Going on with a batch that was cut off: i-/,
    );
  });

  it("stops where the stack has no fleet yet", async () => {
    isDeployed = false;
    expect(await stop(types())).to.deep.equal([
      exitCodes.refused,
      "no-fleet",
      "Pulumi's state of staging knows no cluster with a fleet. Complete the deployment first: pulumi up",
    ]);
  });

  const declare = (change: object) =>
    rehearsed.rehearsed.call("autoscaling", "UpdateAutoScalingGroup", { AutoScalingGroupName: "base", ...change });
  const mixed = async (...instanceTypes: readonly string[]): Promise<object> => {
    const { templateId } = await rehearsed.ports.pools.read(rehearsed.fleetId);
    const LaunchTemplateSpecification = { LaunchTemplateId: templateId, Version: "$Latest" };
    const Overrides = instanceTypes.map((InstanceType) => ({ InstanceType }));
    return { MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification, Overrides } } };
  };

  it("gives the fleet the types and subnets of the on-demand base, once", async () => {
    await declare({ ...(await mixed("m7g.large", "m6g.large")), VPCZoneIdentifier: "subnet-b,subnet-c" });
    expect(await types(false)).to.deep.equal({
      exitCode: exitCodes.done,
      report: {
        stack: "staging",
        changed: true,
        instanceTypes: { added: ["m6g.large"], removed: [] },
        subnetIds: { added: ["subnet-c"], removed: ["subnet-a"] },
      },
      text: "Changed; instances that are there stay. To replace those that no longer fit: npm run cli -- fleet roll",
    });
    expect(model.said).to.deep.equal([
      "The fleet gets what pulumi up gave to the on-demand base:",
      "  + types m6g.large",
      "  + subnets subnet-c",
      "  - subnets subnet-a",
    ]);
    expect(model.questions).to.deep.equal(["Change the fleet's types and subnets?"]);
    expect(await types()).to.deep.equal({
      exitCode: exitCodes.done,
      report: { stack: "staging", changed: false },
      text: "The fleet has the declared types and subnets; nothing to do.",
    });
  });

  it("takes no empty list over", async () => {
    expect(await stop(types())).to.deep.equal([
      exitCodes.refused,
      "no-types",
      "The on-demand base has no instance types to take over. Deploy first: pulumi up",
    ]);
  });
});
