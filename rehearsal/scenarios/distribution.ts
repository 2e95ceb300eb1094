/** How measured values spread. */
export interface Distribution {
  readonly min: number;
  readonly median: number;
  readonly p90: number;
  readonly max: number;
}

/** Of values in any order, each one that was measured (nearest rank, nothing in between); null where there is none. */
export const distributionOf = (values: readonly (number | null)[]): Distribution | null => {
  const sorted = values.filter((value) => value !== null).sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return sorted.length === 0 ? null : { min: at(0), median: at(0.5), p90: at(0.9), max: at(1) };
};

/** For people: `min 12, median 30, p90 41, max 44`. */
export const distributionText = (found: Distribution | null): string =>
  found === null
    ? "none"
    : Object.entries(found)
        .map(([name, value]) => `${name} ${value.toLocaleString("en")}`)
        .join(", ");
