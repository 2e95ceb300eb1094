import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { type NotifyHookArgs, notifyAfter } from "./notify-after";

/** Everything that the hooks know. */
export type CutoverHooksArgs = Omit<NotifyHookArgs, "startedAt" | "clock">;

/** The hooks of a cutover, to be handed to the components that they belong to. */
export interface CutoverHooks {
  /** For `afterCreate` and `afterUpdate` of the SSM parameter `declared`. */
  readonly notify: pulumi.ResourceHook;
}

/** Registers the hooks. Called at the start of the program, which the message's duration is counted from. */
export const createCutoverHooks = (args: CutoverHooksArgs): CutoverHooks => {
  const startedAt = Date.now();
  // Hooks run outside the program's context, where a log line wouldn't find the engine.
  const inProgramContext = AsyncLocalStorage.snapshot();
  return {
    notify: new pulumi.ResourceHook("notify-cutover", (hook) =>
      inProgramContext(() => notifyAfter(hook, { ...args, startedAt }, warn)),
    ),
  };
};

const warn = (line: string): void => {
  pulumi.log.warn(line).catch(() => undefined);
};
