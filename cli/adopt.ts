import { imageText } from "../cutover/cutover-note";
import { shares } from "../cutover/message-parts";
import { parameterNames } from "../cutover/parameter-names";
import { planLiveTruth } from "../cutover/plan-live-truth";
import type { Switch } from "../cutover/plan-way-back";
import { planWeights } from "../cutover/plan-weights";
import { readLiveTruth } from "../cutover/read-live-truth";
import { announce, notInState } from "./cut-over";
import { type CutoverContext, configure, undo } from "./cutover-context";
import { exitCodes, type Outcome, Stop } from "./outcome";
import { planCutoverTargets, targetUrns } from "./plan-targets";
import { type AwsPorts, type CliPorts, patience } from "./ports";
import { previewAllowed } from "./preview-allowed";
import { readLive } from "./read-live";
import { readStack, type Stack } from "./read-stack";
import { requireConfirmation } from "./require-confirmation";
import { settleFailure, watchWeights } from "./settle";

/** Has config and record say what the load balancer does since somebody changed it by hand. No request moves. */
export const adopt = async ({ yes }: { readonly yes: boolean }, ports: CliPorts): Promise<Outcome> => {
  const stack = await readStack(ports.pulumi, ports.region);
  const aws = ports.aws({ ...stack, aws: stack.config.aws });
  const live = await readLive(aws);
  const found = await findAdoptable(stack, aws);
  if (found === undefined) return nothingToDo(stack);
  const { activeColor, shift } = stack.config;
  const context: CutoverContext = {
    ...{ stack, live, aws, ports },
    request: { verb: "Adopt", to: found.activeColor, yes },
    plan: {
      kind: "cut-over",
      weights: planWeights(found.activeColor, found.shift),
      flip: { ...found },
      undo: { activeColor, shift },
    },
  };
  try {
    return await carryOut(context, found);
  } catch (error) {
    if (!(error instanceof Stop && error.exitCode === exitCodes.failed)) await undo(context);
    throw error;
  }
};

/** Undefined where nobody has changed anything by hand. */
const findAdoptable = async ({ config }: Stack, aws: AwsPorts): Promise<Switch | undefined> => {
  const facts = await readLiveTruth(aws, AbortSignal.timeout(patience));
  const images = { blue: imageText(config.colors.blue.images), green: imageText(config.colors.green.images) };
  const weights = planWeights(config.activeColor, config.shift);
  const truth = planLiveTruth({ ...facts, config: { weights, images }, override: undefined });
  if (truth.kind !== "stop" || truth.stop.kind !== "live-differs") return undefined;
  if (truth.stop.adopt !== undefined) return truth.stop.adopt;
  throw new Stop(
    exitCodes.refused,
    "not-adoptable",
    "What the load balancer does can't be adopted, since no activeColor and shift say it. See what it does with " +
      "`npm run cli -- status`; to have it follow the config instead, repeat `npm run cli -- flip`: it prints the override.",
  );
};

const nothingToDo = ({ stack }: Stack): Outcome => ({
  exitCode: exitCodes.done,
  report: { stack, kind: "nothing-to-do" },
  text: `Nobody has changed the load balancer of ${stack} by hand; nothing to adopt.`,
});

const carryOut = async (context: CutoverContext, { activeColor, shift }: Switch): Promise<Outcome> => {
  const { stack, live, ports, plan } = context;
  const targetsPlan = planCutoverTargets(stack, live.record, parameterNames(stack).declared);
  if (targetsPlan.kind === "missing") throw notInState(targetsPlan.what);
  const targets = targetUrns(targetsPlan.targets);
  await configure(context, plan.flip);
  const intent = { targets: targetsPlan.targets, groupArns: live.record.groupArns, weights: plan.weights };
  await previewAllowed({ ...stack, targets, intent }, ports);
  ports.say(`Adopt what the load balancer of ${stack.stack} does:`);
  ports.say(`  declared  ${shares(live.record.weights)}  ->  ${shares(plan.weights)}, as it is live`);
  ports.say(`  config    activeColor ${activeColor}, shift ${shift}; no request moves`);
  await requireConfirmation(`Have config and record of ${stack.stack} say so?`, context.request.yes, ports);
  await announce(context);
  const result = await ports.pulumi.update({ targets, message: `Adopt, requested by ${ports.operator}` });
  if (result.exitCode !== 0) return settleFailure(context, result);
  await watchWeights(context);
  const commit = `git commit -m 'Adopt what is live on ${stack.stack}' -- Pulumi.${stack.stack}.yaml`;
  return {
    exitCode: exitCodes.done,
    report: { stack: stack.stack, kind: "done", activeColor, shift, weights: plan.weights, commit },
    text: `Config and record say what is live: ${shares(plan.weights)}.\nCommit it:  ${commit}`,
  };
};
