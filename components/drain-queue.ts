import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Whose instances are watched. */
export interface DrainQueueArgs {
  /** The Auto Scaling group whose terminating hook is ours. */
  readonly groupName: pulumi.Input<string>;
  readonly hookName: string;
  /** Seconds that a message stays hidden when the visit that took it crashed. */
  readonly visibilityTimeoutSeconds: number;
}

/** The queue of everything that makes an instance go, and the one for messages that no retry can help. */
export class DrainQueue extends pulumi.ComponentResource {
  public readonly queue: aws.sqs.Queue;
  public readonly deadLetterQueue: aws.sqs.Queue;
  /** What makes an instance go, for others who want to know. */
  public readonly rules: readonly DrainRule[];
  /** What leads events to the queue. */
  public readonly sources: readonly pulumi.Resource[];

  public constructor(name: string, args: DrainQueueArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:DrainQueue", name, {}, opts);
    this.rules = this.createRules(name, args);
    this.deadLetterQueue = this.createDeadLetterQueue(name);
    this.queue = this.createQueue(name, args);
    const policies = [
      this.createPolicy(name, this.queue, this.rules),
      this.createPolicy(`${name}-dead-letters`, this.deadLetterQueue, this.rules),
    ];
    this.sources = this.rules.map((rule) => this.createTarget(rule, policies));
    this.registerOutputs({ queueUrl: this.queue.url, deadLetterQueueUrl: this.deadLetterQueue.url });
  }

  private createRules(name: string, { groupName, hookName }: DrainQueueArgs): readonly DrainRule[] {
    const create = (role: string, eventPattern: object, delivery: Delivery = {}): DrainRule => ({
      name: `${name}-${role}`,
      role,
      rule: new aws.cloudwatch.EventRule(
        `${name}-${role}`,
        { description: "Instances that go", eventPattern: pulumi.jsonStringify(eventPattern) },
        { parent: this },
      ),
      delivery,
    });
    return [
      create("interruption", ec2Event("EC2 Spot Instance Interruption Warning"), withinNotice),
      create("rebalance", ec2Event("EC2 Instance Rebalance Recommendation")),
      create("termination", {
        source: ["aws.autoscaling"],
        "detail-type": ["EC2 Instance-terminate Lifecycle Action"],
        detail: { AutoScalingGroupName: [groupName], LifecycleHookName: [hookName] },
      }),
    ];
  }

  private createDeadLetterQueue(name: string): aws.sqs.Queue {
    const args = { messageRetentionSeconds: 14 * day, sqsManagedSseEnabled: true };
    return new aws.sqs.Queue(`${name}-dead-letters`, args, { parent: this });
  }

  private createQueue(name: string, { visibilityTimeoutSeconds }: DrainQueueArgs): aws.sqs.Queue {
    return new aws.sqs.Queue(
      name,
      {
        visibilityTimeoutSeconds,
        // Twice the longest drain.
        messageRetentionSeconds: 4 * day,
        sqsManagedSseEnabled: true,
        // A drain is a message that comes back: 48 hours need about 760 receives.
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: this.deadLetterQueue.arn, maxReceiveCount: 1000 }),
      },
      { parent: this },
    );
  }

  private createPolicy(name: string, queue: aws.sqs.Queue, rules: readonly DrainRule[]): aws.sqs.QueuePolicy {
    const statement = {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue.arn,
      Condition: { ArnEquals: { "aws:SourceArn": rules.map(({ rule }) => rule.arn) } },
    };
    const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: [statement] });
    return new aws.sqs.QueuePolicy(`${name}-policy`, { queueUrl: queue.url, policy }, { parent: this });
  }

  private createTarget({ name, rule, delivery }: DrainRule, policies: readonly pulumi.Resource[]): pulumi.Resource {
    return new aws.cloudwatch.EventTarget(
      `${name}-target`,
      {
        rule: rule.name,
        arn: this.queue.arn,
        deadLetterConfig: { arn: this.deadLetterQueue.arn },
        ...delivery,
      },
      { parent: this, dependsOn: [...policies] },
    );
  }
}

/** How hard EventBridge tries. */
type Delivery = Pick<aws.cloudwatch.EventTargetArgs, "retryPolicy">;

/** A rule that matches one kind of event. */
export interface DrainRule {
  readonly name: string;
  /** The kind of event: `interruption`, `rebalance` or `termination`. */
  readonly role: string;
  readonly rule: aws.cloudwatch.EventRule;
  readonly delivery: Delivery;
}

/** Seconds. */
const day = 86_400;

const ec2Event = (detailType: string) => ({ source: ["aws.ec2"], "detail-type": [detailType] });

/** After two minutes the instance is gone; as many tries as EventBridge makes by itself. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const withinNotice: Delivery = { retryPolicy: { maximumEventAgeInSeconds: 120, maximumRetryAttempts: 185 } };
