import { formatCutoverNote } from "../cutover/cutover-note";
import { shares } from "../cutover/message-parts";
import { planReadBack, type ServiceReadBack } from "../cutover/plan-read-back";
import type { Weights } from "../cutover/plan-weights";
import { quoted } from "../cutover/pulumi-command";
import { rampIn, withRamp } from "../cutover/ramp-note";
import type { CutoverContext } from "./cutover-context";
import { exitCodes, Stop } from "./outcome";
import { isStackLocked } from "./plan-update-failure";
import { type Live, readLive, tryWriteNote } from "./read-live";
import type { CommandResult } from "./run-command";

/** How long a changed rule may take to be read back, and how often it is looked at. Milliseconds. */
const watch = { total: 60_000, pause: 500 } as const;

/** Waits until every rule does what was asked for; stops where one doesn't. */
export const watchWeights = async ({ aws, plan, ports }: CutoverContext): Promise<void> => {
  const giveUpAt = ports.clock.now() + watch.total;
  for (;;) {
    const reads = await readLive(aws).then(
      (live) => readBack(live, plan.weights),
      () => undefined,
    );
    if (reads?.every(isAsDeclared)) return;
    if (ports.clock.now() + watch.pause > giveUpAt || ports.signal.aborted) throw notReadBack(reads);
    await ports.clock.sleep(watch.pause);
  }
};

const readBack = ({ record, rules }: Live, weights: Weights): readonly ServiceReadBack[] =>
  planReadBack({ ...record, weights }, rules);

const isAsDeclared = ({ kind }: ServiceReadBack): boolean => kind === "as-declared";

const notReadBack = (reads: readonly ServiceReadBack[] | undefined): Stop =>
  new Stop(
    exitCodes.failed,
    "not-read-back",
    `pulumi up succeeded, but ${reads === undefined ? "AWS doesn't say what is live" : `the load balancer does something else: ${described(reads)}`}. See: npm run cli -- status`,
  );

/** After an update that failed: says how far it came, and takes the announcement back where nothing happened. */
export const settleFailure = async (context: CutoverContext, result: CommandResult): Promise<never> => {
  const { live, aws, plan, ports } = context;
  const ended = ports.signal.aborted ? "was interrupted" : `ended with exit code ${result.exitCode}`;
  const now = await readLive(aws).catch(() => undefined);
  if (now === undefined)
    throw new Stop(exitCodes.failed, "unknown", `pulumi up ${ended}, and AWS doesn't say what is live. ${next}`);
  const isUntouched = readBack(now, live.record.weights).every(isAsDeclared);
  if (isUntouched || isLocked(result)) {
    await withdraw(context, now);
    if (isLocked(result)) throw locked(context, result);
    const exitCode = ports.signal.aborted ? exitCodes.interrupted : exitCodes.refused;
    throw new Stop(exitCode, "update-refused", `pulumi up ${ended}; no request moved.\n${errorLines(result)}`);
  }
  const reads = readBack(now, plan.weights);
  const isThere = reads.every(isAsDeclared);
  throw new Stop(
    exitCodes.failed,
    "halfway",
    `pulumi up ${ended} ${isThere ? "after the load balancer followed" : `halfway: ${described(reads)}`}. ` +
      `The config says ${shares(plan.weights)}; the same command again completes it.\n${errorLines(result)}`,
  );
};

/** Takes back who asked, and that a ramp is over; what an update of somebody else's has marked meanwhile stays. */
const withdraw = async ({ live, aws }: CutoverContext, now: Live): Promise<void> => {
  if (live.noteProblem !== undefined || now.noteProblem !== undefined) return;
  const { id, requestedBy, approvedBy, rolledBackFrom } = live.note;
  const note = { ...now.note, id, requestedBy, approvedBy, rolledBackFrom };
  await tryWriteNote(aws, formatCutoverNote(withRamp(note, rampIn(live.note))));
};

const isLocked = ({ stdout, stderr }: CommandResult): boolean => isStackLocked(`${stdout}${stderr}`);

const locked = ({ stack, ports }: CutoverContext, { stdout, stderr }: CommandResult): Stop =>
  new Stop(
    ports.signal.aborted ? exitCodes.interrupted : exitCodes.refused,
    "locked",
    [
      "Another update holds the stack, or was killed and has left its lock; this one has changed nothing.",
      ...lockLines(`${stdout}${stderr}`),
      "Wait for it; or, once that process is surely gone, remove the lock and repeat the same command:",
      `  pulumi cancel --yes --stack ${quoted(stack.stack)}`,
    ].join("\n"),
  );

/** Whose lock it is: `  file:///…/lock.json: created by ann@laptop (pid 7) at 2026-…`. Pulumi Cloud doesn't say. */
const lockLines = (text: string): readonly string[] =>
  text
    .split("\n")
    .filter((line) => /created by .* \(pid \d+\)/.test(line))
    .map((line) => `  ${line.trim()}`);

const next = "See it with: npm run cli -- status. The config is as asked for; the same command again completes it.";

const described = (reads: readonly ServiceReadBack[]): string =>
  reads.map((read) => `${read.service} ${"weights" in read ? shares(read.weights) : read.kind}`).join("; ");

/** The lines of Pulumi's output that say why. */
export const errorLines = ({ stdout, stderr }: CommandResult): string => {
  const lines = `${stdout}${stderr}`.split("\n").map((line) => line.trim());
  const start = lines.findIndex((line) => /^Diagnostics:/.test(line));
  const end = lines.findIndex((line, index) => index > start && /^(Resources|Outputs|Duration):/.test(line));
  const found =
    start === -1 ? lines.filter((line) => /^error:/i.test(line)) : lines.slice(start + 1, end === -1 ? undefined : end);
  return found.filter((line) => line !== "").join("\n");
};
