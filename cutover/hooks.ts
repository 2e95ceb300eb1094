import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { type GateArgs, type GatedRule, gateBefore } from "./gate-before";
import { GateRound } from "./gate-round";
import { type NotifyHookArgs, notifyAfter } from "./notify-after";

/** Everything that the hooks know. */
export type CutoverHooksArgs = Omit<NotifyHookArgs, "startedAt" | "clock"> &
  Pick<GateArgs, "activeBefore" | "gateWaitSeconds">;

/** The hooks of a cutover, to be handed to the components that they belong to. */
export interface CutoverHooks {
  /** For `afterCreate` and `afterUpdate` of the SSM parameter `declared`. */
  readonly notify: pulumi.ResourceHook;
  /** For `beforeUpdate` of a weighted rule: one for each, which decide together. Run in previews too, where they only warn. */
  readonly gate: (rule: GatedRule) => pulumi.ResourceHook;
}

/** Registers the hooks. Called at the start of the program, which the message's duration is counted from. */
export const createCutoverHooks = (args: CutoverHooksArgs): CutoverHooks => {
  const startedAt = Date.now();
  // Hooks run outside the program's context, where a log line wouldn't find the engine.
  const inProgramContext = AsyncLocalStorage.snapshot();
  const isPreview = pulumi.runtime.isDryRun();
  const round = new GateRound();
  return {
    notify: new pulumi.ResourceHook("notify-cutover", (hook) =>
      inProgramContext(() => notifyAfter(hook, { ...args, startedAt }, warn)),
    ),
    gate: (rule) => {
      round.join(rule);
      return new pulumi.ResourceHook(
        `gate-${rule.service}`,
        (hook) => inProgramContext(() => gateBefore(hook, { ...args, isPreview, rule, round }, warn)),
        { onDryRun: true },
      );
    },
  };
};

const warn = (line: string): void => {
  pulumi.log.warn(line).catch(() => undefined);
};
