import type * as pulumi from "@pulumi/pulumi";

/** The value of an output inside a hook. Never settles for a value that isn't known; the caller's deadline ends the wait. */
export const awaitOutput = <Value>(output: pulumi.Output<Value>): Promise<Value> =>
  new Promise((resolve) => void output.apply((value) => resolve(value as Value)));
