import { formatCutoverNote } from "../cutover/cutover-note";
import { withRamp } from "../cutover/ramp-note";
import { type CutoverContext, configure, undo } from "./cutover-context";
import { formatPreview } from "./format-cutover";
import { exitCodes, Stop } from "./outcome";
import { targetUrns } from "./plan-targets";
import { previewAllowed } from "./preview-allowed";
import { noteOf, type RampRun, switchFor, weightsFor } from "./ramp-run";
import { type Live, readLive, tryWriteNote } from "./read-live";
import { settleFailure, watchWeights } from "./settle";

/** An update waits a minute for a gate and as long for AWS; then somebody should look. Milliseconds. */
export const updateAllowance = 5 * 60_000;

/** Has so many percent of the requests go to the colour, checks it in a preview before, and reads it back. */
export const takeStep = async (run: RampRun, percent: number): Promise<void> => {
  const { ports, targets, aws } = run;
  const context = await contextFor(run, percent);
  const { live, plan } = context;
  await configure(context, plan.flip);
  try {
    const intent = { targets, groupArns: live.record.groupArns, weights: plan.weights };
    const { override } = run;
    const urns = targetUrns(targets);
    const updates = await previewAllowed({ ...run.stack, targets: urns, intent, override }, ports);
    for (const line of formatPreview(context, updates)) ports.say(line);
    run.ordered = { percent, at: ports.clock.now() };
    await announce(run, context);
    run.override = undefined;
    const overriding = override === undefined ? {} : { override };
    const result = await ports.pulumi.update({ targets: urns, message: messageOf(run, percent), ...overriding });
    if (result.exitCode !== 0) await settleFailure(context, result);
    await watchWeights(context);
  } catch (error) {
    // Where requests have moved, or might have, the config stays as asked for: the same command then completes it.
    if (!(error instanceof Stop && error.exitCode === exitCodes.failed)) await undo(context);
    throw error;
  }
  const now = ports.clock.now();
  const { id } = await readLive(aws);
  const orderedAt = new Date(run.ordered.at).toISOString();
  run.steps.push({ percent, orderedAt, liveAt: new Date(now).toISOString(), cutoverId: id });
  run.stack = withSwitch(run, percent);
  run.live = percent;
  run.liveSince = now;
};

/** A cutover to a part of the requests, as the functions for whole ones take it. */
export const contextFor = async (run: RampRun, percent: number): Promise<CutoverContext> => {
  const { stack, aws, ports, request } = run;
  const { activeColor, shift } = stack.config;
  const flip = { ...switchFor(request.to, percent) };
  const weights = weightsFor(request.to, percent);
  const plan = { kind: "cut-over", weights, flip, undo: { activeColor, shift } } as const;
  return { stack, live: await readLive(aws), aws, ports, request, plan };
};

const withSwitch = ({ stack, request }: RampRun, percent: number): RampRun["stack"] => ({
  ...stack,
  config: { ...stack.config, ...switchFor(request.to, percent) },
});

/** Says who asks and how far the ramp is, before anything happens. */
const announce = async (run: RampRun, { live }: CutoverContext): Promise<void> => {
  const { ports } = run;
  const note = { ...live.note, id: live.id + 1, requestedBy: ports.operator, approvedBy: null };
  await sign({ ...live, note }, run, updateAllowance);
};

/** Gives a sign of life. @param allowedMs - until the next one */
export const sign = async ({ note, noteProblem }: Live, run: RampRun, allowedMs: number): Promise<void> => {
  if (noteProblem !== undefined) return;
  run.notedAt = run.ports.clock.now();
  const text = formatCutoverNote(withRamp(note, noteOf(run, run.notedAt, allowedMs)));
  if ((await tryWriteNote(run.aws, text)) === undefined) run.isNoted = true;
};

const messageOf = ({ request, ports }: RampRun, percent: number): string =>
  `${request.verb} to ${request.to}: ${percent} %, requested by ${ports.operator}`;
