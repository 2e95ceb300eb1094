import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { GatedRule } from "../cutover/gate-before";
import { type Color, colors, type Weights } from "../cutover/plan-weights";
import type { ServiceSettings, StackSettings } from "../settings";
import type { ApplicationLoadBalancer } from "./application-load-balancer";
import type { BeforeFlipRecord } from "./before-flip-record";
import { ColorAlarms } from "./color-alarms";
import { ColorRoutes } from "./color-routes";
import { ColorService } from "./color-service";
import type { Network } from "./network";
import { isRouted } from "./plan-routing";
import type { SpotCluster } from "./spot-cluster";
import { TaskRoles } from "./task-roles";
import { type WorkerAccess, workerAccess } from "./worker-access";
import type { WorkerTable } from "./worker-table";

/** One service, and what all of them stand on. */
export interface BlueGreenServiceArgs {
  readonly service: ServiceSettings;
  readonly settings: Pick<
    StackSettings,
    | "colors"
    | "testerHeader"
    | "deregistrationDelaySeconds"
    | "logRetentionDays"
    | "alarmErrorsPerMinute"
    | "alarmTopicArn"
  >;
  /** The only thing here that a cutover changes. */
  readonly weights: Weights;
  /** Makes the hook that may refuse other weights. @default none */
  readonly gate?: (rule: GatedRule) => pulumi.ResourceHook;
  /** What must be steady, besides its own tasks, before the weights change. @default nothing */
  readonly peers?: Promise<readonly pulumi.Resource[]>;
  readonly network: Network;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly cluster: SpotCluster;
  /** Which colour of a queue worker consumes. @default none, where all services take requests */
  readonly workerTable?: WorkerTable | undefined;
  /** Remembers the tasks before flips. @default none, where no service has one */
  readonly beforeFlipRecord?: BeforeFlipRecord | undefined;
}

/** What the record of a cutover says about a service that takes requests. */
export interface ServiceRouting {
  readonly rule: aws.lb.ListenerRule;
  readonly groupArns: Readonly<Record<Color, pulumi.Output<string>>>;
}

/** A service in two permanent colours. With a path its requests follow the weights; without one it is a queue worker. */
export class BlueGreenService extends pulumi.ComponentResource {
  public readonly serviceName: string;
  /** Both colours' tasks. */
  public readonly ecsServices: readonly aws.ecs.Service[];
  /** What runs each colour. */
  public readonly colors: Readonly<Record<Color, ColorService>>;
  /** Absent for a queue worker. */
  public readonly routing: ServiceRouting | undefined;

  public constructor(name: string, args: BlueGreenServiceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:BlueGreenService", name, {}, opts);
    this.serviceName = args.service.name;
    const logGroup = this.createLogGroup(name, args);
    const worker = workerOf(args);
    const roles = this.createRoles(name, args, { logGroup, worker });
    const routes = this.createRoutes(name, args);
    const createService = (color: Color) => this.createService(name, args, { color, logGroup, worker, roles, routes });
    const services = { blue: createService("blue"), green: createService("green") };
    this.ecsServices = colors.map((color) => services[color].service);
    const rule = routes === undefined ? undefined : this.createWeightedRule(args, { logGroup, routes, services });
    if (routes !== undefined) this.createAlarms(name, args, routes);
    this.colors = services;
    this.routing = routes === undefined || rule === undefined ? undefined : { rule, groupArns: routes.groupArns };
    this.registerOutputs({ ruleArn: rule?.arn });
  }

