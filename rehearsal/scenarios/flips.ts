import { type Color, otherColor } from "../../cutover/plan-weights";
import { startHttpLoad } from "../load/http-load";
import { startWebSocketLoad } from "../load/websocket-load";
import type { Rehearsal } from "../rehearsal";
import { areFlipsSound, type FlipsFacts, flipsReport, flipsText } from "./flips-report";
import { type CutoverFigures, measureCutover, type Traffic } from "./measure-cutover";
import { rehearse } from "./rehearse";
import type { Scenario } from "./scenario";
import type { RunStep } from "./steps";
import { watchCapacity } from "./watch-capacity";

const requestsPerSecond = 220;
const webSockets = 20;
const flipCount = 20;
const slowFlipCount = 2;
/** Far above what anybody has reported of a load balancer, in milliseconds. */
const slowPropagationMs = 60_000;

/** Many cutovers one after the other, then some with a load balancer that follows late. */
export const flips: Scenario = {
  name: "flips",
  summary: `${flipCount} alternating flips under load, then ${slowFlipCount} with a load balancer that follows a minute late`,
  run: async (options) => {
    const facts: FlipsFacts = await rehearse(options, {}, flipOften);
    return { report: flipsReport(facts), text: flipsText(facts), ok: areFlipsSound(facts) };
  },
};

const flipOften = async (rehearsal: Rehearsal, step: RunStep): Promise<Omit<FlipsFacts, "leftovers" | "seconds">> => {
  await step("Deploy both colours: pulumi up", () => rehearsal.up());
  await step("Wait until every node of the load balancer answers", () => rehearsal.untilServing());
  const traffic = await step(`Start the load: ${requestsPerSecond} requests a second, ${webSockets} WebSockets`, () =>
    startTraffic(rehearsal),
  );
  const capacity = watchCapacity(rehearsal.region);
  rehearsal.onClose(async () => capacity.stop());
  const healthyBefore = capacity.fewestHealthy();
  const loadStartedAt = performance.now();
  const fast = await alternate(rehearsal, { step, traffic, count: flipCount });
  rehearsal.region.observe({ kind: "propagation-delay-set", milliseconds: slowPropagationMs });
  const slowFlips = await alternate(rehearsal, { step, traffic, count: slowFlipCount });
  const loadSeconds = (performance.now() - loadStartedAt) / 1000;
  const websocketsOpened = traffic.sockets.opened;
  const slackMessages = rehearsal.slack.messages.length;
  capacity.stop();
  await step("Stop the load", () => Promise.all([traffic.http.stop(), traffic.sockets.stop()]));
  const { samples } = traffic.http;
  await step("Destroy: pulumi destroy", () => rehearsal.destroy());
  return {
    ...{ flips: fast, slowFlips, websocketsOpened, slackMessages, healthyBefore },
    requests: samples.length,
    failed: samples.filter(({ ok }) => !ok).length,
    requestsPerSecond: Math.floor(samples.length / loadSeconds),
    fewestHealthy: capacity.fewestHealthy(),
    shrinkingCalls: capacity.shrinkingCalls(),
  };
};

interface Alternation {
  readonly step: RunStep;
  readonly traffic: Traffic;
  readonly count: number;
}

/** From whatever colour the config is on. */
const alternate = async (
  rehearsal: Rehearsal,
  { step, traffic, count }: Alternation,
): Promise<readonly CutoverFigures[]> => {
  const found: CutoverFigures[] = [];
  for (let number = 1; number <= count; number += 1) {
    // Both counts are even, so that each round begins on blue.
    const to: Color = number % 2 === 1 ? otherColor("blue") : "blue";
    await rehearsal.pulumi.setPlainConfig({ activeColor: to });
    const { figures } = await step(
      `Flip ${number} of ${count}, to ${to}: pulumi up`,
      () => measureCutover(rehearsal, traffic, { to, fewestRequests: 1 }),
      describeFlip,
    );
    found.push(figures);
  }
  return found;
};

const describeFlip = ({ figures }: { readonly figures: CutoverFigures }): string =>
  `${figures.requests.toLocaleString("en")} requests, ${figures.failed} failed, last old answer after ${figures.lastOldMs} ms`;

const startTraffic = async (rehearsal: Rehearsal): Promise<Traffic> => {
  const url = rehearsal.appUrl();
  const sockets = await startWebSocketLoad({ url: url.replace(/^http/, "ws"), connections: webSockets });
  const http = startHttpLoad({ url, requestsPerSecond });
  rehearsal.onClose(() => Promise.all([http.stop(), sockets.stop()]));
  return { http, sockets };
};
