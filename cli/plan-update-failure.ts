/** Why an update of the pointer alone failed, the pointer not being what was asked for. */
export type UpdateFailure =
  /** Somebody else has switched since it was previewed. */
  | { readonly kind: "active-changed" }
  /** Pulumi holds the stack for another update. */
  | { readonly kind: "update-running" }
  /** Another write to the same store came first; each write needs the store's version. */
  | { readonly kind: "in-the-way" }
  | { readonly kind: "update-refused" };

/**
 * Tells the reasons apart by what Pulumi printed.
 * @param isAsBefore - whether the pointer is still what it was
 */
export const planUpdateFailure = (output: string, isAsBefore: boolean): UpdateFailure => {
  if (!isAsBefore || output.includes("active changed to")) return { kind: "active-changed" };
  if (isStackLocked(output)) return { kind: "update-running" };
  return storeConflict.test(output) ? { kind: "in-the-way" } : { kind: "update-refused" };
};

/** Whether another update holds the stack, or a killed one has left it locked: on file and bucket backends, and on Pulumi Cloud. */
export const isStackLocked = (output: string): boolean =>
  /currently locked by|another update is currently in progress/i.test(output);

/** The service says the one, its emulators the other: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_PutKey.html */
const storeConflict = /pre-?condition failed|ConflictException/i;
