import { type Color, colors } from "./plan-weights";

/** How a ramp goes on. */
export interface RampSettings {
  /** Percent of the requests on the standby, ascending; what follows the last one is 100. */
  readonly steps: readonly number[];
  /** How long each percent, 100 too, has to go well. */
  readonly bakeSeconds: number;
  /** How long anything that is only waited for may take: the read-back of a shift, alarms that say nothing, a sign of life. */
  readonly patienceSeconds: number;
}

/** An alarm about one colour's target groups. */
export interface RampAlarm {
  readonly name: string;
  readonly color: Color;
  /** As CloudWatch tells it; `silent` where it wasn't told. */
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA" | "silent";
}

/** What is known of a ramp at one moment; times are epoch milliseconds. */
export interface RampFacts extends RampSettings {
  readonly now: number;
  /** Percent on the standby, read back from the load balancer. */
  readonly live: number;
  /** Since when. */
  readonly liveSince: number;
  /** The last shift that was ordered; absent before the first. */
  readonly ordered?: { readonly percent: number; readonly at: number };
  readonly alarms: readonly RampAlarm[];
  /** Ctrl-C, or a command to stop. */
  readonly isCancelled: boolean;
  /** The last sign of life of whoever drives the ramp. */
  readonly drivenAt: number;
}

/** Why a ramp stands still though nothing rings. */
export type RampStallReason =
  | "not-driven"
  | "not-read-back"
  | "alarms-unknown"
  /** A colour without any alarm would go well whatever happens. */
  | "alarms-missing";

/** The next act; to abort is to take everything from the standby at once. */
export type RampPlan =
  | { readonly kind: "shift"; readonly percent: number }
  | { readonly kind: "wait"; readonly reason: "baking" | "not-read-back" | "alarms-unknown"; readonly until: number }
  | { readonly kind: "abort"; readonly reason: "alarm" | "cancelled"; readonly alarms: readonly string[] }
  | { readonly kind: "stalled"; readonly reason: RampStallReason }
  | { readonly kind: "done" };

/**
 * Decides how a ramp goes on. An alarm aborts at every percent, also one that rang before the ramp: it can't tell whether
 * the standby made things worse. What isn't known never leads forward.
 */
export const planRamp = (facts: RampFacts): RampPlan => {
  const ringing = facts.alarms.filter(({ state }) => state === "ALARM").map(({ name }) => name);
  if (ringing.length > 0) return { kind: "abort", reason: "alarm", alarms: ringing };
  if (facts.isCancelled) return { kind: "abort", reason: "cancelled", alarms: [] };
  return obstacleOf(facts) ?? stepOf(facts);
};

const obstacleOf = (facts: RampFacts): RampPlan | undefined => {
  const { now, live, ordered, alarms, drivenAt, patienceSeconds } = facts;
  const patience = patienceSeconds * 1000;
  if (now - drivenAt > patience) return { kind: "stalled", reason: "not-driven" };
  if (ordered !== undefined && ordered.percent !== live) return waitFor("not-read-back", ordered.at + patience, now);
  if (!colors.every((color) => alarms.some((alarm) => alarm.color === color))) {
    return { kind: "stalled", reason: "alarms-missing" };
  }
  if (!alarms.every((alarm) => isKnown(alarm, live))) {
    return waitFor("alarms-unknown", facts.liveSince + facts.bakeSeconds * 1000 + patience, now);
  }
  return undefined;
};

const waitFor = (reason: "not-read-back" | "alarms-unknown", until: number, now: number): RampPlan =>
  now > until ? { kind: "stalled", reason } : { kind: "wait", reason, until };

/** A colour without requests has no data. */
const isKnown = ({ state }: RampAlarm, live: number): boolean =>
  state === "OK" || (state === "INSUFFICIENT_DATA" && (live === 0 || live === 100));

const stepOf = ({ now, live, liveSince, steps, bakeSeconds }: RampFacts): RampPlan => {
  const bakedAt = liveSince + bakeSeconds * 1000;
  if (live > 0 && now < bakedAt) return { kind: "wait", reason: "baking", until: bakedAt };
  if (live >= 100) return { kind: "done" };
  return { kind: "shift", percent: steps.find((percent) => percent > live) ?? 100 };
};
