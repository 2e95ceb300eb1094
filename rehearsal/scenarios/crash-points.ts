import type { Fault } from "../region/faults";
import type { Stage } from "./stage";
import type { Victim } from "./victim";

/** How far something is that a flip changes. */
type Progress = "before" | "after" | "either";

/** A boundary between two steps of a flip, and what a process that dies there leaves behind. */
export interface CrashPoint {
  readonly name: string;
  /** What dies. @default `pulumi up` */
  readonly command?: "up" | "flip";
  /** Plants what kills at this point; returns what takes it away again. */
  readonly arm: (stage: Stage, victim: Victim) => () => void;
  /** Whether the rules, the record and the frontend's pointer had moved by then; rules that move at the same time may be anywhere. */
  readonly left: { readonly rules: Progress; readonly declared: Progress; readonly pointer: Progress };
  /** Messages of this cutover in the end. */
  readonly messages: 0 | 1;
}

type Moment = "before" | "after";

/** Dies when a call arrives, which AWS then never sees, or when it has taken effect and its answer is lost. */
const atCall =
  (call: Pick<Fault, "service" | "operation">, moment: Moment, parameter?: "declared" | "cutover") =>
  (stage: Stage, { kill }: Victim): (() => void) =>
    plant(stage, {
      ...call,
      ...(parameter === undefined ? {} : { matches: namesParameter(stage, parameter) }),
      effect: { kind: "meanwhile", [moment]: kill },
    });

const plant = ({ rehearsal: { region } }: Stage, fault: Fault): (() => void) => region.faults.plant(fault);

const namesParameter =
  ({ parameterNames }: Stage, parameter: "declared" | "cutover") =>
  (input: unknown): boolean =>
    typeof input === "object" && input !== null && "Name" in input && input.Name === parameterNames[parameter];

const gateQuestion = { service: "elbv2", operation: "DescribeTargetHealth" } as const;
const ruleChange = { service: "elbv2", operation: "ModifyRule" } as const;
const read = { service: "ssm", operation: "GetParameter" } as const;
const write = { service: "ssm", operation: "PutParameter" } as const;
const pointerWrite = { service: "cloudfront-keyvaluestore", operation: "PutKey" } as const;
const boundsChange = { service: "application-autoscaling", operation: "RegisterScalableTarget" } as const;

/** One rule has moved and its answer is back; the other one's change never arrives. */
const betweenRules = (stage: Stage, { kill }: Victim): (() => void) => {
  const { region } = stage.rehearsal;
  const since = region.calls.length;
  const hasMoved = async (): Promise<boolean> =>
    region.calls.slice(since).some(({ operation }) => operation === ruleChange.operation);
  let arrived = 0;
  const before = async (): Promise<void> => {
    arrived += 1;
    if (arrived === 1) return;
    await stage.until("one of two rules has moved", hasMoved);
    await kill();
  };
  return plant(stage, { ...ruleChange, effect: { kind: "meanwhile", before } });
};

/** Dies when Slack is about to store the message, or has stored it. */
const atSlack =
  (moment: Moment) =>
  ({ rehearsal: { slack } }: Stage, { kill }: Victim): (() => void) => {
    slack.misbehave({ kind: "meanwhile", [moment]: kill });
    return () => slack.misbehave({ kind: "none" });
  };

/** The hook gets its answer and is done; the engine, which has been stopped meanwhile, never hears of it. */
const beforeStateIsSaved = ({ rehearsal: { slack } }: Stage, { freeze }: Victim): (() => void) => {
  slack.misbehave({ kind: "meanwhile", after: freeze });
  return () => slack.misbehave({ kind: "none" });
};

const nothing = { rules: "before", declared: "before", pointer: "before" } as const;
const someRules = { ...nothing, rules: "either" } as const;
const rulesOnly = { ...nothing, rules: "after" } as const;
const backend = { ...rulesOnly, declared: "after" } as const;
const everything = { ...backend, pointer: "after" } as const;

/** Where `pulumi up` dies. */
const updatePoints: readonly CrashPoint[] = [
  { name: "killed before anything is declared", arm: atCall(read, "before", "declared"), left: nothing, messages: 1 },
  { name: "killed in the gate", arm: atCall(gateQuestion, "before"), left: nothing, messages: 1 },
  { name: "killed before a rule's change is sent", arm: atCall(ruleChange, "before"), left: nothing, messages: 1 },
  { name: "killed between two rules", arm: betweenRules, left: someRules, messages: 1 },
  {
    name: "killed after a rule changed, before the answer",
    arm: atCall(ruleChange, "after"),
    left: someRules,
    messages: 1,
  },
  {
    name: "killed between the rules and the record",
    arm: atCall(write, "before", "declared"),
    left: rulesOnly,
    messages: 1,
  },
  {
    name: "killed after the record was written, before the answer",
    arm: atCall(write, "after", "declared"),
    left: backend,
    messages: 1,
  },
  {
    name: "killed in the notification, before the cutover is marked",
    arm: atCall(write, "before", "cutover"),
    left: backend,
    messages: 1,
  },
  {
    name: "killed in the notification, after marking",
    arm: atCall(write, "after", "cutover"),
    left: backend,
    messages: 0,
  },
  { name: "killed in the notification, before posting", arm: atSlack("before"), left: backend, messages: 0 },
  { name: "killed in the notification, after posting", arm: atSlack("after"), left: backend, messages: 1 },
  { name: "killed after the hook, before the state is saved", arm: beforeStateIsSaved, left: backend, messages: 1 },
  { name: "killed before the frontend follows", arm: atCall(pointerWrite, "before"), left: backend, messages: 1 },
  {
    name: "killed after the frontend followed, before the answer",
    arm: atCall(pointerWrite, "after"),
    left: everything,
    messages: 1,
  },
  {
    name: "killed at the end, before the update is in the history",
    arm: (_stage, victim) => {
      victim.killAtLine(/^Resources:/);
      return () => undefined;
    },
    left: everything,
    messages: 1,
  },
];

/** Where `npm run cli -- flip` dies, its pulumi with it. */
const flipPoints: readonly CrashPoint[] = [
  { name: "flip killed in its preview", arm: atCall(gateQuestion, "before"), left: nothing, messages: 1 },
  {
    name: "flip killed after it kept tasks from going",
    arm: atCall(boundsChange, "after"),
    left: nothing,
    messages: 1,
  },
  {
    name: "flip killed after it said who asked",
    arm: atCall(write, "after", "cutover"),
    left: nothing,
    messages: 1,
  },
  {
    name: "flip killed after a rule changed",
    arm: atCall(ruleChange, "after"),
    left: someRules,
    messages: 1,
  },
  { name: "flip killed before the frontend follows", arm: atCall(pointerWrite, "before"), left: backend, messages: 1 },
  {
    name: "flip killed alone, its pulumi left to itself",
    arm: (stage, { killAlone }) =>
      plant(stage, { ...ruleChange, times: 1, effect: { kind: "meanwhile", after: killAlone } }),
    left: { rules: "either", declared: "either", pointer: "either" },
    messages: 1,
  },
];

/** Every point, in the order in which a flip reaches them. */
export const crashPoints: readonly CrashPoint[] = [
  ...updatePoints,
  ...flipPoints.map((point): CrashPoint => ({ ...point, command: "flip" })),
];