  private createLogGroup(name: string, { settings }: BlueGreenServiceArgs): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays: settings.logRetentionDays },
      { parent: this },
    );
  }

  private createRoles(
    name: string,
    { service }: BlueGreenServiceArgs,
    { logGroup, worker }: Pick<ColorParts, "logGroup" | "worker">,
  ): TaskRoles {
    const secretArns = Object.values(service.secrets);
    const taskStatements = worker?.statements ?? [];
    return new TaskRoles(name, { logGroupArn: logGroup.arn, secretArns, taskStatements }, { parent: this });
  }

  private createRoutes(name: string, args: BlueGreenServiceArgs): ColorRoutes | undefined {
    const { service, settings, network, loadBalancer } = args;
    if (!isRouted(service)) return undefined;
    const { testerHeader, deregistrationDelaySeconds } = settings;
    const listener = { loadBalancer: loadBalancer.resource, listenerArn: loadBalancer.listenerArn };
    return new ColorRoutes(
      name,
      { service, ...listener, vpcId: network.vpcId, testerHeader, deregistrationDelaySeconds },
      { parent: this },
    );
  }

  private createAlarms(name: string, { settings, loadBalancer }: BlueGreenServiceArgs, routes: ColorRoutes): void {
    const { loadBalancerArn } = loadBalancer;
    const { alarmErrorsPerMinute: errorsPerMinute, alarmTopicArn } = settings;
    for (const color of colors) {
      const targetGroupArn = routes.groupArns[color];
      const alarms = { targetGroupArn, loadBalancerArn, errorsPerMinute, alarmTopicArn };
      new ColorAlarms(`${name}-${color}`, alarms, { parent: this });
    }
  }

  private createWeightedRule(
    { service, weights, gate, cluster, peers, beforeFlipRecord }: BlueGreenServiceArgs,
    { logGroup, routes, services }: RuleParts,
  ): aws.lb.ListenerRule {
    const hook = gate?.({
      service: service.name,
      floor: service.count.min,
      clusterArn: cluster.clusterArn,
      groupArns: routes.groupArns,
      ecsServices: { blue: services.blue.service.name, green: services.green.service.name },
      ...(service.beforeFlip && { beforeFlip: { ...service.beforeFlip, logGroup: logGroup.name } }),
    });
    return routes.createWeightedRule(weights, {
      startsAfter: [...this.ecsServices, ...(beforeFlipRecord === undefined ? [] : [beforeFlipRecord.parameter])],
      ...(peers === undefined ? {} : { peers }),
      ...(hook === undefined ? {} : { hooks: { beforeUpdate: [hook] } }),
    });
  }

  private createService(name: string, args: BlueGreenServiceArgs, parts: ColorParts): ColorService {
    const { service, settings, cluster, loadBalancer } = args;
    const { color, logGroup, worker, roles, routes } = parts;
    return new ColorService(
      `${name}-${color}`,
      {
        service,
        color,
        settings: settings.colors[color],
        image: imageOf(service.name, color, settings.colors[color].images),
        deregistrationDelaySeconds: settings.deregistrationDelaySeconds,
        cluster,
        roles,
        logGroupName: logGroup.name,
        workerEnvironment: worker?.environment,
        targetGroupArn: routes?.groupArns[color],
        requests: routes && { loadBalancer: loadBalancer.loadBalancerArnSuffix, groups: routes.groupArnSuffixes },
        startsAfter: [...cluster.capacity, ...roles.policies, ...(routes?.staticRules ?? [])],
      },
      { parent: this },
    );
  }
}

interface RuleParts {
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly routes: ColorRoutes;
  readonly services: Readonly<Record<Color, ColorService>>;
}

interface ColorParts {
  readonly color: Color;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly worker: WorkerAccess | undefined;
  readonly roles: TaskRoles;
  readonly routes: ColorRoutes | undefined;
}

const workerOf = ({ service, workerTable }: BlueGreenServiceArgs): WorkerAccess | undefined =>
  isRouted(service) || workerTable === undefined ? undefined : workerAccess(service, workerTable);

const imageOf = (service: string, color: Color, images: Readonly<Record<string, string>>): string => {
  const image = images[service];
  if (image === undefined) throw new Error(`${color}.images.${service}: got nothing, allowed: an image.`);
  return image;
};
