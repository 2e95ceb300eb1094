import type { RampAlarm, RampSettings } from "../cutover/plan-ramp";
import type { Switch } from "../cutover/plan-way-back";
import { type Color, otherColor, planWeights, type Weights } from "../cutover/plan-weights";
import type { RampNote } from "../cutover/ramp-note";
import type { CutoverRequest } from "./cutover-context";
import type { ColorAlarm } from "./plan-alarms";
import type { CutoverTargets } from "./plan-targets";
import type { AwsPorts, CliPorts } from "./ports";
import type { Stack } from "./read-stack";

/** One percent that was reached. */
export interface RampStep {
  readonly percent: number;
  /** ISO 8601: when the update began. */
  readonly orderedAt: string;
  /** ISO 8601: when every rule did it. */
  readonly liveAt: string;
  /** The version that AWS gave the record. */
  readonly cutoverId: number;
}

/** A ramp under way. What changes is what the driver has seen and done. */
export interface RampRun {
  readonly id: string;
  readonly request: CutoverRequest;
  readonly settings: RampSettings;
  readonly aws: AwsPorts;
  readonly ports: CliPorts;
  readonly targets: CutoverTargets;
  readonly watched: readonly ColorAlarm[];
  /** Before the first step. */
  readonly weightsBefore: Weights;
  readonly startedAt: number;
  /** With the switch as it is configured now. */
  stack: Stack;
  /** Percent on the standby, as read back. */
  live: number;
  /** Epoch milliseconds. */
  liveSince: number;
  ordered: { readonly percent: number; readonly at: number } | undefined;
  alarms: readonly RampAlarm[];
  /** Of the ramp that the note spoke of before, whose driver may live. */
  readonly formerId: string | undefined;
  /** The last sign of life in the note, epoch milliseconds. */
  notedAt: number;
  /** Whether the note has had this ramp in it. */
  isNoted: boolean;
  readonly steps: RampStep[];
  /** The digits that override one stop; used up by the first update. */
  override: string | undefined;
}

/** The switch for a percent on the colour that a ramp goes to; with 100 that colour is the active one. */
export const switchFor = (to: Color, percent: number): Switch =>
  percent === 100 ? { activeColor: to, shift: 0 } : { activeColor: otherColor(to), shift: percent };

/** The weights for a percent on the colour that a ramp goes to. */
export const weightsFor = (to: Color, percent: number): Weights => planWeights(otherColor(to), percent);

/** What the ramp says of itself. @param allowedMs - until the next sign of life */
export const noteOf = (
  { id, request, settings, live, ordered }: RampRun,
  now: number,
  allowedMs: number,
): RampNote => ({
  id,
  to: request.to,
  steps: settings.steps,
  bakeSeconds: settings.bakeSeconds,
  percent: ordered?.percent ?? live,
  drivenAt: now,
  dueAt: now + allowedMs,
  stalled: null,
});
