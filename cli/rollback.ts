import { imageText, type RolledBack } from "../cutover/cutover-note";
import { parseHistory } from "../cutover/parse-history";
import { type Color, otherColor, type Weights } from "../cutover/plan-weights";
import { cutOver } from "./cut-over";
import type { CutoverRequest } from "./cutover-context";
import { exitCodes, type Outcome, Stop } from "./outcome";
import { type NoSuchRollback, planRollbackTo } from "./plan-rollback-to";
import type { CliPorts } from "./ports";
import { readLive } from "./read-live";
import { readStack, type Stack } from "./read-stack";

/** What `rollback` is asked for. */
export interface RollbackArguments {
  /** An update's number in `history`. @default the newest that succeeded with the other colour active */
  readonly number?: number;
  readonly yes: boolean;
}

/** Back to the other colour as it last served; in the middle of a ramp, all requests to the active colour. */
export const rollback = async (args: RollbackArguments, ports: CliPorts): Promise<Outcome> => {
  const stack = await readStack(ports.pulumi, ports.region);
  const { record } = await readLive(ports.aws({ ...stack, aws: stack.config.aws }));
  const active = record.activeColor ?? heavier(record.weights);
  const isRamp = record.weights[otherColor(active)] > 0;
  if (isRamp && args.number === undefined) return cutOver(stack, endRamp(stack, active, args.yes), ports);
  return cutOver(stack, await fromHistory(stack, active, { args, ports }), ports);
};

const heavier = ({ blue, green }: Weights): Color => (green > blue ? "green" : "blue");

const endRamp = (stack: Stack, active: Color, yes: boolean): CutoverRequest => ({
  verb: "Roll back",
  to: active,
  rolledBackFrom: takenBack(stack, otherColor(active)),
  yes,
});

/** What leaves service, as the config has it. */
const takenBack = ({ config }: Stack, color: Color): RolledBack => ({
  color,
  image: imageText(config.colors[color].images),
});

const fromHistory = async (
  stack: Stack,
  active: Color,
  { args, ports }: { readonly args: RollbackArguments; readonly ports: CliPorts },
): Promise<CutoverRequest> => {
  const history = parseHistory(await ports.pulumi.history(), stack.project);
  const { number } = args;
  const facts = { history, live: active, configured: stack.config.entries };
  const plan = planRollbackTo({ ...facts, ...(number === undefined ? {} : { number }) });
  if (plan.kind === "no-such-rollback") throw refused(plan, active);
  if (plan.kind === "no-rollback") throw nothingToGoBackTo(plan.reason, active);
  ports.say(`Back to ${plan.to} as it was active after the update of ${plan.endTime} (${plan.position} updates ago).`);
  return {
    verb: "Roll back",
    to: plan.to,
    rolledBackFrom: takenBack(stack, active),
    yes: args.yes,
    ...(plan.isInstant ? {} : { entry: asEntry(plan.entry) }),
  };
};

const asEntry = (entry: unknown): Readonly<Record<string, unknown>> => {
  if (typeof entry === "object" && entry !== null) return { ...entry };
  throw new Stop(
    exitCodes.refused,
    "no-entry",
    "The history doesn't say what that colour ran. Set its entry by hand, deploy it, then flip.",
  );
};

const reasons: Readonly<Record<NoSuchRollback["reason"], string>> = {
  "unknown-number": "there is no such update, only",
  "not-an-update": "it is no update but",
  "not-succeeded": "it didn't succeed but is",
  "same-color": "its active colour is",
};

const refused = ({ number, reason, found }: NoSuchRollback, active: Color): Stop =>
  new Stop(
    exitCodes.refused,
    reason,
    `Can't roll back to ${number}: ${reasons[reason]} ${found}. Allowed: updates that succeeded with ${otherColor(active)} active, ` +
      "see npm run cli -- history",
  );

const nothingToGoBackTo = (reason: string, active: Color): Stop =>
  new Stop(
    exitCodes.refused,
    reason,
    reason === "no-succeeded-update"
      ? "There is nothing to roll back to: no update of this stack has succeeded yet."
      : `There is nothing to roll back to: ${otherColor(active)} has never been active. Allowed: npm run cli -- flip ${otherColor(active)}`,
  );
