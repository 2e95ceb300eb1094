import type { CommandResult } from "../../cli/run-command";
import { type HttpLoad, startHttpLoad } from "../load/http-load";
import type { Rehearsal } from "../rehearsal";
import { rehearse } from "./rehearse";
import { isRollSound, type RollFigures, rollReport, rollText } from "./roll-report";
import type { Scenario } from "./scenario";
import type { RunStep } from "./steps";

/** A launch of a minute takes six seconds; much faster, the start of a process would no longer be short beside it. */
const clockFactor = 10;
const requestsPerSecond = 100;
/** From launch to an instance that takes tasks, by the region's clock; AWS takes a minute or two. */
const launchLagMs = 60_000;
const newAmi = "ami-0123456789abcdef0";
const newTypes = ["m5", "m5a", "m5d", "m5n", "m6a", "m6i", "m6id", "m6in", "m7a", "m7i"].map((one) => `${one}.large`);

/** Six tasks on three spot instances and one on-demand instance, each of which holds two. */
const config = {
  "switchyard:deregistrationDelaySeconds": 30,
  "switchyard:fleet": { targetCapacity: 3, onDemandBaseSize: 1 },
  "switchyard:services": {
    web: { path: "/*", port: 8080, cpu: 256, memory: 3600, healthPath: "/health", count: { min: 6, max: 12 } },
  },
};

/** A new image and other instance types reach the instances under load, by the command that people type. */
export const roll: Scenario = {
  name: "roll",
  summary:
    "replace every instance by new ones under load, with Ctrl-C in the middle; other instance types for the fleet",
  run: async (options) => {
    const setUp = { config, clockFactor, launchLagMs };
    const facts = { clockFactor, ...(await rehearse(options, setUp, rollUnderLoad)) };
    return { report: rollReport(facts), text: rollText(facts), ok: isRollSound(facts) };
  },
};

const rollUnderLoad = async (rehearsal: Rehearsal, step: RunStep): Promise<RollFigures> => {
  await step("Deploy the active colour: pulumi up", async () => {
    await rehearsal.pulumi.setConfig({ path: "green.capacity", value: "off" });
    return rehearsal.up();
  });
  await step("Wait until every node of the load balancer answers", () => rehearsal.untilServing());
  const before = idsOf(rehearsal);
  const http = startLoad(rehearsal);
  await step("A new image: pulumi up, which replaces nothing", async () => {
    await rehearsal.pulumi.setConfig({ path: "fleet.amiId", value: newAmi });
    return rehearsal.up();
  });
  const keptByUpdate = idsOf(rehearsal).filter((id) => before.includes(id)).length;
  const interrupted = await step("fleet roll, Ctrl-C at the first drain", () => rollUntilDrain(rehearsal));
  const startedAt = performance.now();
  const resumed = await step("fleet roll again", () => rollCli(rehearsal));
  const rollSeconds = (performance.now() - startedAt) / 1000;
  const again = await step("fleet roll once more", () => rollCli(rehearsal));
  await step("Other types: pulumi up", async () => {
    const types = newTypes.map((type, index) => [`fleet.instanceTypes[${index}]`, type]);
    await rehearsal.pulumi.setPlainConfig(Object.fromEntries(types));
    return rehearsal.up();
  });
  const types = await step("fleet types", () => rehearsal.pulumi.cli(["fleet", "types", "--yes", "--json"]));
  const pools = Object.values(rehearsal.region.state.ec2.spotFleets)[0]?.config.LaunchTemplateConfigs?.[0]?.Overrides;
  await step("Stop the load", () => http.stop());
  const after = instancesOf(rehearsal);
  const destroyedAt = performance.now();
  await step("Destroy: pulumi destroy", () => rehearsal.destroy());
  return {
    requests: http.samples.length,
    failed: http.samples.filter(({ ok }) => !ok).length,
    instances: before.length,
    keptByUpdate,
    exitCodes: [interrupted, resumed, again, types].map(({ exitCode }) => exitCode),
    replaced: before.filter((id) => !after.some(({ instanceId }) => instanceId === id)).length,
    newImages: after.filter(({ imageId }) => imageId === newAmi).length,
    instancesAfter: after.length,
    drains: drainsOf(rehearsal),
    fleetTypes: new Set(pools?.map(({ InstanceType }) => InstanceType)).size,
    rollSeconds,
    destroySeconds: (performance.now() - destroyedAt) / 1000,
  };
};

const startLoad = (rehearsal: Rehearsal): HttpLoad => {
  const http = startHttpLoad({ url: rehearsal.appUrl(), requestsPerSecond });
  rehearsal.onClose(() => http.stop());
  return http;
};

const instancesOf = ({ region }: Rehearsal) =>
  Object.values(region.state.ec2.instances).filter(({ state }) => state === "running" || state === "pending");

const idsOf = (rehearsal: Rehearsal): readonly string[] => instancesOf(rehearsal).map(({ instanceId }) => instanceId);

const rollCli = ({ pulumi }: Rehearsal): Promise<CommandResult> => pulumi.cli(["fleet", "roll", "--yes", "--json"]);

const rollUntilDrain = ({ pulumi }: Rehearsal): Promise<CommandResult> => {
  let processId: number | undefined;
  return pulumi.cli(["fleet", "roll", "--yes", "--json"], {
    onStart: (pid) => {
      processId = pid;
    },
    onLine: ({ text }) => {
      if (processId !== undefined && text.startsWith("  draining")) process.kill(processId, "SIGINT");
    },
  });
};

/** How often each container instance was set to DRAINING. */
const drainsOf = ({ region }: Rehearsal): readonly number[] => {
  const counts = new Map<string, number>();
  for (const { operation, error, input } of region.calls) {
    const { status, containerInstances = [] } = input as { status?: string; containerInstances?: string[] };
    if (operation !== "UpdateContainerInstancesState" || status !== "DRAINING" || error !== undefined) continue;
    for (const arn of containerInstances) counts.set(arn, (counts.get(arn) ?? 0) + 1);
  }
  return [...counts.values()];
};
