/** The middle value; the mean of the two middle ones of an even count. @throws RangeError for an empty list */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new RangeError("The median of no values is undefined.");
  return (low + high) / 2;
};
