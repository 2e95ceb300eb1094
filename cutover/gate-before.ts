import { setTimeout as sleep } from "node:timers/promises";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsSessionSettings } from "../clients/aws-session";
import { awaitOutput } from "./await-output";
import { errorText } from "./error-text";
import type { GateSubject } from "./gate-facts";
import { peerSubjects, subjectFacts } from "./gate-peers";
import { createBeforeFlipPorts, createGatePorts } from "./gate-ports";
import { GateRound } from "./gate-round";
import { type BeforeFlipSurroundings, judgeBeforeFlip } from "./judge-before-flip";
import { orAborted } from "./or-aborted";
import { beforeFlipParameter, type StackName } from "./parameter-names";
import { type GateSurroundings, goingAlone, type Judgement, judge, settle } from "./pass-gate";
import { type Color, colors, type Weights } from "./plan-weights";
import type { BeforeFlip } from "./run-before-flip";

/** What the component that makes the rule knows of it. */
export interface GatedRule {
  readonly service: string;
  /** The fewest tasks of a colour. */
  readonly floor: number;
  readonly clusterArn: pulumi.Output<string>;
  readonly groupArns: Readonly<Record<Color, pulumi.Output<string>>>;
  readonly ecsServices: Readonly<Record<Color, pulumi.Output<string>>>;
  /** What runs before an image gets requests. @default nothing */
  readonly beforeFlip?: Omit<BeforeFlip, "logGroup"> & { readonly logGroup: pulumi.Output<string> };
}

/** What all gates of a program share. */
export interface GateArgs extends StackName {
  readonly releases: Readonly<Record<Color, { readonly images: Readonly<Record<string, string>> }>>;
  readonly aws: AwsSessionSettings;
  /** The colour that was declared active, undefined where nobody knows. */
  readonly activeBefore: Color | undefined;
  readonly isPreview: boolean;
  /** How long a gate waits for what may go away by itself. @default 60 */
  readonly gateWaitSeconds?: number;
  /** The gates of all rules of this update. @default each rule is judged by itself */
  readonly round?: GateRound;
  /** @default the machine's clock */
  readonly clock?: GateSurroundings["clock"];
}

/** What the engine hands to a hook, as far as it matters here. */
export type BeforeHookArgs = Pick<pulumi.ResourceHookArgs, "id" | "newInputs" | "oldInputs">;

const machineClock: GateSurroundings["clock"] = {
  now: Date.now,
  sleep,
  after: (milliseconds) => AbortSignal.timeout(milliseconds),
};

/** How long the outputs of what the rule stands on may take; in an update they are there, in a preview maybe never. */
const outputPatience = 5_000;

/** Runs before a weighted rule is updated. Throws where its weights must stay as they are; other changes are let through. */
export const gateBefore = async (
  hook: BeforeHookArgs,
  args: GateArgs & { readonly rule: GatedRule },
  warn: (line: string) => void,
): Promise<void> => {
  const { isPreview, rule, clock = machineClock } = args;
  const signal = clock.after(outputPatience);
  try {
    const cluster = await orAborted(signal, awaitOutput(rule.clusterArn));
    const facts = await orAborted(signal, subjectFacts(rule, args));
    const known = weightsIn(hook.oldInputs, facts.groupArns);
    const wanted = weightsIn(hook.newInputs, facts.groupArns);
    if (known.blue === wanted.blue && known.green === wanted.green) return;
    await pass({ ...facts, ruleArn: hook.id, known, wanted }, args, { cluster, signal, clock, warn });
  } catch (error) {
    if (!isPreview) throw error;
    warn(`${rule.service}: this preview can't say whether its gate would open: ${String(error)}`);
  }
};

interface Moment extends Pick<GateSurroundings, "clock" | "warn"> {
  readonly cluster: string;
  /** Aborts when outputs and the record have had their time. */
  readonly signal: AbortSignal;
}

const pass = async (subject: GateSubject, args: GateArgs, { cluster, signal, ...moment }: Moment): Promise<void> => {
  const { aws, isPreview, project, stack, round = new GateRound(), gateWaitSeconds } = args;
  const surroundings = {
    ports: createGatePorts({ aws, clusterArn: cluster }),
    tasks: createBeforeFlipPorts(aws, beforeFlipParameter({ project, stack })),
    names: { project, stack, cluster },
    isPreview,
    ...moment,
    ...(gateWaitSeconds === undefined ? {} : { waitingMs: gateWaitSeconds * 1000 }),
  };
  const all = await round.judge(subject.service, async (others) => {
    const peers = others.length === 0 ? [] : await knownPeers(subject, others, { args, signal, warn: moment.warn });
    return judgeAll([subject, ...peers], surroundings);
  });
  const judgement = all.has(subject.service) ? all : await judgeAll([subject], surroundings);
  try {
    settle(subject, judgement, surroundings);
  } catch (refusal) {
    const alone = goingAlone(judgement);
    if (alone.length > 0) await round.untilPassed(alone, moment.clock);
    throw refusal;
  }
  round.pass(subject.service);
};

const judgeAll = async (
  subjects: readonly GateSubject[],
  surroundings: GateSurroundings & Pick<BeforeFlipSurroundings, "tasks">,
): Promise<Judgement> => judgeBeforeFlip(await judge(subjects, surroundings), subjects, surroundings);

/** Where the record isn't answered, an operator has overridden just that: no service must wait for the others then. */
const knownPeers = (
  subject: GateSubject,
  others: readonly GatedRule[],
  { warn, ...asked }: Pick<Moment, "signal" | "warn"> & { readonly args: GateArgs },
): Promise<readonly GateSubject[]> =>
  peerSubjects(subject, others, asked).catch((error: unknown) => {
    warn(
      `${subject.service}: each gate looks at its own service only, since the others can't be found: ${errorText(error)}`,
    );
    return [];
  });

/** The weights in a rule's inputs; a group that isn't there has none. */
const weightsIn = (inputs: unknown, groupArns: Readonly<Record<Color, string>>): Weights => {
  const groups = [inputs]
    .flatMap((rule) => listAt(rule, "actions"))
    .flatMap((action) => listAt(fieldOf(action, "forward"), "targetGroups"));
  const [blue = 0, green = 0] = colors.map((color) => {
    const weight = fieldOf(
      groups.find((group) => fieldOf(group, "arn") === groupArns[color]),
      "weight",
    );
    return typeof weight === "number" ? weight : 0;
  });
  return { blue, green };
};

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;

const listAt = (value: unknown, key: string): readonly unknown[] => {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? list : [];
};
