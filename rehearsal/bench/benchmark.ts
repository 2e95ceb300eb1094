/** One figure of a benchmark, with the line that it must not cross. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The highest value that is fine. @default no limit: printed for comparison */
  readonly limit?: number;
}

/** Something to be measured. */
export interface Benchmark {
  readonly name: string;
  /** Measures; figures to be compared come from this one run, side by side. */
  run(signal: AbortSignal): Promise<readonly Figure[]>;
}

/** One line for people. */
export const formatFigure = ({ name, value, unit, limit }: Figure): string => {
  const verdict = limit === undefined ? "" : `  (limit ${limit} ${unit}: ${value <= limit ? "kept" : "EXCEEDED"})`;
  return `  ${name.padEnd(44)}${value.toFixed(2).padStart(12)} ${unit}${verdict}`.trimEnd();
};

/** Whether every figure with a limit keeps it. */
export const keepsLimits = (figures: readonly Figure[]): boolean =>
  figures.every(({ value, limit }) => limit === undefined || value <= limit);
