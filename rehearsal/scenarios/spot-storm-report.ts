import { fewestRequests, type StormFigures } from "./measure-storm";
import type { RehearsalEnd } from "./rehearse";

/** Everything that the spot-storm scenario found out. */
export interface SpotStormFacts extends RehearsalEnd {
  readonly clockFactor: number;
  /** The delay that the local region's load balancer was set to, by the region's clock. */
  readonly propagationDelayMs: number;
  readonly drained: StormFigures;
  readonly undrained: StormFigures;
  /** What functions said that failed; they may, as long as everything was drained in time. */
  readonly functionErrors: readonly string[];
}

/** The last ones of a function that keeps failing say enough. */
const shownErrors = 3;

/** The object of `--json`. */
export const spotStormReport = ({
  clockFactor,
  drained,
  undrained,
}: SpotStormFacts): Readonly<Record<string, unknown>> => {
  const { requests, failed, drainingWithinMs, deadlineMissed, tasksMoved } = drained;
  return {
    scenario: "spot-storm",
    clockFactor,
    drained: { requests, failed, drainingWithinMs, deadlineMissed, tasksMoved },
    undrained: { requests: undrained.requests, failed: undrained.failed },
    ...(drained.threads === undefined ? {} : { threads: drained.threads }),
  };
};

/** Whether everything held that the scenario promises, the counter-proof included. */
export const isSpotStormSound = ({ drained, undrained, leftovers }: SpotStormFacts): boolean =>
  drained.failed === 0 &&
  drained.deadlineMissed === 0 &&
  drained.drainingWithinMs !== null &&
  drained.tasksMoved > 0 &&
  areToldOnce(drained) &&
  undrained.failed > 0 &&
  [drained, undrained].every(({ requests }) => requests >= fewestRequests) &&
  leftovers === 0;

/** Two threads about one instance are a fault; how many came, and how soon, is told: no drain depends on it. */
const areToldOnce = ({ threads }: StormFigures): boolean => threads === undefined || threads.doubled === 0;

/** The same for people. */
export const spotStormText = (facts: SpotStormFacts): string => {
  const { drained, undrained, clockFactor } = facts;
  const row = (title: string, cell: (figures: StormFigures) => string): string =>
    `  ${title.padEnd(34)}${cell(drained).padStart(12)}${cell(undrained).padStart(14)}`;
  const number = (value: number): string => value.toLocaleString("en");
  return [
    "",
    isSpotStormSound(facts)
      ? `A third of the spot instances was taken, twice, and no request noticed. ${facts.seconds.toFixed(0)} s in all.`
      : "Something did not hold; the figures below say what.",
    "",
    `  ${"".padEnd(34)}${"drained".padStart(12)}${"rules off".padStart(14)}`,
    row("requests", ({ requests }) => number(requests)),
    row("failed", ({ failed }) => number(failed)),
    row("instances taken", ({ interrupted }) => number(interrupted)),
    row("DRAINING after the notice, at most", ({ drainingWithinMs }) =>
      drainingWithinMs === null ? "never" : `${(drainingWithinMs / 1000).toFixed(1)} s`,
    ),
    row("tasks moved in time", ({ tasksMoved }) => number(tasksMoved)),
    row("tasks lost with their instance", ({ tasksKilled }) => number(tasksKilled)),
    row("threads in Slack, each with its end", ({ threads }) => (threads === undefined ? "" : `${threads.ended}`)),
    row("told after the notice, at most", ({ threads }) =>
      typeof threads?.startWithinMs === "number" ? `${(threads.startWithinMs / 1000).toFixed(1)} s` : "",
    ),
    "",
    `  Clock: the region's runs ${clockFactor} times as fast as this machine's, and so do notices, launches, health checks,`,
    "  deregistration delays, stop timeouts and the drain function. Starting a process and answering a request don't:",
    `  both count ${clockFactor} times as long as they take.`,
    `  Set in the model: nodes of the load balancer hear within ${facts.propagationDelayMs / 1000} s that a target is gone.`,
    `  Left behind: ${facts.leftovers}.`,
    ...facts.functionErrors.slice(-shownErrors).map((error) => `  A function failed: ${error}`),
  ].join("\n");
};
