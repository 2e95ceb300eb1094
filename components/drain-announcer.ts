import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DrainMetric } from "../drain/metric-line";
import type { AnnounceEnvironment } from "../functions/announce-drain/settings";
import type { SlackAccess, StackSettings } from "../settings";
import { alarmActions } from "./alarm-actions";
import { allow, arnsInCluster } from "./allow";
import { AnnouncementQueue } from "./announcement-queue";
import { BundledFunction } from "./bundled-function";
import { type DrainFunction, drainHookName } from "./drain-function";
import { planDrainLimits } from "./plan-drain-limits";
import { instanceTagKey, type SpotCluster } from "./spot-cluster";

/** Whose drains are told, where, and by what code. */
export interface DrainAnnouncerArgs {
  readonly cluster: SpotCluster;
  readonly drain: DrainFunction;
  readonly slack: SlackAccess;
  readonly code: pulumi.asset.Archive;
  readonly settings: Pick<
    StackSettings,
    "services" | "deregistrationDelaySeconds" | "logRetentionDays" | "alarmTopicArn"
  >;
}

/** Three tries of three seconds, twice in one visit at worst. */
const timeoutSeconds = 30;
const visibilityTimeoutSeconds = timeoutSeconds + 5;

const lostMetric: DrainMetric = "AnnouncementLost";

/** Lambda function that tells in Slack, one thread an instance, which instances go and what became of them. */
export class DrainAnnouncer extends pulumi.ComponentResource {
  public constructor(name: string, args: DrainAnnouncerArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:DrainAnnouncer", name, {}, opts);
    const { queue } = this.createQueue(name, args);
    const parts = { ...args, queue, threads: this.createThreads(name), token: this.createToken(name, args) };
    const lambda = this.createFunction(name, parts);
    this.createEventSource(name, lambda, parts);
    this.createAlarm(name, lambda, args);
    this.registerOutputs({ functionName: lambda.functionName });
  }

  private createQueue(name: string, { drain }: DrainAnnouncerArgs): AnnouncementQueue {
    return new AnnouncementQueue(`${name}-queue`, { rules: drain.rules, visibilityTimeoutSeconds }, { parent: this });
  }

  /** What was told already: of two invocations that want to tell the same, one can write. */
  private createThreads(name: string): aws.dynamodb.Table {
    return new aws.dynamodb.Table(
      `${name}-threads`,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "id",
        attributes: [{ name: "id", type: "S" }],
        ttl: { attributeName: "expires", enabled: true },
      },
      { parent: this },
    );
  }

  /** Everybody who may describe a function reads its variables, so the token isn't one. */
  private createToken(name: string, { slack }: DrainAnnouncerArgs): aws.ssm.Parameter {
    return new aws.ssm.Parameter(
      `${name}-token`,
      {
        description: "Slack's bot token, for functions; from the config slackToken",
        type: "SecureString",
        value: slack.token,
      },
      { parent: this },
    );
  }

  private createFunction(name: string, parts: AnnouncerParts): BundledFunction {
    return new BundledFunction(
      `${name}-function`,
      {
        description: "Tells in Slack which instances go and what became of them",
        code: parts.code,
        environment: this.environmentOf(parts),
        statements: statementsOf(parts),
        timeoutSeconds,
        // People are to know within two seconds, a cold start included.
        memory: 512,
        logRetentionDays: parts.settings.logRetentionDays,
      },
      { parent: this },
    );
  }

  /** What Lambda doesn't set itself. */
  private environmentOf({ cluster, slack, settings, queue, threads, token }: AnnouncerParts) {
    const { budgetSeconds, patienceSeconds } = planDrainLimits(settings);
    return {
      ACCOUNT_ID: aws.getCallerIdentityOutput({}, { parent: this }).accountId,
      CLUSTER_ARN: cluster.clusterArn,
      INSTANCE_TAG_KEY: instanceTagKey,
      INSTANCE_TAG_VALUE: cluster.clusterName,
      HOOK_NAME: drainHookName,
      DRAIN_BUDGET_SECONDS: String(budgetSeconds),
      REBALANCE_PATIENCE_SECONDS: String(patienceSeconds),
      STACK: `${pulumi.getProject()}/${pulumi.getStack()}`,
      QUEUE_URL: queue.url,
      TABLE_NAME: threads.name,
      SLACK_CHANNEL: slack.channel,
      SLACK_API_URL: slack.apiUrl,
      SLACK_TOKEN_PARAMETER: token.name,
    } satisfies Record<Exclude<keyof AnnounceEnvironment, "AWS_REGION">, pulumi.Input<string>>;
  }

  private createEventSource(name: string, lambda: BundledFunction, { queue }: AnnouncerParts): void {
    new aws.lambda.EventSourceMapping(
      `${name}-source`,
      {
        eventSourceArn: queue.arn,
        functionName: lambda.functionName,
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
        // However many instances go at once, the drain function has the account's Lambda capacity and ECS reads.
        scalingConfig: { maximumConcurrency: 5 },
      },
      { parent: this, dependsOn: [lambda.policy] },
    );
  }

  private createAlarm(name: string, { functionName }: BundledFunction, { settings }: DrainAnnouncerArgs): void {
    new aws.cloudwatch.MetricAlarm(
      `${name}-lost`,
      {
        alarmDescription: "Slack didn't take a message about an instance; drains don't depend on it",
        namespace: "Switchyard/Drain",
        metricName: lostMetric,
        dimensions: { FunctionName: functionName },
        statistic: "Sum",
        period: 60,
        evaluationPeriods: 1,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        ...alarmActions(settings),
      },
      { parent: this },
    );
  }
}

interface AnnouncerParts extends DrainAnnouncerArgs {
  readonly queue: aws.sqs.Queue;
  readonly threads: aws.dynamodb.Table;
  readonly token: aws.ssm.Parameter;
}

/** It reads, and writes nothing but what it has told. */
const statementsOf = ({ cluster: { clusterArn }, queue, threads, token }: AnnouncerParts) => {
  const inCluster = { ArnEquals: { "ecs:cluster": clusterArn } };
  return [
    // EC2 describes no single instance: reading needs this much.
    allow(["ec2:DescribeInstances"], "*"),
    allow(["ecs:ListContainerInstances"], clusterArn),
    allow(
      ["ecs:DescribeContainerInstances", "ecs:ListTasks"],
      arnsInCluster(clusterArn, "container-instance"),
      inCluster,
    ),
    allow(["ecs:DescribeTasks"], arnsInCluster(clusterArn, "task"), inCluster),
    allow(["dynamodb:GetItem", "dynamodb:PutItem"], threads.arn),
    // SSM decrypts with AWS's own key for whoever may read.
    allow(["ssm:GetParameter"], token.arn),
    allow(
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
      queue.arn,
    ),
  ];
};
