import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSessionSettings } from "../clients/aws-session";
import { createThrottleRetry } from "../clients/drain-retry";
import { createKeyValueStore } from "../clients/key-value-store";
import { createS3Bucket, isTransientS3Error } from "../clients/s3-bucket";
import { awaitOutput } from "../cutover/await-output";
import { orAborted } from "../cutover/or-aborted";
import { type ConfirmPorts, confirmPointer } from "./confirm-pointer";
import { guardPointer, pointerBeforeVariable, valueIn } from "./guard-pointer";
import { requireRelease } from "./require-release";

/** Where the pointer is read back from, and what a command may have said about it. */
export interface PointerHooksArgs {
  readonly aws: AwsSessionSettings;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** @default the machine's clock */
  readonly clock?: ConfirmPorts["clock"];
}

/** Makes the hooks of a pointer to releases in this bucket. */
export type PointerHooks = (bucketName: pulumi.Output<string>) => pulumi.ResourceHookBinding;

/** The hooks of the pointer to the live release, to be handed to the component that makes it. */
export const createPointerHooks =
  (args: PointerHooksArgs): PointerHooks =>
  (bucketName) => {
    // Hooks run outside the program's context, where a log line wouldn't find the engine.
    const inProgramContext = AsyncLocalStorage.snapshot();
    const guard = new pulumi.ResourceHook("guard-pointer", async ({ oldInputs, newInputs }) => {
      guardPointer(oldInputs, args.variables[pointerBeforeVariable]);
      await inProgramContext(() => requireReleaseIn(bucketName, { oldInputs, newInputs }, args));
    });
    const confirm = new pulumi.ResourceHook("confirm-pointer", ({ newInputs }) =>
      inProgramContext(() => confirmInputs(newInputs, args)),
    );
    return { beforeUpdate: [guard], afterCreate: [confirm], afterUpdate: [confirm] };
  };

const machineClock: ConfirmPorts["clock"] = {
  now: Date.now,
  sleep,
  after: (milliseconds) => AbortSignal.timeout(milliseconds),
};

/** How long S3 may take to say whether a release is there, in milliseconds. */
const patience = 10_000;
/** Calls in all, the first one included. */
const attempts = 3;

const requireReleaseIn = (
  bucketName: pulumi.Output<string>,
  { oldInputs, newInputs }: { readonly oldInputs: unknown; readonly newInputs: unknown },
  { aws, clock = machineClock }: PointerHooksArgs,
): Promise<void> => {
  const retry = createThrottleRetry({ attempts, random: Math.random, sleep, isTransient: isTransientS3Error });
  const signal = clock.after(patience);
  const read = async (key: string): Promise<string | undefined> =>
    createS3Bucket(aws, await orAborted(signal, awaitOutput(bucketName)), retry).read(key, signal);
  return requireRelease(valueIn(oldInputs), valueIn(newInputs), { store: { read }, signal, warn });
};

const confirmInputs = (inputs: unknown, { aws, clock = machineClock }: PointerHooksArgs): Promise<void> => {
  const { keyValueStoreArn } = inputs as { readonly keyValueStoreArn: string };
  return confirmPointer(valueIn(inputs), { store: createKeyValueStore(aws, keyValueStoreArn), clock, warn });
};

const warn = (line: string): void => {
  pulumi.log.warn(line).catch(() => undefined);
};
