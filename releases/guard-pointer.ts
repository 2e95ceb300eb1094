import { isSamePointer, parsePointer, pointerText } from "./plan-pointer";

/** The variable by which a command says which pointer it previewed from, for one update. */
export const pointerBeforeVariable = "SWITCHYARD_POINTER_BEFORE";

/**
 * Runs before the pointer is written, when Pulumi holds the stack's lock: throws where another update has written it since a
 * command looked, so that nobody's switch is overwritten unseen.
 * @param expected - the variable's value; undefined where nobody looked, as in a plain `pulumi up`
 */
export const guardPointer = (oldInputs: unknown, expected: string | undefined): void => {
  if (expected === undefined) return;
  const now = parsePointer(valueIn(oldInputs));
  if (isSamePointer(now, parsePointer(expected))) return;
  throw new Error(
    `active changed to ${pointerText(now)} while this update was being prepared. Look at it, then repeat.`,
  );
};

/** The pointer's text in a resource's inputs. */
export const valueIn = (inputs: unknown): string => {
  const { value } = (inputs ?? {}) as { readonly value?: unknown };
  return typeof value === "string" ? value : "";
};
