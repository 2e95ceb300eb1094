import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Color } from "../cutover/plan-weights";
import type { ColorSettings, ServiceSettings } from "../settings";
import { ColorScaling } from "./color-scaling";
import { planContainer } from "./plan-container";
import type { RequestSource } from "./plan-request-metric";
import { planTaskCount } from "./plan-task-count";
import type { SpotCluster } from "./spot-cluster";
import type { TaskRoles } from "./task-roles";
import { purchaseAttribute } from "./user-data";

/** One colour of one service. */
export interface ColorServiceArgs {
  readonly service: ServiceSettings;
  readonly color: Color;
  readonly settings: ColorSettings;
  readonly image: string;
  readonly deregistrationDelaySeconds: number;
  readonly cluster: SpotCluster;
  readonly roles: TaskRoles;
  readonly logGroupName: pulumi.Input<string>;
  /** @default none: a queue worker */
  readonly targetGroupArn?: pulumi.Input<string> | undefined;
  /** Where both colours' requests are counted. @default none: a queue worker */
  readonly requests?: RequestSource | undefined;
  /** What a queue worker is told. @default nothing */
  readonly workerEnvironment?: pulumi.Input<Readonly<Record<string, string>>> | undefined;
  /** What must be there before the first task starts. */
  readonly startsAfter: readonly pulumi.Resource[];
}

/** How long a new task may fail its health checks before it is replaced. */
const healthCheckGraceSeconds = 30;

/** The ECS service that runs one colour of one service, for good. Nothing here knows which colour is active. */
export class ColorService extends pulumi.ComponentResource {
  public readonly service: aws.ecs.Service;
  /** The bounds of its number of tasks. */
  public readonly scalableTarget: aws.appautoscaling.Target;

  public constructor(name: string, args: ColorServiceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:ColorService", name, {}, opts);
    const taskDefinition = this.createTaskDefinition(name, args);
    this.service = this.createService(name, args, taskDefinition);
    this.scalableTarget = this.createScalableTarget(name, args);
    this.createScaling(name, args);
    this.registerOutputs({ serviceName: this.service.name });
  }

  private createTaskDefinition(name: string, args: ColorServiceArgs): aws.ecs.TaskDefinition {
    const { service, color, settings, image, roles } = args;
    const container = pulumi
      .all([args.logGroupName, aws.getRegionOutput({}, { parent: this }).region, args.workerEnvironment])
      .apply(([logGroupName, region, workerEnvironment]) =>
        planContainer({ ...service, image, color, version: settings.version, logGroupName, region, workerEnvironment }),
      );
    return new aws.ecs.TaskDefinition(
      name,
      {
        // Pulumi's names may have dots, a family may not: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
        family: `${pulumi.getProject()}-${pulumi.getStack()}-${name}`.replaceAll(".", "-"),
        requiresCompatibilities: ["EC2"],
        networkMode: "bridge",
        executionRoleArn: roles.executionRoleArn,
        taskRoleArn: roles.taskRoleArn,
        containerDefinitions: pulumi.jsonStringify([container]),
        // Going back to an old version then registers nothing.
        skipDestroy: true,
      },
      { parent: this },
    );
  }

  private createService(name: string, args: ColorServiceArgs, taskDefinition: aws.ecs.TaskDefinition): aws.ecs.Service {
    const { service, settings, cluster } = args;
    return new aws.ecs.Service(
      name,
      {
        cluster: cluster.clusterArn,
        taskDefinition: taskDefinition.arn,
        launchType: "EC2",
        desiredCount: planTaskCount(service.count, settings.capacity).min,
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        // It would move tasks back that were packed together on purpose.
        availabilityZoneRebalancing: "DISABLED",
        orderedPlacementStrategies: [
          { type: "spread", field: "attribute:ecs.availability-zone" },
          { type: "binpack", field: "memory" },
        ],
        placementConstraints: constraintsOf(service),
        enableExecuteCommand: true,
        waitForSteadyState: true,
        propagateTags: "SERVICE",
        ...loadBalancerOf(args),
      },
      {
        parent: this,
        dependsOn: [...args.startsAfter],
        ignoreChanges: ["desiredCount"],
        customTimeouts: { delete: `${deleteTimeoutSeconds(args)}s` },
      },
    );
  }

  /** Autoscaling owns the number of tasks; this is all that a capacity changes. */
  private createScalableTarget(
    name: string,
    { service, settings, cluster }: ColorServiceArgs,
  ): aws.appautoscaling.Target {
    const { min, max } = planTaskCount(service.count, settings.capacity);
    return new aws.appautoscaling.Target(
      name,
      {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: pulumi.interpolate`service/${cluster.clusterName}/${this.service.name}`,
        minCapacity: min,
        maxCapacity: max,
      },
      { parent: this },
    );
  }

  private createScaling(name: string, { service, settings, requests }: ColorServiceArgs): void {
    const args = { service, capacity: settings.capacity, target: this.scalableTarget, requests };
    new ColorScaling(name, args, { parent: this });
  }
}

/** What stopping takes at worst and five minutes more, or the provider's own 20 minutes: a service is only gone with its tasks. */
const deleteTimeoutSeconds = ({ service, deregistrationDelaySeconds }: ColorServiceArgs): number =>
  Math.max(1200, deregistrationDelaySeconds + service.stopTimeoutSeconds + 300);

const constraintsOf = ({ placement }: ServiceSettings) =>
  placement === "on-demand" ? [{ type: "memberOf", expression: `attribute:${purchaseAttribute} == on-demand` }] : [];

const loadBalancerOf = ({ service, targetGroupArn }: ColorServiceArgs) =>
  targetGroupArn === undefined || service.port === undefined
    ? {}
    : {
        loadBalancers: [{ targetGroupArn, containerName: service.name, containerPort: service.port }],
        healthCheckGracePeriodSeconds: healthCheckGraceSeconds,
      };
