import { formatCutoverNote } from "../cutover/cutover-note";
import { planRamp, type RampPlan, type RampStallReason } from "../cutover/plan-ramp";
import { planReadBack } from "../cutover/plan-read-back";
import { rampIn, withRamp } from "../cutover/ramp-note";
import { Stop } from "./outcome";
import { noteOf, type RampRun } from "./ramp-run";
import { sign, takeStep, updateAllowance } from "./ramp-step";
import { readAlarms } from "./read-alarms";
import { type Live, readLive, tryWriteNote } from "./read-live";
import { forget, forgetServed, takeBack } from "./take-back";

/** How a ramp ended. */
export type RampEnd =
  | { readonly kind: "done" }
  | { readonly kind: "taken-back"; readonly reason: "alarm" | "cancelled"; readonly alarms: readonly string[] }
  /** It had to be taken back, and that didn't work. */
  | {
      readonly kind: "not-back";
      readonly reason: "alarm" | "cancelled";
      readonly alarms: readonly string[];
      readonly problem: string;
    }
  /** It stays where it is until somebody decides. */
  | { readonly kind: "stalled"; readonly reason: RampStallReason | "step-failed"; readonly problem: string }
  /** Somebody else cut over meanwhile: what is live now is theirs. */
  | { readonly kind: "taken-over" };

/** Milliseconds: between two looks, between two signs of life, and how long the next one may take. */
const pace = { look: 2_000, sign: 5_000, allowance: 20_000 } as const;

/** Does what the plan says until the ramp is over. */
export const driveRamp = async (run: RampRun, completing: number | undefined): Promise<RampEnd> => {
  try {
    await sign(await readLive(run.aws), run, updateAllowance);
    if (completing !== undefined) await takeStep(run, completing);
    for (;;) {
      const plan = planRamp(factsOf(run));
      const end = await follow(run, plan);
      if (end !== undefined) return end;
    }
  } catch (error) {
    return await afterFailure(run, error);
  }
};

const factsOf = (run: RampRun) => {
  const { settings, ports, live, liveSince, ordered, alarms } = run;
  const now = ports.clock.now();
  const facts = { ...settings, now, live, liveSince, alarms, isCancelled: ports.signal.aborted, drivenAt: now };
  return ordered === undefined ? facts : { ...facts, ordered };
};

/** Undefined while it goes on. */
const follow = async (run: RampRun, plan: RampPlan): Promise<RampEnd | undefined> => {
  switch (plan.kind) {
    case "shift":
      await takeStep(run, plan.percent);
      return (await watch(run)) ?? tellBaking(run);
    case "wait":
      await run.ports.clock.sleep(Math.min(pace.look, Math.max(1, plan.until - run.ports.clock.now())));
      return look(run);
    case "done":
      await forgetServed(run);
      return { kind: "done" };
    case "abort":
      return abort(run, plan);
    case "stalled":
      return stall(run, plan.reason, stallTexts[plan.reason]);
  }
};

/** What the note promised for the update is too long for a watch: whoever dies from here on is missed soon. */
const watch = (run: RampRun): Promise<RampEnd | undefined> => {
  run.notedAt = 0;
  return look(run);
};

const tellBaking = ({ ports, request, live, settings }: RampRun): undefined => {
  ports.say(`${live} % on ${request.to}, read back; now ${settings.bakeSeconds} s under watch.`);
};

/** Looks at alarms and load balancer, and gives a sign of life. */
const look = async (run: RampRun): Promise<RampEnd | undefined> => {
  const [alarms, live] = await Promise.all([
    readAlarms(run.aws, run.watched),
    readLive(run.aws).catch(() => undefined),
  ]);
  run.alarms = alarms;
  if (live === undefined) return undefined;
  if (isTakenOver(run, live)) {
    await forget(run);
    return { kind: "taken-over" };
  }
  const percent = percentOf(run, live);
  if (percent !== run.live) {
    run.live = percent;
    run.liveSince = run.ports.clock.now();
  }
  if (run.ports.clock.now() - run.notedAt >= pace.sign) await sign(live, run, pace.allowance);
  return undefined;
};

/** Another cutover has other weights, and leaves no ramp in the note; another driver leaves its own there. */
const isTakenOver = (run: RampRun, { record, note, noteProblem }: Live): boolean => {
  const { id, ordered, request, isNoted, formerId } = run;
  if (ordered !== undefined && record.weights[request.to] !== ordered.percent) return true;
  if (noteProblem !== undefined) return false;
  const found = rampIn(note)?.id;
  return found === undefined ? isNoted : found !== id && found !== formerId;
};

/** What every rule does; what was ordered is told from anything else by a number that nobody orders. */
const percentOf = ({ request }: RampRun, { record, rules }: Live): number => {
  const reads = planReadBack(record, rules);
  return reads.every(({ kind }) => kind === "as-declared") ? record.weights[request.to] : -1;
};

const abort = async (run: RampRun, plan: RampPlan & { kind: "abort" }): Promise<RampEnd> => {
  const { reason, alarms } = plan;
  run.ports.say(`${reason === "alarm" ? `ALARM: ${alarms.join(", ")}` : "Interrupted"}; taking everything back.`);
  const problem = await takeBack(run, plan);
  return problem === undefined ? { kind: "taken-back", reason, alarms } : { kind: "not-back", reason, alarms, problem };
};

/** A step that failed under Ctrl-C was interrupted; any other leaves the requests where they are. */
const afterFailure = async (run: RampRun, error: unknown): Promise<RampEnd> => {
  if (run.ports.signal.aborted) return abort(run, { kind: "abort", reason: "cancelled", alarms: [] });
  if (run.steps.length === 0 && run.live === 0 && error instanceof Stop) {
    await forget(run);
    throw error;
  }
  return stall(run, "step-failed", error instanceof Error ? error.message : String(error));
};

const stall = async (run: RampRun, reason: RampStallReason | "step-failed", problem: string): Promise<RampEnd> => {
  const live = await readLive(run.aws).catch(() => undefined);
  if (live?.noteProblem === undefined && live !== undefined) {
    const stalled = problem.split("\n")[0] ?? problem;
    const note = { ...noteOf(run, run.ports.clock.now(), 0), percent: run.live, stalled };
    await tryWriteNote(run.aws, formatCutoverNote(withRamp(live.note, note)));
  }
  return { kind: "stalled", reason, problem };
};

const stallTexts: Readonly<Record<RampStallReason, string>> = {
  "not-driven": "nobody drives it any more",
  "not-read-back": "the load balancer doesn't do what was ordered",
  "alarms-unknown": "CloudWatch doesn't tell what the alarms say",
  "alarms-missing": "a colour has no alarm",
};
