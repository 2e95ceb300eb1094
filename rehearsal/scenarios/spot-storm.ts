import { type HttpLoad, startHttpLoad } from "../load/http-load";
import type { Rehearsal } from "../rehearsal";
import { measureStorms, type StormFigures } from "./measure-storm";
import { rehearse } from "./rehearse";
import type { Scenario } from "./scenario";
import { isSpotStormSound, type SpotStormFacts, spotStormReport, spotStormText } from "./spot-storm-report";
import type { RunStep } from "./steps";

/**
 * Two minutes of notice pass in 24 seconds. Much faster, the start of a process would no longer be short beside them; much
 * slower, nobody would wait for the four storms.
 */
const clockFactor = 5;
const requestsPerSecond = 100;
/** From launch to an instance that takes tasks, by the region's clock; AWS takes a minute or two. */
const launchLagMs = 60_000;
/**
 * How long load balancers go on sending to targets that are gone, by the region's clock; measured on AWS in
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2366.
 */
const propagationDelayMs = 17_000;

/** Nine tasks, two of which fit on an instance of 8 GiB, so that all six spot instances have some; delays as by default. */
const config = {
  "switchyard:deregistrationDelaySeconds": 45,
  "switchyard:fleet": { targetCapacity: 6, onDemandBaseSize: 1 },
  "switchyard:services": {
    web: { path: "/*", port: 8080, cpu: 256, memory: 3600, healthPath: "/health", count: { min: 9, max: 18 } },
  },
};

/** Spot instances are taken back under load, with and without the drain function. */
export const spotStorm: Scenario = {
  name: "spot-storm",
  summary: "take a third of the spot instances back under load, twice; then the same with the drain rules off",
  run: async (options) => {
    const setUp = { config, clockFactor, launchLagMs, propagationDelayMs };
    const facts: SpotStormFacts = {
      clockFactor,
      propagationDelayMs,
      ...(await rehearse(options, setUp, weatherStorms)),
    };
    return { report: spotStormReport(facts), text: spotStormText(facts), ok: isSpotStormSound(facts) };
  },
};

const weatherStorms = async (rehearsal: Rehearsal, step: RunStep) => {
  await step("Deploy the active colour: pulumi up", async () => {
    await rehearsal.pulumi.setConfig({ path: "green.capacity", value: "off" });
    return rehearsal.up();
  });
  await step("Wait until every node of the load balancer answers", () => rehearsal.untilServing());
  const http = await step(`Start the load: ${requestsPerSecond} requests a second`, async () => startLoad(rehearsal));
  const { region, signal } = rehearsal;
  const measure = () => measureStorms({ region, http, signal });
  const told = () => measureStorms({ region, http, signal, slack: rehearsal.slack });
  const drained = await step("Take a third of the spot instances back, twice", told, describe);
  await step("Turn the drain rules off", () => disableRules(rehearsal));
  const functionErrors = rehearsal.functionErrors();
  const undrained = await step("Take a third of the spot instances back, twice", measure, describe);
  await step("Stop the load", () => http.stop());
  await step("Destroy: pulumi destroy", () => rehearsal.destroy());
  return { drained, undrained, functionErrors };
};

const startLoad = (rehearsal: Rehearsal): HttpLoad => {
  const http = startHttpLoad({ url: rehearsal.appUrl(), requestsPerSecond });
  rehearsal.onClose(() => http.stop());
  return http;
};

const disableRules = async ({ region }: Rehearsal): Promise<void> => {
  for (const Name of Object.keys(region.state.events.rules)) await region.call("events", "DisableRule", { Name });
};

const describe = ({ requests, failed, tasksMoved, tasksKilled }: StormFigures): string =>
  `${requests.toLocaleString("en")} requests, ${failed} failed; ${tasksMoved} tasks moved, ${tasksKilled} lost`;
