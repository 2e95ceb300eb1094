import { isObject } from "./properties";

/** Answers one AWS call, as `Region.call` does. */
export type AwsCall = (service: string, operation: string, input: object) => Promise<object>;

/** Sends a call of a live type; the output has the AWS SDK's shape. */
export type SendCall = <Output extends object>(service: string, operation: string, input: object) => Promise<Output>;

/** An AWS refusal that says which call it answers. */
export class AwsCallError extends Error {
  public constructor(
    public readonly code: string,
    operation: string,
    message: string,
  ) {
    super(`${operation} was answered with ${code}: ${message}`);
    this.name = "AwsCallError";
  }
}

/** Makes the calls of live types: members that are undefined aren't sent, refusals name their operation. */
export const sendCalls =
  (call: AwsCall): SendCall =>
  async <Output extends object>(service: string, operation: string, input: object): Promise<Output> => {
    try {
      // The one place where an answer of the region gets its type: the caller names the SDK's.
      return (await call(service, operation, withoutUndefined(input) as object)) as Output;
    } catch (error) {
      throw new AwsCallError(codeOf(error), `${service}:${operation}`, messageOf(error));
    }
  };

/** Whether AWS answered that something isn't there; `codes` are those of the service. */
export const isRefusal = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof AwsCallError && codes.includes(error.code);

/** The answer, or undefined where AWS says with one of the codes that there is nothing. */
export const unlessRefused = async <Output>(
  answer: Promise<Output>,
  codes: readonly string[],
): Promise<Output | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error, codes)) return undefined;
    throw error;
  }
};

const withoutUndefined = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isObject(value) || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, withoutUndefined(member)]),
  );
};

const codeOf = (error: unknown): string => {
  if (isObject(error) && typeof error["code"] === "string") return error["code"];
  return error instanceof Error ? error.name : "UnknownError";
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
