import { median } from "../bench/median";
import type { ConsumptionFigures } from "./measure-consumption";
import type { RehearsalEnd } from "./rehearse";

/** Everything that the scenario found out. */
export interface WorkersFacts extends ConsumptionFigures, RehearsalEnd {
  readonly messages: number;
  readonly flips: number;
  /** Messages that were delivered to a second worker on purpose. */
  readonly duplicated: number;
  /** Workers ended by SIGKILL in the middle of messages. */
  readonly killed: number;
  /** Workers that stood still for longer than their lease. */
  readonly paused: number;
}

/** Whether everything held that a worker promises. */
export const isWorkersSound = (facts: WorkersFacts): boolean =>
  facts.lost + facts.effectsTwice + facts.receivedWithoutLease + facts.leftovers === 0 &&
  facts.handoversMs.length >= facts.flips &&
  facts.redelivered > 0;

/** The one JSON object. */
export const workersReport = ({ handoversMs, seconds, ...facts }: WorkersFacts) => ({
  scenario: "workers",
  ...facts,
  handoverMs: { shortest: Math.min(...handoversMs), median: median(handoversMs), longest: Math.max(...handoversMs) },
  seconds: Number(seconds.toFixed(1)),
});

/** The same for people. */
export const workersText = (facts: WorkersFacts): string => {
  const count = (value: number): string => value.toLocaleString("en").padStart(9);
  const lines: readonly (readonly [string, string])[] = [
    ["messages", count(facts.messages)],
    ["flips", count(facts.flips)],
    ["delivered again", count(facts.redelivered)],
    ["workers killed, stopped", `${count(facts.killed)}, ${facts.paused}`],
    ["lost", count(facts.lost)],
    ["effects twice", count(facts.effectsTwice)],
    ["receives", count(facts.receives)],
    ["without the lease", count(facts.receivedWithoutLease)],
    [
      "declared to first receive",
      `${count(Math.round(median(facts.handoversMs)))} ms, longest ${Math.max(...facts.handoversMs).toLocaleString("en")} ms`,
    ],
    ["left behind", count(facts.leftovers)],
  ];
  return ["", ...lines.map(([name, value]) => `  ${name.padEnd(26)}${value}`), ""].join("\n");
};
