import { setTimeout as sleep } from "node:timers/promises";
import type { Color } from "../../cutover/plan-weights";
import { createReceipt, type Receipt } from "../../cutover/receipt";
import type { HttpLoad } from "../load/http-load";
import type { WebSocketLoad } from "../load/websocket-load";
import type { Rehearsal } from "../rehearsal";

/** The figures of one cutover, as `--json` gives them; all of them measured but the model's. */
export interface CutoverFigures {
  readonly requests: number;
  readonly failed: number;
  /** From the acknowledged rule change to the first answer of the new colour; null where none came. */
  readonly firstNewMs: number | null;
  /** From the acknowledged rule change to the last answer of the old colour; null where none came after it. */
  readonly lastOldMs: number | null;
  /** The delay that the local region's load balancer was set to. */
  readonly modelPropagationMs: number;
  /** From the start to the end of `pulumi up`. */
  readonly updateSeconds: number;
  /** Connections open since before the first cutover. */
  readonly websocketsKept: number;
}

/** One cutover, measured. */
export interface MeasuredCutover {
  readonly figures: CutoverFigures;
  readonly receipt: Receipt;
}

/** What runs while a cutover is measured. */
export interface Traffic {
  readonly http: HttpLoad;
  readonly sockets: WebSocketLoad;
}

/** How long the receipt goes on after the model's load balancer has converged, in milliseconds. */
const settleMs = 1_000;

/** What is measured, and for how long. */
export interface MeasureOptions {
  /** The colour that the config gives everything to. */
  readonly to: Color;
  /** Goes on until so many requests have ended. @default 5000 */
  readonly fewestRequests?: number;
}

/** Runs `pulumi up` under traffic and measures what clients noticed, from before the update to after the convergence. */
export const measureCutover = async (
  rehearsal: Rehearsal,
  traffic: Traffic,
  { to, fewestRequests = 5_000 }: MeasureOptions,
): Promise<MeasuredCutover> => {
  const { region } = rehearsal;
  const modelPropagationMs = region.state.elbv2.propagation.delayMs;
  const firstSample = traffic.http.samples.length;
  const firstCall = region.calls.length;
  const update = await rehearsal.up();
  const change = region.calls.slice(firstCall).findLast(({ operation }) => operation === "ModifyRule");
  if (change === undefined) throw new Error("pulumi up changed no listener rule.");
  const isComplete = (): boolean =>
    traffic.http.samples.length - firstSample >= fewestRequests &&
    Date.now() > change.at + modelPropagationMs + settleMs;
  while (!isComplete()) await sleep(100, undefined, { signal: rehearsal.signal });

  const receipt = createReceipt({ samples: traffic.http.samples.slice(firstSample), changedAt: change.at, to });
  return {
    receipt,
    figures: {
      requests: receipt.requests,
      failed: receipt.failed,
      firstNewMs: rounded(receipt.firstNewMs),
      lastOldMs: rounded(receipt.lastOldMs),
      modelPropagationMs,
      updateSeconds: Math.round(update.durationMs / 10) / 100,
      websocketsKept: traffic.sockets.kept(),
    },
  };
};

const rounded = (milliseconds: number | null): number | null =>
  milliseconds === null ? null : Math.round(milliseconds);
