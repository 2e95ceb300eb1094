/** A clock that runs as much faster than the machine's as `factor` says, from the moment at which it was made. */
export interface ModelClock {
  readonly factor: number;
  /** When both clocks showed the same, epoch milliseconds. */
  readonly origin: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Starts a clock. @param factor - 1 is the machine's own speed */
export const createModelClock = (factor: number): ModelClock => {
  const origin = Date.now();
  return { factor, origin, now: () => modelTime({ factor, origin }, Date.now()) };
};

/** What the clock shows when the machine's shows `real`; every process on the machine comes to the same. */
export const modelTime = ({ factor, origin }: Pick<ModelClock, "factor" | "origin">, real: number): number =>
  origin + Math.round((real - origin) * factor);
