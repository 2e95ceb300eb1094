import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSessionSettings } from "../clients/aws-session";
import { createKeyValueStore } from "../clients/key-value-store";
import { type ConfirmPorts, confirmPointer } from "./confirm-pointer";
import { guardPointer, pointerBeforeVariable, valueIn } from "./guard-pointer";

/** Where the pointer is read back from, and what a command may have said about it. */
export interface PointerHooksArgs {
  readonly aws: AwsSessionSettings;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** @default the machine's clock */
  readonly clock?: ConfirmPorts["clock"];
}

/** Registers the hooks of the pointer to the live release, to be handed to the component that makes it. */
export const createPointerHooks = (args: PointerHooksArgs): pulumi.ResourceHookBinding => {
  // Hooks run outside the program's context, where a log line wouldn't find the engine.
  const inProgramContext = AsyncLocalStorage.snapshot();
  const guard = new pulumi.ResourceHook("guard-pointer", async ({ oldInputs }) =>
    guardPointer(oldInputs, args.variables[pointerBeforeVariable]),
  );
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

const confirmInputs = (inputs: unknown, { aws, clock = machineClock }: PointerHooksArgs): Promise<void> => {
  const { keyValueStoreArn } = inputs as { readonly keyValueStoreArn: string };
  return confirmPointer(valueIn(inputs), { store: createKeyValueStore(aws, keyValueStoreArn), clock, warn });
};

const warn = (line: string): void => {
  pulumi.log.warn(line).catch(() => undefined);
};
