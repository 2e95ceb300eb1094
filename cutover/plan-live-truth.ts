import type { CutoverNote } from "./cutover-note";
import type { Declared } from "./declared";
import { planFingerprint } from "./plan-fingerprint";
import { type LiveRule, planReadBack, type ServiceReadBack } from "./plan-read-back";
import type { Switch } from "./plan-way-back";
import { type Color, colors, otherColor, type Weights } from "./plan-weights";

/** What came of asking AWS for one thing. */
export type Reading<Value> =
  | { readonly kind: "read"; readonly value: Value }
  | { readonly kind: "missing" }
  /** It is there, but nobody can make sense of it. */
  | { readonly kind: "unreadable"; readonly problem: string }
  /** AWS didn't answer, or refused to. */
  | { readonly kind: "silent"; readonly problem: string };

/** What is known before a program declares anything. */
export interface LiveTruthFacts {
  readonly config: {
    readonly weights: Weights;
    /** What each colour is to run, as `imageText` writes it. */
    readonly images: Readonly<Record<Color, string>>;
  };
  readonly declared: Reading<{ readonly record: Declared; readonly version: number }>;
  readonly note: Reading<CutoverNote>;
  /** The rules that `declared` names and that exist. */
  readonly rules: Reading<readonly LiveRule[]>;
  /** What an operator gave to have it all the same: the `override` of a stop. */
  readonly override: string | undefined;
}

/** Why an update must not begin. */
export type LiveTruthStop =
  | {
      readonly kind: "live-differs";
      readonly services: readonly ServiceReadBack[];
      readonly declared: Weights;
      readonly config: Weights;
      /** The config that says what the load balancer does; absent where no config can say it. */
      readonly adopt?: Switch;
    }
  /** The other record is there, so there has been a deployment. */
  | { readonly kind: "declared-lost" }
  | { readonly kind: "record-unreadable"; readonly problem: string }
  | { readonly kind: "api-silent"; readonly problem: string }
  /** Exactly what was rolled back would get requests again. */
  | { readonly kind: "rolled-back"; readonly color: Color };

/** What config, record and load balancer say together. */
export type LiveTruth =
  | { readonly kind: "first-deployment" }
  /** All three agree. */
  | { readonly kind: "in-step"; readonly activeBefore: Color }
  /** Only the config wants something else. */
  | { readonly kind: "flip"; readonly activeBefore: Color; readonly from: Weights; readonly to: Weights }
  /** An update ended between a rule and the record: repeating it makes all three agree. */
  | {
      readonly kind: "heal";
      readonly activeBefore: Color;
      /** Services whose rule is as the config wants. */
      readonly done: readonly string[];
      /** Services whose rule is still as declared. */
      readonly pending: readonly string[];
    }
  | { readonly kind: "stop"; readonly stop: LiveTruthStop; readonly override: string }
  | { readonly kind: "overridden"; readonly stop: LiveTruthStop; readonly activeBefore?: Color };

/** Compares what the config wants with what was declared and what the load balancer does. */
export const planLiveTruth = (facts: LiveTruthFacts): LiveTruth => {
  const truth = truthOf(facts);
  if (truth.kind !== "stop" || truth.override !== facts.override) return truth;
  const before = facts.declared.kind === "read" ? { activeBefore: activeColorOf(facts.declared.value.record) } : {};
  return { kind: "overridden", stop: truth.stop, ...before };
};

const truthOf = (facts: LiveTruthFacts): LiveTruth => {
  const { declared, note, rules } = facts;
  const all = [declared, note, rules];
  const silent = all.find((reading) => reading.kind === "silent");
  if (silent !== undefined) return stop(facts, { kind: "api-silent", problem: silent.problem });
  const unreadable = all.find((reading) => reading.kind === "unreadable");
  if (unreadable !== undefined) return stop(facts, { kind: "record-unreadable", problem: unreadable.problem });
  if (declared.kind !== "read") {
    return note.kind === "missing" ? { kind: "first-deployment" } : stop(facts, { kind: "declared-lost" });
  }
  const live = rules.kind === "read" ? rules.value : [];
  return compare(facts, declared.value.record, planReadBack(declared.value.record, live));
};

const compare = (facts: LiveTruthFacts, record: Declared, services: readonly ServiceReadBack[]): LiveTruth => {
  const config = facts.config.weights;
  const activeBefore = activeColorOf(record);
  const isPending = (read: ServiceReadBack): boolean => read.kind === "as-declared";
  const isDone = (read: ServiceReadBack): boolean => "weights" in read && isSame(read.weights, config);
  if (!services.every((read) => isPending(read) || isDone(read))) {
    const adopt = adoptable(services, activeBefore);
    const found = { services, declared: record.weights, config };
    return stop(facts, { kind: "live-differs", ...found, ...(adopt === undefined ? {} : { adopt }) });
  }
  if (isSame(record.weights, config)) return { kind: "in-step", activeBefore };
  const pending = services.filter((read) => !isDone(read)).map(({ service }) => service);
  const done = services.filter(isDone).map(({ service }) => service);
  const gaining = colors.find((color) => config[color] > record.weights[color]);
  const isComplete = pending.length === 0 && done.length > 0;
  if (gaining !== undefined && !isComplete && isRolledBack(facts, gaining)) {
    return stop(facts, { kind: "rolled-back", color: gaining });
  }
  if (done.length > 0) return { kind: "heal", activeBefore, done, pending };
  return { kind: "flip", activeBefore, from: record.weights, to: config };
};

const isSame = (one: Weights, other: Weights): boolean => one.blue === other.blue && one.green === other.green;

/** Records of older versions don't name the active colour; then it is the one with the most requests. */
const activeColorOf = ({ activeColor, weights }: Declared): Color =>
  activeColor ?? (weights.green > weights.blue ? "green" : "blue");

const isRolledBack = ({ note, config }: LiveTruthFacts, gaining: Color): boolean => {
  const from = note.kind === "read" ? note.value.rolledBackFrom : null;
  return from?.color === gaining && from.image === config.images[gaining];
};

/** One config is for all services, and its weights are percentages of two groups. */
const adoptable = (services: readonly ServiceReadBack[], activeBefore: Color): Switch | undefined => {
  const weights = services.map((read) => ("weights" in read ? read.weights : undefined));
  const [first] = weights;
  if (first === undefined || first.blue + first.green !== 100) return undefined;
  if (!weights.every((other) => other !== undefined && isSame(first, other))) return undefined;
  const activeColor = first[activeBefore] >= 50 ? activeBefore : otherColor(activeBefore);
  return { activeColor, shift: first[otherColor(activeColor)] };
};

/**
 * The way round a stop is good for what was seen and wanted when it was printed and for nothing else: the record's version,
 * the load balancer's weights and the config are all in it.
 */
const stop = ({ declared, config }: LiveTruthFacts, reason: LiveTruthStop): LiveTruth => {
  const version = declared.kind === "read" ? declared.value.version : null;
  const { problem: _wording, ...seen } = { problem: "", ...reason };
  return { kind: "stop", stop: reason, override: planFingerprint(JSON.stringify([version, config, seen])) };
};
