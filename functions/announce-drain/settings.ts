import type { AnnounceSettings } from "../../drain/announce/announce-ports";
import type { AnnouncePlace } from "../../drain/announce/create-ports";

/** The function's environment variables, all of them required. */
export interface AnnounceEnvironment {
  /** Set by Lambda itself. */
  readonly AWS_REGION: string;
  /** Twelve digits. */
  readonly ACCOUNT_ID: string;
  readonly CLUSTER_ARN: string;
  /** With its value, the tag that the cluster's instances carry. */
  readonly INSTANCE_TAG_KEY: string;
  readonly INSTANCE_TAG_VALUE: string;
  /** The name of our terminating lifecycle hooks. */
  readonly HOOK_NAME: string;
  /** As the drain function has it: 60 to 172800. */
  readonly DRAIN_BUDGET_SECONDS: string;
  /** As the drain function has it: 60 to 86400. */
  readonly REBALANCE_PATIENCE_SECONDS: string;
  /** For example `switchyard/staging`. */
  readonly STACK: string;
  readonly QUEUE_URL: string;
  /** The table of what was told. */
  readonly TABLE_NAME: string;
  readonly SLACK_CHANNEL: string;
  readonly SLACK_API_URL: string;
  /** The name of the SecureString that holds Slack's token. */
  readonly SLACK_TOKEN_PARAMETER: string;
}

/** What the environment says. */
export type AnnounceFunctionSettings = AnnounceSettings & { readonly place: AnnouncePlace };

type Name = keyof AnnounceEnvironment;

/** Reads the environment; throws one error that lists every problem, so that a bad one fails the cold start. */
export const parseAnnounceSettings = (
  environment: Readonly<Record<string, string | undefined>>,
): AnnounceFunctionSettings => {
  const problems: string[] = [];
  const text = (name: Name, pattern: RegExp, allowed: string): string => {
    const value = environment[name] ?? "";
    if (!pattern.test(value)) problems.push(`${name} is ${JSON.stringify(value)}: it must be ${allowed}.`);
    return value;
  };
  const seconds = (name: Name, maximum: number): number => {
    const value = Number(text(name, /^\d{2,6}$/, `whole seconds from 60 to ${maximum}`));
    if (value < 60 || value > maximum)
      problems.push(`${name} is "${value}": it must be from 60 to ${maximum} seconds.`);
    return value;
  };
  const settings: AnnounceFunctionSettings = {
    scope: {
      accountId: text("ACCOUNT_ID", /^\d{12}$/, "twelve digits"),
      region: text("AWS_REGION", /^[a-z]{2,4}(-[a-z]+)+-\d$/, "an AWS region"),
      hookName: text("HOOK_NAME", /./, "the name of a lifecycle hook"),
    },
    limits: {
      budgetSeconds: seconds("DRAIN_BUDGET_SECONDS", 172_800),
      patienceSeconds: seconds("REBALANCE_PATIENCE_SECONDS", 86_400),
    },
    clusterArn: text("CLUSTER_ARN", /^arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:cluster\/./, "the ARN of a cluster"),
    instanceTag: {
      key: text("INSTANCE_TAG_KEY", /./, "the key of a tag"),
      value: text("INSTANCE_TAG_VALUE", /./, "the value of a tag"),
    },
    stack: text("STACK", /./, "the name of a project and a stack"),
    place: {
      tableName: text("TABLE_NAME", /./, "the name of a table"),
      queueUrl: text("QUEUE_URL", /^https?:\/\/./, "the URL of a queue"),
      channel: text("SLACK_CHANNEL", /./, "the name or the id of a Slack channel"),
      apiUrl: text("SLACK_API_URL", /^https?:\/\/./, "the URL of Slack's Web API"),
      tokenParameter: text("SLACK_TOKEN_PARAMETER", /./, "the name of a parameter"),
    },
  };
  if (problems.length > 0) throw new Error(`The announce function can't start:\n${problems.join("\n")}`);
  return settings;
};
