import { AwsError } from "../operation";

/** AWS's answer to parameters that break a documented constraint. */
export const invalid = (message: string): AwsError => new AwsError("ValidationError", message);

/** The answer to what AWS offers and the rehearsal does not. */
export const notModelled = (what: string): AwsError =>
  new AwsError("NotModelled", `The rehearsal's load balancer does not model ${what}.`, 501);

/** Refuses a number outside of its documented range; an absent one passes. */
export const requireRange = (name: string, value: number | undefined, range: readonly [number, number]): void => {
  const [low, high] = range;
  if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) return;
  throw invalid(`${name} is ${value}: it must be a whole number from ${low} to ${high}.`);
};
