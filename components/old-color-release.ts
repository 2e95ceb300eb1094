import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { colors } from "../cutover/plan-weights";
import type { ReleaseOldEnvironment } from "../functions/release-old-color/settings";
import type { StackSettings } from "../settings";
import { emptyStandbyNote, formatStandbyNote, standbyParameterName } from "../standby/standby-note";
import { allow, arnsInCluster } from "./allow";
import type { ApplicationLoadBalancer } from "./application-load-balancer";
import type { BlueGreenService } from "./blue-green-service";
import { BundledFunction } from "./bundled-function";
import type { ColorService } from "./color-service";
import type { CutoverRecord } from "./cutover-record";
import { FunctionSchedule } from "./function-schedule";
import type { SpotCluster } from "./spot-cluster";
import { StandbyAlarms } from "./standby-alarms";

/** Whose old colour is let go after a cutover, and by what code. */
export interface OldColorReleaseArgs {
  readonly services: readonly BlueGreenService[];
  readonly settings: Pick<StackSettings, "services" | "standby" | "logRetentionDays" | "alarmTopicArn">;
  readonly cluster: SpotCluster;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly record: CutoverRecord;
  readonly code: pulumi.asset.Archive;
}

/** Jitter and calls of one look; the next one is a minute away. */
const timeoutSeconds = 50;

/**
 * Lambda function that holds the colour that served before a cutover, and lets it go afterwards. It moves the bounds of
 * scalable targets and nothing else.
 */
export class OldColorRelease extends pulumi.ComponentResource {
  public readonly standbyName: pulumi.Output<string>;

  public constructor(name: string, args: OldColorReleaseArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:OldColorRelease", name, {}, opts);
    const note = this.createNote(name);
    const lambda = this.createFunction(name, args, note);
    const description = "Looks after the colour that served before";
    new FunctionSchedule(`${name}-schedule`, { lambda, description }, { parent: this });
    const { functionName } = lambda;
    const { alarmTopicArn } = args.settings;
    new StandbyAlarms(`${name}-alarms`, { functionName, alarmTopicArn }, { parent: this });
    this.standbyName = note.name;
    this.registerOutputs({ standbyName: this.standbyName });
  }

  /** What the function remembers from one look to the next. */
  private createNote(name: string): aws.ssm.Parameter {
    return new aws.ssm.Parameter(
      `${name}-note`,
      {
        name: standbyParameterName({ project: pulumi.getProject(), stack: pulumi.getStack() }),
        description: "How far the old colour has been let go; written by the function",
        type: "String",
        insecureValue: formatStandbyNote(emptyStandbyNote),
      },
      { parent: this, ignoreChanges: ["insecureValue"] },
    );
  }

  private createFunction(name: string, args: OldColorReleaseArgs, note: aws.ssm.Parameter): BundledFunction {
    const { code, settings, cluster, loadBalancer, record } = args;
    const { holdSeconds, afterHold, maxDisconnects } = settings.standby;
    return new BundledFunction(
      `${name}-function`,
      {
        description: "Holds the colour that served before a cutover, and lets it go afterwards",
        code,
        environment: {
          DECLARED_PARAMETER: record.declaredName,
          STANDBY_PARAMETER: note.name,
          CLUSTER_NAME: cluster.clusterName,
          LOAD_BALANCER: loadBalancer.loadBalancerArnSuffix,
          HOLD_SECONDS: String(holdSeconds),
          AFTER_HOLD: afterHold,
          MAX_DISCONNECTS: String(maxDisconnects),
          SERVICES: servicesOf(args),
        } satisfies Record<keyof ReleaseOldEnvironment, pulumi.Input<string>>,
        statements: statementsOf(args, note),
        timeoutSeconds,
        memory: 256,
        logRetentionDays: settings.logRetentionDays,
      },
      { parent: this },
    );
  }
}

/** Those that requests are led to: queue workers follow the record by themselves. */
const routedOf = ({ services }: OldColorReleaseArgs) => services.filter(({ routing }) => routing !== undefined);

const servicesOf = (args: OldColorReleaseArgs): pulumi.Output<string> =>
  pulumi.jsonStringify(
    Object.fromEntries(
      routedOf(args).map(({ serviceName, colors: { blue, green } }) => {
        const { min, max } = args.settings.services.find(({ name }) => name === serviceName)?.count ?? {
          min: 1,
          max: 1,
        };
        return [serviceName, [min, max, blue.service.name, green.service.name]];
      }),
    ),
  );

/** Which actions know which resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html */
const statementsOf = (args: OldColorReleaseArgs, note: aws.ssm.Parameter): readonly aws.iam.PolicyStatement[] => {
  const { clusterArn } = args.cluster;
  const routed = routedOf(args).flatMap((service) => colors.map((color) => service.colors[color]));
  return [
    allow(["ssm:GetParameter"], args.record.declaredArn),
    allow(["ssm:GetParameter", "ssm:PutParameter"], note.arn),
    // None of these knows a resource: reading needs this much.
    allow(
      [
        "elasticloadbalancing:DescribeRules",
        "application-autoscaling:DescribeScalableTargets",
        "cloudwatch:GetMetricData",
      ],
      "*",
    ),
    allow(["ecs:DescribeServices"], arnsInCluster(clusterArn, "service"), { ArnEquals: { "ecs:cluster": clusterArn } }),
    ...(routed.length === 0 ? [] : scalingStatements(routed)),
  ];
};

/**
 * Application Auto Scaling asks on behalf of its caller whether it may update the service; nothing here calls that.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
 */
const scalingStatements = (routed: readonly ColorService[]): readonly aws.iam.PolicyStatement[] => [
  {
    Effect: "Allow",
    Action: ["application-autoscaling:RegisterScalableTarget"],
    Resource: routed.map(({ scalableTarget }) => scalableTarget.arn),
  },
  { Effect: "Allow", Action: ["ecs:UpdateService"], Resource: routed.map(({ service }) => service.arn) },
];
