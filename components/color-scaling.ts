import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Capacity, ScheduledCount, ServiceSettings } from "../settings";
import { planRequestMetric, type RequestSource } from "./plan-request-metric";
import { planTaskCount } from "./plan-task-count";

/** What moves the number of tasks of one colour within its bounds, and moves the bounds. */
export interface ColorScalingArgs {
  readonly service: ServiceSettings;
  readonly capacity: Capacity;
  readonly target: aws.appautoscaling.Target;
  /** @default none: a queue worker, which no request count tells anything about */
  readonly requests?: RequestSource | undefined;
}

/** How long after more tasks were added the next ones may be: metrics come once a minute. Seconds. */
const scaleOutCooldown = 60;

/**
 * How long after tasks were taken away the next ones may be: AWS's own default for ECS, in seconds.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html
 */
const scaleInCooldown = 300;

/**
 * A colour's scaling policy and its scheduled actions, one after the other: a scalable target takes one update at a time, and
 * the provider doesn't try again (https://github.com/hashicorp/terraform-provider-aws/issues/17915). Other targets don't wait.
 */
export class ColorScaling extends pulumi.ComponentResource {
  public constructor(name: string, args: ColorScalingArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:ColorScaling", name, {}, opts);
    const policy = this.createPolicy(name, args);
    const actions = this.createActions(name, args, policy);
    this.registerOutputs({ policyArn: policy?.arn, scheduledActions: actions.map((action) => action.name) });
  }

  private createPolicy(name: string, args: ColorScalingArgs): aws.appautoscaling.Policy | undefined {
    const { service, requests } = args;
    if (requests === undefined || service.requestsPerTarget === undefined) return undefined;
    return new aws.appautoscaling.Policy(
      `${name}-requests`,
      {
        ...targetOf(args),
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          targetValue: service.requestsPerTarget,
          customizedMetricSpecification: planRequestMetric(requests),
          scaleOutCooldown,
          scaleInCooldown,
        },
      },
      { parent: this },
    );
  }

  private createActions(
    name: string,
    args: ColorScalingArgs,
    policy: aws.appautoscaling.Policy | undefined,
  ): readonly aws.appautoscaling.ScheduledAction[] {
    const actions: aws.appautoscaling.ScheduledAction[] = [];
    for (const entry of args.service.schedule) {
      const before = actions.at(-1) ?? policy;
      actions.push(this.createAction(`${name}-${entry.name}`, args, { entry, before }));
    }
    return actions;
  }

  private createAction(
    name: string,
    args: ColorScalingArgs,
    { entry, before }: { readonly entry: ScheduledCount; readonly before: pulumi.Resource | undefined },
  ): aws.appautoscaling.ScheduledAction {
    const { min, max } = scheduledCount(args, entry);
    return new aws.appautoscaling.ScheduledAction(
      name,
      {
        ...targetOf(args),
        schedule: `cron(${entry.cron})`,
        timezone: entry.timezone,
        scalableTargetAction: { minCapacity: min, maxCapacity: max },
      },
      { parent: this, dependsOn: before === undefined ? [] : [before] },
    );
  }
}

/** From the target's outputs: after it on creation, before it on deletion. */
const targetOf = ({ target }: ColorScalingArgs) => ({
  serviceNamespace: target.serviceNamespace,
  scalableDimension: target.scalableDimension,
  resourceId: target.resourceId,
});

/**
 * Only a colour with capacity `full` follows the schedule. The others' actions repeat their own bounds instead of being left
 * out, so that a colour that becomes `full` before a flip has them by an update of what exists.
 */
const scheduledCount = ({ service, capacity }: ColorScalingArgs, { min, max }: ScheduledCount) =>
  capacity === "full" ? { min, max } : planTaskCount(service.count, capacity);
