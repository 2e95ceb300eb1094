import { type CutoverNote, parseCutoverNote } from "./cutover-note";
import { type Declared, parseDeclared } from "./declared";
import { errorText } from "./error-text";
import { orAborted } from "./or-aborted";
import type { LiveTruthFacts, Reading } from "./plan-live-truth";
import type { LiveRule } from "./plan-read-back";

/** What a comparison needs from AWS. Every call may fail or hang. */
export interface LiveTruthPorts {
  /** Reads one of the two parameters; undefined where there is none. */
  readParameter(
    name: "declared" | "cutover",
    signal: AbortSignal,
  ): Promise<{ readonly value: string; readonly version: number } | undefined>;
  describeRules(ruleArns: readonly string[], signal: AbortSignal): Promise<readonly LiveRule[]>;
}

/** Reads both records, and the rules that one of them names. Never throws: what can't be read is part of the answer. */
export const readLiveTruth = async (
  ports: LiveTruthPorts,
  signal: AbortSignal,
): Promise<Pick<LiveTruthFacts, "declared" | "note" | "rules">> => {
  const [declared, note] = await Promise.all([readDeclared(ports, signal), readNote(ports, signal)]);
  const ruleArns = declared.kind === "read" ? Object.values(declared.value.record.ruleArns) : [];
  return { declared, note, rules: await readRules(ports, ruleArns, signal) };
};

const readDeclared = async (
  ports: LiveTruthPorts,
  signal: AbortSignal,
): Promise<Reading<{ readonly record: Declared; readonly version: number }>> => {
  const text = await readText(ports, "declared", signal);
  if (text.kind !== "read") return text;
  const { value, version } = text.value;
  const record = parsed(() => parseDeclared(value));
  return record.kind === "read" ? { kind: "read", value: { record: record.value, version } } : record;
};

const readNote = async (ports: LiveTruthPorts, signal: AbortSignal): Promise<Reading<CutoverNote>> => {
  const text = await readText(ports, "cutover", signal);
  return text.kind === "read" ? parsed(() => parseCutoverNote(text.value.value)) : text;
};

const readText = async (
  ports: LiveTruthPorts,
  name: "declared" | "cutover",
  signal: AbortSignal,
): Promise<Reading<{ readonly value: string; readonly version: number }>> => {
  try {
    const value = await orAborted(signal, ports.readParameter(name, signal));
    return value === undefined ? { kind: "missing" } : { kind: "read", value };
  } catch (error) {
    return { kind: "silent", problem: `the parameter "${name}" was not answered: ${errorText(error)}` };
  }
};

type Parsed<Value> = Extract<Reading<Value>, { kind: "read" | "unreadable" }>;

const parsed = <Value>(parse: () => Value): Parsed<Value> => {
  try {
    return { kind: "read", value: parse() };
  } catch (error) {
    return { kind: "unreadable", problem: errorText(error) };
  }
};

const readRules = async (
  ports: LiveTruthPorts,
  ruleArns: readonly string[],
  signal: AbortSignal,
): Promise<Reading<readonly LiveRule[]>> => {
  if (ruleArns.length === 0) return { kind: "read", value: [] };
  try {
    return { kind: "read", value: await orAborted(signal, ports.describeRules(ruleArns, signal)) };
  } catch (error) {
    return { kind: "silent", problem: `DescribeRules was not answered: ${errorText(error)}` };
  }
};
