import type { DrainPlace } from "../../drain/create-ports";
import type { DrainSettings } from "../../drain/drain-message";
import { failurePolicies } from "../../drain/plan-budget";
import { planLongestWait } from "../../drain/plan-visits";

/** The function's environment variables, all of them required. */
export interface DrainEnvironment {
  /** Set by Lambda itself. */
  readonly AWS_REGION: string;
  /** Twelve digits; events of other accounts are dead-lettered. */
  readonly ACCOUNT_ID: string;
  /** With its value, the tag that all our clusters carry. */
  readonly CLUSTER_TAG_KEY: string;
  readonly CLUSTER_TAG_VALUE: string;
  /** The name of our terminating lifecycle hooks. */
  readonly HOOK_NAME: string;
  /** The hooks' own timeout: 30 to 7200. */
  readonly HOOK_HEARTBEAT_SECONDS: string;
  /** How long a drain may take: at least 60, at most 48 hours or 100 heartbeats. */
  readonly DRAIN_BUDGET_SECONDS: string;
  /** `continue`, `undo` or `retain`. */
  readonly FAILURE_POLICY: string;
  /** How long an instance stays marked after a rebalance recommendation: 60 to 86400. */
  readonly REBALANCE_PATIENCE_SECONDS: string;
  readonly QUEUE_URL: string;
  readonly DEAD_LETTER_QUEUE_URL: string;
}

/** What the environment says. */
export type DrainFunctionSettings = DrainSettings & DrainPlace;

type Name = keyof DrainEnvironment;

/** Reads the environment; throws one error that lists every problem, so that a bad one fails the cold start. */
export const parseDrainSettings = (
  environment: Readonly<Record<string, string | undefined>>,
): DrainFunctionSettings => {
  const problems: string[] = [];
  const text = (name: Name, pattern: RegExp, allowed: string): string => {
    const value = environment[name] ?? "";
    if (!pattern.test(value)) problems.push(`${name} is ${JSON.stringify(value)}: it must be ${allowed}.`);
    return value;
  };
  const seconds = (name: Name, minimum: number, maximum: number): number => {
    const value = Number(text(name, /^\d+$/, `whole seconds from ${minimum} to ${maximum}`));
    const isOutside = value < minimum || value > maximum;
    if (/^\d+$/.test(environment[name] ?? "") && isOutside)
      problems.push(`${name} is "${value}": it must be from ${minimum} to ${maximum} seconds.`);
    return value;
  };
  const heartbeatSeconds = seconds("HOOK_HEARTBEAT_SECONDS", 30, 7200);
  // A bad heartbeat is one problem, not two.
  const longestWait = planLongestWait(heartbeatSeconds < 30 ? 7200 : heartbeatSeconds);
  const budgetSeconds = seconds("DRAIN_BUDGET_SECONDS", 60, longestWait);
  const policy = text("FAILURE_POLICY", new RegExp(`^(${failurePolicies.join("|")})$`), failurePolicies.join(", "));
  const failurePolicy = failurePolicies.find((known) => known === policy) ?? failurePolicies[0];
  const settings: DrainFunctionSettings = {
    scope: {
      accountId: text("ACCOUNT_ID", /^\d{12}$/, "twelve digits"),
      region: text("AWS_REGION", /^[a-z]{2,4}(-[a-z]+)+-\d$/, "an AWS region"),
      hookName: text("HOOK_NAME", /./, "the name of a lifecycle hook"),
    },
    lifecycle: { heartbeatSeconds, budgetSeconds, failurePolicy },
    rebalance: { patienceSeconds: seconds("REBALANCE_PATIENCE_SECONDS", 60, 86_400), budgetSeconds, failurePolicy },
    clusterTag: {
      key: text("CLUSTER_TAG_KEY", /./, "the key of a tag"),
      value: text("CLUSTER_TAG_VALUE", /./, "the value of a tag"),
    },
    queueUrls: {
      queueUrl: text("QUEUE_URL", /^https?:\/\/./, "the URL of a queue"),
      deadLetterQueueUrl: text("DEAD_LETTER_QUEUE_URL", /^https?:\/\/./, "the URL of a queue"),
    },
  };
  if (problems.length > 0) throw new Error(`The drain function can't start:\n${problems.join("\n")}`);
  return settings;
};
