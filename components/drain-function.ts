import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DrainEnvironment } from "../functions/drain-instance/settings";
import type { StackSettings } from "../settings";
import { BundledFunction } from "./bundled-function";
import { DrainAlarms } from "./drain-alarms";
import { DrainQueue, type DrainRule } from "./drain-queue";
import { drainStatements } from "./drain-statements";
import { type DrainLimits, planDrainLimits } from "./plan-drain-limits";
import { instanceTagKey, type SpotCluster } from "./spot-cluster";

/** Which instances are emptied, and by what code. */
export interface DrainFunctionArgs {
  readonly cluster: SpotCluster;
  readonly code: pulumi.asset.Archive;
  readonly settings: Pick<
    StackSettings,
    "fleet" | "services" | "deregistrationDelaySeconds" | "logRetentionDays" | "alarmTopicArn"
  >;
}

/** The name of the terminating hook; each group has its own hooks, so that it needs no suffix. */
export const drainHookName = "switchyard-drain";

/** A throttled call is tried six times within six seconds. */
const timeoutSeconds = 30;

/** What a visit costs that crashed: Lambda asks for at least the function's own timeout. */
const visibilityTimeoutSeconds = timeoutSeconds + 5;

/** Lambda function that empties the cluster's instances before they go, whoever takes them away. */
export class DrainFunction extends pulumi.ComponentResource {
  /** What makes an instance go, for others who want to know. */
  public readonly rules: readonly DrainRule[];

  public constructor(name: string, args: DrainFunctionArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:DrainFunction", name, {}, opts);
    const queue = this.createQueue(name, args);
    this.rules = queue.rules;
    const parts = { ...args, queue, limits: planDrainLimits(args.settings) };
    const lambda = this.createFunction(name, parts);
    const listeners = [...queue.sources, this.createEventSource(name, lambda, parts)];
    this.createRecursionConfig(name, lambda);
    this.createAlarms(name, lambda, parts);
    const hook = this.createHook(name, listeners, parts);
    this.registerOutputs({ functionName: lambda.functionName, hookName: hook.name });
  }

  private createQueue(name: string, { cluster }: DrainFunctionArgs): DrainQueue {
    const args = { groupName: cluster.onDemandGroup.name, hookName: drainHookName, visibilityTimeoutSeconds };
    return new DrainQueue(`${name}-queue`, args, { parent: this });
  }

  private createFunction(name: string, parts: DrainParts): BundledFunction {
    const { cluster, code, settings, queue } = parts;
    return new BundledFunction(
      `${name}-function`,
      {
        description: "Empties container instances before they go",
        code,
        environment: this.environmentOf(parts),
        statements: drainStatements({
          clusterArn: cluster.clusterArn,
          groupArn: cluster.onDemandGroup.arn,
          instanceTag: { key: instanceTagKey, value: cluster.clusterName },
          queueArn: queue.queue.arn,
          deadLetterQueueArn: queue.deadLetterQueue.arn,
        }),
        timeoutSeconds,
        // A cold start is part of an instance's two minutes.
        memory: 512,
        logRetentionDays: settings.logRetentionDays,
      },
      { parent: this },
    );
  }

  /** What Lambda doesn't set itself. */
  private environmentOf({ cluster, settings, queue, limits }: DrainParts) {
    return {
      ACCOUNT_ID: aws.getCallerIdentityOutput({}, { parent: this }).accountId,
      CLUSTER_TAG_KEY: cluster.tag.key,
      CLUSTER_TAG_VALUE: cluster.tag.value,
      HOOK_NAME: drainHookName,
      HOOK_HEARTBEAT_SECONDS: String(limits.heartbeatSeconds),
      DRAIN_BUDGET_SECONDS: String(limits.budgetSeconds),
      FAILURE_POLICY: settings.fleet.drainFailurePolicy,
      REBALANCE_PATIENCE_SECONDS: String(limits.patienceSeconds),
      QUEUE_URL: queue.queue.url,
      DEAD_LETTER_QUEUE_URL: queue.deadLetterQueue.url,
    } satisfies Record<Exclude<keyof DrainEnvironment, "AWS_REGION">, pulumi.Input<string>>;
  }

  private createEventSource(name: string, lambda: BundledFunction, { queue }: DrainParts): pulumi.Resource {
    return new aws.lambda.EventSourceMapping(
      `${name}-source`,
      {
        eventSourceArn: queue.queue.arn,
        functionName: lambda.functionName,
        batchSize: 50,
        // Lambda asks for a window above 10 messages.
        maximumBatchingWindowInSeconds: 1,
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
      { parent: this, dependsOn: [lambda.policy] },
    );
  }

  /** Nothing that we send comes back to us; should that change, Lambda is to stop it. */
  private createRecursionConfig(name: string, { functionName }: BundledFunction): void {
    const args = { functionName, recursiveLoop: "Terminate" };
    new aws.lambda.FunctionRecursionConfig(`${name}-recursion`, args, { parent: this });
  }

  private createAlarms(name: string, { functionName }: BundledFunction, { queue, settings }: DrainParts): void {
    const receiver = { alarmTopicArn: settings.alarmTopicArn };
    const args = { functionName, deadLetterQueueName: queue.deadLetterQueue.name, ...receiver };
    new DrainAlarms(`${name}-alarms`, args, { parent: this });
  }

  /** Last of all, and deleted first: a group must not wait for a function that doesn't listen. */
  private createHook(
    name: string,
    listeners: readonly pulumi.Resource[],
    { cluster, limits }: DrainParts,
  ): aws.autoscaling.LifecycleHook {
    return new aws.autoscaling.LifecycleHook(
      `${name}-hook`,
      {
        name: drainHookName,
        autoscalingGroupName: cluster.onDemandGroup.name,
        lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
        heartbeatTimeout: limits.heartbeatSeconds,
        defaultResult: "CONTINUE",
      },
      { parent: this, dependsOn: [...listeners] },
    );
  }
}

interface DrainParts extends DrainFunctionArgs {
  readonly queue: DrainQueue;
  readonly limits: DrainLimits;
}
