import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DrainRule } from "./drain-queue";

/** Which events people are told about. */
export interface AnnouncementQueueArgs {
  readonly rules: readonly DrainRule[];
  /** Seconds that a message stays hidden when the visit that took it crashed. */
  readonly visibilityTimeoutSeconds: number;
}

/** A second queue of what makes instances go: whoever reads it can be slow or down, and no drain waits. */
export class AnnouncementQueue extends pulumi.ComponentResource {
  public readonly queue: aws.sqs.Queue;

  public constructor(name: string, args: AnnouncementQueueArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:AnnouncementQueue", name, {}, opts);
    this.queue = this.createQueue(name, args);
    const policy = this.createPolicy(name, args);
    for (const rule of args.rules) this.createTarget(name, rule, policy);
    this.registerOutputs({ queueUrl: this.queue.url });
  }

  private createQueue(name: string, { visibilityTimeoutSeconds }: AnnouncementQueueArgs): aws.sqs.Queue {
    return new aws.sqs.Queue(
      name,
      {
        visibilityTimeoutSeconds,
        // Twice the longest drain. Nothing is dead-lettered: what can't be told is counted, and forgotten.
        messageRetentionSeconds: 4 * 86_400,
        sqsManagedSseEnabled: true,
      },
      { parent: this },
    );
  }

  private createPolicy(name: string, { rules }: AnnouncementQueueArgs): aws.sqs.QueuePolicy {
    const statement = {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: this.queue.arn,
      Condition: { ArnEquals: { "aws:SourceArn": rules.map(({ rule }) => rule.arn) } },
    };
    const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: [statement] });
    return new aws.sqs.QueuePolicy(`${name}-policy`, { queueUrl: this.queue.url, policy }, { parent: this });
  }

  private createTarget(name: string, { role, rule }: DrainRule, policy: pulumi.Resource): void {
    new aws.cloudwatch.EventTarget(
      `${name}-${role}-target`,
      {
        rule: rule.name,
        arn: this.queue.arn,
        // Older, it is no news.
        retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 185 },
      },
      { parent: this, dependsOn: [policy] },
    );
  }
}
