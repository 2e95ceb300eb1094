import { AwsError } from "../operation";

/** A request that DynamoDB refuses as such. */
export const validation = (message: string): AwsError => new AwsError("ValidationException", message);

/** Something that DynamoDB could do, but that nobody here asks for. */
export const notModelled = (what: string): AwsError =>
  new AwsError("NotModelled", `The rehearsal's region does not model ${what} of dynamodb.`, 501);

/** Refuses every member of a request that would be overlooked. */
export const requireModelled = (operation: string, input: object, known: readonly string[]): void => {
  const unknown = Object.entries(input).find(([name, value]) => value !== undefined && !known.includes(name));
  if (unknown !== undefined) throw notModelled(`${unknown[0]} of ${operation}`);
};
