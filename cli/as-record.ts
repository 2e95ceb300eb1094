/** The fields of a value that may be anything; none where it isn't an object. */
export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/** The items of a value that may be anything; none where it isn't a list. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
