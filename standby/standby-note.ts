import { parameterNames, type StackName } from "../cutover/parameter-names";
import { type Color, colors } from "../cutover/plan-weights";
import type { ReleaseProgress, StandbyNote } from "./plan-phase";

/** The name of the SSM parameter that holds the note, beside those of the cutover. */
export const standbyParameterName = (stack: StackName): string =>
  parameterNames(stack).cutover.replace(/cutover$/, "standby");

/** The note before the first look. Which colour serves is not in it: a cutover must not change a resource more. */
export const emptyStandbyNote: StandbyNote = { version: 0, isFrozen: false, released: {} };

/** The note as text: the value of the SSM parameter `standby`. The same note gives the same text. */
export const formatStandbyNote = (note: StandbyNote): string => {
  const { version, serving, previous, readBackSince, isFrozen, startedAt, lastBatchAt, connectionsPerTask, released } =
    note;
  const sorted = Object.entries(released).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify({
    version,
    serving,
    previous,
    readBackSince,
    isFrozen,
    startedAt,
    lastBatchAt,
    connectionsPerTask,
    released: Object.fromEntries(sorted.map(([service, { max, heldSince }]) => [service, { max, heldSince }])),
  });
};

/** Reads a note back; throws an Error that says what is wrong with it, so that nothing is released by guessing. */
export const parseStandbyNote = (text: string): StandbyNote => {
  const { version, serving, previous, isFrozen, released, ...numbers } = objectOf(text);
  const { readBackSince, startedAt, lastBatchAt, connectionsPerTask } = numbers;
  return {
    version: numberOf(version) ?? 0,
    isFrozen: isFrozen === true,
    released: Object.fromEntries(
      Object.entries(recordOf(released)).map(([service, progress]) => [service, progressOf(progress)]),
    ),
    ...withColors({ serving, previous }),
    ...withNumbers({ readBackSince, startedAt, lastBatchAt, connectionsPerTask }),
  };
};

const progressOf = (value: unknown): ReleaseProgress => {
  const { max, heldSince } = recordOf(value);
  return withNumbers({ max, heldSince });
};

/** Those that are numbers. */
const withNumbers = (values: Readonly<Record<string, unknown>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const found = numberOf(value);
      return found === undefined ? [] : [[name, found]];
    }),
  );

const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

const withColors = (values: Readonly<Record<string, unknown>>): Record<string, Color> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const found = colors.find((color) => color === value);
      if (found === undefined && value !== undefined)
        throw notANote(`${name} is ${JSON.stringify(value)} instead of blue or green`);
      return found === undefined ? [] : [[name, found]];
    }),
  );

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

const objectOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    throw notANote("it is no JSON");
  }
};

const notANote = (problem: string): Error =>
  new Error(
    `The parameter "standby" is not what the function writes: ${problem}. ` +
      "Write {} into it: the next hold then begins with the next cutover.",
  );
