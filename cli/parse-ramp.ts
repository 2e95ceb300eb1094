import type { FlipArguments } from "./flip";

/** What is typed. */
export interface RampWords {
  readonly steps?: string | undefined;
  readonly bake?: string | undefined;
}

/** Long enough for each minute's values to reach the alarms, several times. Seconds. */
const defaultBake = 300;
const longestBake = 86_400;

/** Reads `--steps 1,25,100 --bake 300`; without steps there is no ramp. */
export const parseRamp = ({ steps, bake }: RampWords): Pick<FlipArguments, "ramp"> => {
  if (steps !== undefined) return { ramp: { steps: parseSteps(steps), bakeSeconds: parseBake(bake) } };
  if (bake === undefined) return {};
  throw new Error(`Got --bake ${JSON.stringify(bake)} without --steps. Allowed: both, for example --steps 1,25,100.`);
};

const parseSteps = (text: string): readonly number[] => {
  const words = text.split(",");
  const steps = words.map((word) => (/^[1-9]\d{0,2}$/.test(word.trim()) ? Number(word) : Number.NaN));
  const isRising = steps.every((step, index) => step > (steps[index - 1] ?? 0) && step <= 100);
  // All requests at once is what a flip without steps does.
  if (isRising && steps[0] !== 100) return steps.filter((step) => step < 100);
  throw new Error(
    `Got --steps ${JSON.stringify(text)}. Allowed: rising whole percents that begin below 100, for example 1,25,100 (the 100 may be left out).`,
  );
};

const parseBake = (text: string | undefined): number => {
  if (text === undefined) return defaultBake;
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= 1 && seconds <= longestBake) return seconds;
  throw new Error(`Got --bake ${JSON.stringify(text)}. Allowed: whole seconds from 1 to ${longestBake}.`);
};
