import { userInfo } from "node:os";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsSessionSettings } from "../clients/aws-session";
import type { ColorRelease } from "./message";
import { type NotifyFacts, type NotifyPorts, notifyCutover } from "./notify-cutover";
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

/** Everything that the hook knows, captured before it runs: then the program's context is gone. */
export interface NotifyHookArgs extends StackName {
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
  /** When the update began, epoch milliseconds. */
  readonly startedAt: number;
  /** @default the machine's clock */
  readonly clock?: NotifyPorts["clock"];
}

/** What the engine hands to a hook, as far as it matters here. */
export type AfterHookArgs = Pick<pulumi.ResourceHookArgs, "newOutputs" | "oldOutputs">;

/** Runs after `declared` was written. Never throws: that would fail an update that has already happened. */
export const notifyAfter = async (
  hook: AfterHookArgs,
  args: NotifyHookArgs,
  warn: (line: string) => void,
): Promise<void> => {
  try {
    await notifyCutover(factsOf(hook, args), createNotifyPorts(args, warn));
  } catch (error) {
    const reason = error instanceof Error ? error.message : "an unknown error";
    warn(`The update of ${args.stack} is done, but nobody was told: ${reason}`);
  }
};

const factsOf = ({ newOutputs, oldOutputs }: AfterHookArgs, args: NotifyHookArgs): NotifyFacts => {
  const previousText: unknown = oldOutputs?.["insecureValue"];
  const declaredText: unknown = newOutputs?.["insecureValue"];
  const id: unknown = newOutputs?.["version"];
  const previousId: unknown = oldOutputs?.["version"];
  if (typeof declaredText !== "string" || typeof id !== "number") {
    throw new Error('the parameter "declared" came back without a plain value or without a version');
  }
  return {
    stack: { project: args.project, stack: args.stack },
    operation: oldOutputs === undefined ? "created" : "updated",
    ...(typeof previousText === "string" ? { previousText } : {}),
    declaredText,
    id,
    ...(typeof previousId === "number" ? { previousId } : {}),
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
