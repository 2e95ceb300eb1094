import { emptyCutoverNote, formatCutoverNote } from "../cutover/cutover-note";
import { parameterNames } from "../cutover/parameter-names";
import { planReadBack } from "../cutover/plan-read-back";
import { otherColor, type Weights } from "../cutover/plan-weights";
import { withRamp } from "../cutover/ramp-note";
import { type CutoverContext, type CutoverRequest, configure, undo } from "./cutover-context";
import { followFrontend } from "./follow-frontend";
import { formatPreview, formatReceipt, type ReceiptFacts } from "./format-cutover";
import { exitCodes, type Outcome, Stop } from "./outcome";
import { planCutover } from "./plan-cutover";
import { planCutoverTargets, targetUrns } from "./plan-targets";
import type { CliPorts } from "./ports";
import { previewAllowed } from "./preview-allowed";
import { sayLowered, withRaisedBounds } from "./raise-bounds";
import { type Live, readLive, tryWriteNote } from "./read-live";
import type { Stack } from "./read-stack";
import { requireConfirmation } from "./require-confirmation";
import { settleFailure, watchWeights } from "./settle";
import { warmUp } from "./warm-up";

/** Previews, checks, asks, warms where needed, updates, reads back. Where it is refused, the config is set back. */
export const cutOver = async (stack: Stack, request: CutoverRequest, ports: CliPorts): Promise<Outcome> => {
  const aws = ports.aws({ ...stack, aws: stack.config.aws });
  const live = await readLive(aws);
  const plan = planCutover(request, { ...stack.config, config: stack.config, ...seenBy(stack, live) });
  if (plan.kind === "nothing-to-do") {
    return (await followFrontend(stack, request, ports)) ?? nothingToDo(stack, request);
  }
  const context = { stack, live, aws, ports, request, plan };
  try {
    return await carryOut(context);
  } catch (error) {
    // Where requests have moved, or might have, the config stays as asked for: the same command then completes it.
    if (!(error instanceof Stop && error.exitCode === exitCodes.failed)) await undo(context);
    throw error;
  }
};

const seenBy = ({ config }: Stack, { record, rules }: Live) => {
  const reads = planReadBack(record, rules);
  const isAsDeclared = reads.every(({ kind }) => kind === "as-declared");
  return {
    capacity: { blue: config.colors.blue.capacity, green: config.colors.green.capacity },
    declared: record.weights,
    live: isAsDeclared ? record.weights : undefined,
  };
};

const nothingToDo = ({ stack }: Stack, { to }: CutoverRequest): Outcome => ({
  exitCode: exitCodes.done,
  report: { stack, kind: "nothing-to-do", to },
  text: `${to} has all requests of ${stack} already; nothing to do.`,
});

const carryOut = async (context: CutoverContext): Promise<Outcome> => {
  const { stack, live, ports, plan, request } = context;
  const startedAt = ports.clock.now();
  const targetsPlan = planCutoverTargets(stack, live.record, parameterNames(stack).declared);
  if (targetsPlan.kind === "missing") throw notInState(targetsPlan.what);
  const { targets } = targetsPlan;
  await configure(context, { ...plan.warm, ...plan.flip });
  const intent = { targets, groupArns: live.record.groupArns, weights: plan.weights };
  const { override } = request;
  const updates = await previewAllowed({ ...stack, targets: targetUrns(targets), intent, override }, ports);
  const previewedAt = ports.clock.now();
  for (const line of formatPreview(context, updates)) ports.say(line);
  if (plan.warm === undefined) await sayLowered(context);
  await requireConfirmation(
    `${context.request.verb} ${stack.stack} to ${context.request.to}?`,
    context.request.yes,
    ports,
  );
  const isWarming = plan.warm !== undefined;
  if (plan.warm !== undefined) await warmUp(context, plan.warm);
  const update = () => updateTargets(context, targetUrns(targets));
  const updated = await withRaisedBounds({ ...context, isWarming }, update);
  return receipt(context, {
    updates,
    ...(updated.announcement === undefined ? {} : { announcement: updated.announcement }),
    seconds: {
      preview: (previewedAt - startedAt) / 1000,
      update: (updated.endedAt - updated.startedAt) / 1000,
      total: (updated.endedAt - startedAt) / 1000,
    },
  });
};

const updateTargets = async (context: CutoverContext, targets: readonly string[]) => {
  const { ports, request } = context;
  const announcement = await announce(context);
  const startedAt = ports.clock.now();
  const override = request.override === undefined ? {} : { override: request.override };
  const result = await ports.pulumi.update({ targets, message: messageOf(context), ...override });
  if (result.exitCode !== 0) return settleFailure(context, result);
  await watchWeights(context);
  return { announcement, startedAt, endedAt: ports.clock.now() };
};

/** The resources of a cutover are not all there yet. */
export const notInState = (what: readonly string[]): Stop =>
  new Stop(
    exitCodes.refused,
    "not-in-state",
    `Pulumi's state doesn't know ${what.join(", ")}, which the load balancer has. Complete the deployment first: pulumi up`,
  );

const messageOf = ({ request, ports }: CutoverContext): string =>
  `${request.verb} to ${request.to}, requested by ${ports.operator}`;

/** Says who asked before anything happens, so that the notification can name them. Returns what went wrong. */
export const announce = ({ live, aws, request, ports }: CutoverContext): Promise<string | undefined> => {
  if (live.noteProblem !== undefined) return Promise.resolve(live.noteProblem);
  const { rolledBackFrom = live.note.rolledBackFrom } = request;
  const note = { ...live.note, id: live.id + 1, requestedBy: ports.operator, approvedBy: null, rolledBackFrom };
  // Whoever drives a ramp sees by this that it is over.
  return tryWriteNote(aws, formatCutoverNote(withRamp(note, undefined)));
};

const receipt = async (
  context: CutoverContext,
  facts: Pick<ReceiptFacts, "updates" | "seconds" | "announcement">,
): Promise<Outcome> => {
  const { live, request, plan, aws, stack } = context;
  const now = await readLive(aws).catch((): Live => ({ ...live, note: emptyCutoverNote, noteProblem: "not answered" }));
  // What was rolled back and serves again on purpose is good enough to serve once more.
  if (now.note.rolledBackFrom?.color === request.to && now.noteProblem === undefined) {
    await tryWriteNote(aws, formatCutoverNote({ ...now.note, rolledBackFrom: null }));
  }
  return formatReceipt(context, {
    ...facts,
    before: weightsBefore(live),
    after: plan.weights,
    id: now.id,
    notified: notifiedText(now, stack),
    versions: { from: stack.config.colors[otherColor(request.to)].version, to: versionOf(context) },
  });
};

const weightsBefore = ({ record }: Live): Weights => record.weights;

const notifiedText = ({ note, id, noteProblem }: Live, { config }: Stack): string => {
  if (!config.hasSlack) return "nobody, no channel is configured";
  if (noteProblem !== undefined) return "unknown";
  return note.notified === id ? "told" : "not told";
};

const versionOf = ({ request, stack }: CutoverContext): string =>
  String(request.entry?.["version"] ?? stack.config.colors[request.to].version);
