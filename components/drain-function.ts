import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FailurePolicy } from "../drain/plan-budget";
import type { DrainEnvironment } from "../functions/drain-instance/settings";
import type { StackSettings } from "../settings";
import { DrainAlarms } from "./drain-alarms";
import { DrainQueue } from "./drain-queue";
import { DrainRole } from "./drain-role";
import { type DrainLimits, planDrainLimits } from "./plan-drain-limits";
import { instanceTagKey, type SpotCluster } from "./spot-cluster";

/** Which instances are emptied, and by what code. */
export interface DrainFunctionArgs {
  readonly cluster: SpotCluster;
  /** The bundle; its handler is `index.handler`. */
  readonly code: pulumi.asset.Archive;
  readonly settings: Pick<StackSettings, "services" | "deregistrationDelaySeconds" | "logRetentionDays">;
}

/** Each group has its own hooks, so that this name needs no suffix. */
const hookName = "switchyard-drain";

/** A throttled call is tried six times within six seconds. */
const timeoutSeconds = 30;

/** What a visit costs that crashed: Lambda asks for at least the function's own timeout. */
const visibilityTimeoutSeconds = timeoutSeconds + 5;

const failurePolicy: FailurePolicy = "continue";

/** Lambda function that empties the cluster's instances before they go, whoever takes them away. */
export class DrainFunction extends pulumi.ComponentResource {
  public constructor(name: string, args: DrainFunctionArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:DrainFunction", name, {}, opts);
    const logGroup = this.createLogGroup(name, args);
    const queue = this.createQueue(name, args);
    const role = this.createRole(name, args, { queue, logGroup });
    const parts = { ...args, logGroup, queue, role, limits: planDrainLimits(args.settings) };
    const lambda = this.createFunction(name, parts);
    const listeners = [...queue.sources, this.createEventSource(name, lambda, parts)];
    this.createRecursionConfig(name, lambda);
    this.createAlarms(name, lambda, parts);
    const hook = this.createHook(name, listeners, parts);
    this.registerOutputs({ functionName: lambda.name, hookName: hook.name });
  }

  private createLogGroup(name: string, { settings }: DrainFunctionArgs): aws.cloudwatch.LogGroup {
    const args = { retentionInDays: settings.logRetentionDays };
    return new aws.cloudwatch.LogGroup(`${name}-logs`, args, { parent: this });
  }

  private createQueue(name: string, { cluster }: DrainFunctionArgs): DrainQueue {
    const args = { groupName: cluster.onDemandGroup.name, hookName, visibilityTimeoutSeconds };
    return new DrainQueue(`${name}-queue`, args, { parent: this });
  }

  private createRole(name: string, { cluster }: DrainFunctionArgs, { queue, logGroup }: Channels): DrainRole {
    return new DrainRole(
      `${name}-role`,
      {
        clusterArn: cluster.clusterArn,
        groupArn: cluster.onDemandGroup.arn,
        instanceTag: { key: instanceTagKey, value: cluster.clusterName },
        queueArn: queue.queue.arn,
        deadLetterQueueArn: queue.deadLetterQueue.arn,
        logGroupArn: logGroup.arn,
      },
      { parent: this },
    );
  }

  private createFunction(name: string, parts: FunctionParts): aws.lambda.Function {
    const { code, role, logGroup } = parts;
    return new aws.lambda.Function(
      name,
      {
        description: "Empties container instances before they go",
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code,
        role: role.arn,
        timeout: timeoutSeconds,
        // More memory is more CPU: a cold start is part of an instance's two minutes.
        memorySize: 512,
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name, systemLogLevel: "WARN" },
        environment: { variables: this.environmentOf(parts) },
      },
      { parent: this, dependsOn: [role.policy] },
    );
  }

  /** What Lambda doesn't set itself. */
  private environmentOf({ cluster, queue, limits }: FunctionParts) {
    return {
      ACCOUNT_ID: aws.getCallerIdentityOutput({}, { parent: this }).accountId,
      CLUSTER_TAG_KEY: cluster.tag.key,
      CLUSTER_TAG_VALUE: cluster.tag.value,
      HOOK_NAME: hookName,
      HOOK_HEARTBEAT_SECONDS: String(limits.heartbeatSeconds),
      DRAIN_BUDGET_SECONDS: String(limits.budgetSeconds),
      FAILURE_POLICY: failurePolicy,
      REBALANCE_PATIENCE_SECONDS: String(limits.patienceSeconds),
      QUEUE_URL: queue.queue.url,
      DEAD_LETTER_QUEUE_URL: queue.deadLetterQueue.url,
    } satisfies Record<Exclude<keyof DrainEnvironment, "AWS_REGION">, pulumi.Input<string>>;
  }

  private createEventSource(name: string, lambda: aws.lambda.Function, { queue, role }: FunctionParts) {
    return new aws.lambda.EventSourceMapping(
      `${name}-source`,
      {
        eventSourceArn: queue.queue.arn,
        functionName: lambda.name,
        batchSize: 50,
        // Lambda asks for a window above 10 messages.
        maximumBatchingWindowInSeconds: 1,
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
      { parent: this, dependsOn: [role.policy] },
    );
  }

  /** Nothing that we send comes back to us; should that change, Lambda is to stop it. */
  private createRecursionConfig(name: string, { name: functionName }: aws.lambda.Function): void {
    const args = { functionName, recursiveLoop: "Terminate" };
    new aws.lambda.FunctionRecursionConfig(`${name}-recursion`, args, { parent: this });
  }

  private createAlarms(name: string, lambda: aws.lambda.Function, { queue }: FunctionParts): void {
    const args = { functionName: lambda.name, deadLetterQueueName: queue.deadLetterQueue.name };
    new DrainAlarms(`${name}-alarms`, args, { parent: this });
  }

  /** Last of all, and deleted first: a group must not wait for a function that doesn't listen. */
  private createHook(
    name: string,
    listeners: readonly pulumi.Resource[],
    { cluster, limits }: FunctionParts,
  ): aws.autoscaling.LifecycleHook {
    return new aws.autoscaling.LifecycleHook(
      `${name}-hook`,
      {
        name: hookName,
        autoscalingGroupName: cluster.onDemandGroup.name,
        lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
        heartbeatTimeout: limits.heartbeatSeconds,
        defaultResult: "CONTINUE",
      },
      { parent: this, dependsOn: [...listeners] },
    );
  }
}

interface Channels {
  readonly queue: DrainQueue;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

interface FunctionParts extends DrainFunctionArgs, Channels {
  readonly role: DrainRole;
  readonly limits: DrainLimits;
}
