import { AsyncLocalStorage } from "node:async_hooks";
import { userInfo } from "node:os";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSessionSettings } from "../clients/aws-session";
import type { ColorRelease } from "./message";
import { type NotifyFacts, notifyCutover } from "./notify-cutover";
import { createNotifyPorts } from "./notify-ports";
import type { StackName } from "./parameter-names";
import type { Color } from "./plan-weights";

/** Where Slack is, and the secret to post there. */
export interface SlackHookArgs {
  readonly channel: string;
  /** @default `https://slack.com/api/` */
  readonly apiUrl?: string;
  /** Awaited inside the hook only, so that it reaches neither state nor logs. */
  readonly token: pulumi.Output<string>;
}

/** Everything that the hooks know, captured before they run: then the program's context is gone. */
export interface CutoverHooksArgs extends StackName {
  readonly activeColor: Color;
  /** What each colour runs: version and image of each service. */
  readonly releases: Readonly<Record<Color, ColorRelease>>;
  readonly aws: AwsSessionSettings;
  /** The name of the SSM parameter `cutover`. */
  readonly cutoverParameter: string;
  /** @default nobody is told */
  readonly slack?: SlackHookArgs;
  /** Who runs the update. @default the name of the local account */
  readonly operator?: string;
}

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
      inProgramContext(() => notifyAfter(hook, { ...args, startedAt })),
    ),
  };
};

/** A hook that throws would fail an update that has already happened. */
const notifyAfter = async (
  hook: pulumi.ResourceHookArgs,
  args: CutoverHooksArgs & { readonly startedAt: number },
): Promise<void> => {
  const warn = (line: string): void => void pulumi.log.warn(line).catch(() => undefined);
  try {
    await notifyCutover(factsOf(hook, args), createNotifyPorts(args, warn));
  } catch (error) {
    warn(`The update of ${args.stack} is done, but nobody was told: ${error instanceof Error ? error.message : "?"}`);
  }
};

const factsOf = (
  { newOutputs, oldOutputs }: pulumi.ResourceHookArgs,
  args: CutoverHooksArgs & { readonly startedAt: number },
): NotifyFacts => {
  const previousText: unknown = oldOutputs?.["insecureValue"];
  const declaredText: unknown = newOutputs?.["insecureValue"];
  const id: unknown = newOutputs?.["version"];
  if (typeof declaredText !== "string" || typeof id !== "number") {
    throw new Error(`the parameter has no plain value or no version after the update (version ${JSON.stringify(id)})`);
  }
  return {
    stack: { project: args.project, stack: args.stack },
    operation: oldOutputs === undefined ? "created" : "updated",
    ...(typeof previousText === "string" ? { previousText } : {}),
    declaredText,
    id,
    activeColor: args.activeColor,
    releases: args.releases,
    operator: args.operator ?? localAccount(),
    startedAt: args.startedAt,
    hasSlack: args.slack !== undefined,
  };
};

/** Containers may run as a user that has no name. */
const localAccount = (): string => {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
};
