import type { CommandResult } from "../../cli/run-command";
import { type Color, otherColor } from "../../cutover/plan-weights";
import type { HttpLoad } from "../load/http-load";
import type { RehearsedCase } from "./case-scenario";
import type { CrashPoint } from "./crash-points";
import { type Recovery, recover } from "./recover";
import { type CaseReport, configure } from "./refusal-case";
import type { Stage, WeightPair } from "./stage";
import { Victim } from "./victim";

/** Lets a flip to the colour that doesn't serve die at a point, then does what an operator is told to, and looks. */
export const crashCase = (point: CrashPoint): RehearsedCase => ({
  name: point.name,
  run: async (stage, load) => {
    const before = await lookAt(stage, load);
    const to = otherColor(before.active);
    const victim = new Victim();
    const disarm = point.arm(stage, victim);
    await start(stage, point, { to, victim });
    await victim.gone();
    disarm();
    const left = await lookAt(stage, load);
    const recovery = await recover(stage.rehearsal.pulumi, {
      again: () => again(stage, point, to),
      isHalfway: point.left.rules !== "before" && point.left.declared === "before",
    });
    const after = await lookAt(stage, load);
    const problems = [
      ...(victim.isHit ? [] : ["the point was never reached"]),
      ...leftProblems(left, point, { before, to }),
      ...recovery.problems,
      ...endProblems(after, to),
      ...(after.messages - before.messages === point.messages
        ? []
        : [`${after.messages - before.messages} messages instead of ${point.messages}`]),
    ];
    return reportOf(point.name, { before, after, problems, load, recovery });
  },
});

const start = async (
  stage: Stage,
  { command = "up" }: CrashPoint,
  { to, victim }: { readonly to: Color; readonly victim: Victim },
): Promise<void> => {
  const { pulumi } = stage.rehearsal;
  if (command === "up") await configure(stage, to);
  await (command === "up" ? pulumi.up(victim.watch) : pulumi.cli(["flip", to, "--yes"], victim.watch));
};

const again = ({ rehearsal: { pulumi } }: Stage, { command = "up" }: CrashPoint, to: Color): Promise<CommandResult> =>
  command === "up" ? pulumi.up() : pulumi.cli(["flip", to, "--yes"]);

/** What there is at one moment. */
interface Look {
  readonly active: Color;
  readonly rules: Readonly<Record<string, WeightPair>>;
  readonly declared: WeightPair;
  /** The colour that the frontend's pointer names. */
  readonly pointer: Color;
  readonly messages: number;
  readonly locks: number;
  /** Requests that had ended by then. */
  readonly requests: number;
}

const lookAt = async (stage: Stage, load: HttpLoad): Promise<Look> => {
  await stage.readRecord();
  const { weights, ruleArns } = stage.declared;
  const rules = await Promise.all(
    Object.keys(ruleArns).map(async (name): Promise<[string, WeightPair]> => [name, await stage.weights(name)]),
  );
  return {
    active: weights.green > weights.blue ? "green" : "blue",
    rules: Object.fromEntries(rules),
    declared: [weights.blue, weights.green],
    pointer: await stage.pointerColor(),
    messages: stage.rehearsal.slack.messages.length,
    locks: (await stage.rehearsal.pulumi.locks()).length,
    requests: load.samples.length,
  };
};

const allOn = (color: Color): WeightPair => (color === "blue" ? [100, 0] : [0, 100]);

const isSame = (one: WeightPair, other: WeightPair): boolean => String(one) === String(other);

/** Whether the crash was where it was meant to be. */
const leftProblems = (
  { rules, declared, pointer }: Look,
  { left }: CrashPoint,
  { before, to }: { readonly before: Look; readonly to: Color },
): readonly string[] => {
  const moved = allOn(to);
  const isAt = (weights: WeightPair, place: CrashPoint["left"]["rules"]): boolean =>
    (place !== "after" && isSame(weights, before.declared)) || (place !== "before" && isSame(weights, moved));
  return [
    ...Object.entries(rules).flatMap(([name, weights]) =>
      isAt(weights, left.rules) ? [] : [`the crash left ${name} at ${weights.join("/")}`],
    ),
    ...(isAt(declared, left.declared) ? [] : [`the crash left a record of ${declared.join("/")}`]),
    ...(isAt(allOn(pointer), left.pointer) ? [] : [`the crash left the frontend with ${pointer}`]),
  ];
};

const endProblems = ({ rules, declared, pointer, locks }: Look, to: Color): readonly string[] => {
  const wanted = allOn(to);
  return [
    ...Object.entries(rules).flatMap(([name, weights]) =>
      isSame(weights, wanted) ? [] : [`${name} is at ${weights.join("/")}`],
    ),
    ...(isSame(declared, wanted) ? [] : [`declared is ${declared.join("/")}`]),
    ...(pointer === to ? [] : [`the frontend is with ${pointer}`]),
    ...(locks === 0 ? [] : ["the stack is still locked"]),
  ];
};

interface CrashFacts {
  readonly before: Look;
  readonly after: Look;
  readonly problems: readonly string[];
  readonly load: HttpLoad;
  readonly recovery: Recovery;
}

const reportOf = (name: string, { before, after, problems, load, recovery }: CrashFacts): CaseReport => {
  const samples = load.samples.slice(before.requests);
  const failedRequests = samples.filter(({ ok }) => !ok).length;
  return {
    name,
    ok: problems.length === 0 && failedRequests === 0,
    refused: recovery.refusals.length > 0,
    reason: [...recovery.refusals, ...problems].join("; "),
    weightsBefore: before.rules["web"] ?? [0, 0],
    weightsAfter: after.rules["web"] ?? [0, 0],
    requests: samples.length,
    failedRequests,
  };
};
