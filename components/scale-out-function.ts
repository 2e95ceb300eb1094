import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ScaleOutEnvironment } from "../functions/scale-out-fleet/settings";
import type { StackSettings } from "../settings";
import { alarmActions } from "./alarm-actions";
import { allow, arnsInCluster } from "./allow";
import { BundledFunction } from "./bundled-function";
import { FunctionSchedule } from "./function-schedule";
import type { SpotCluster } from "./spot-cluster";
import { purchaseAttribute } from "./user-data";

/** Whose fleet grows, and by what code. */
export interface ScaleOutFunctionArgs {
  readonly cluster: SpotCluster;
  readonly code: pulumi.asset.Archive;
  readonly settings: Pick<StackSettings, "fleet" | "logRetentionDays" | "alarmTopicArn">;
}

/** Every service finds room for one more task at once: its first one that is taken away with an instance. */
const spareTasks = 1;

/** Lambda function that raises the fleet's target when tasks find no room. Nothing here makes it smaller. */
export class ScaleOutFunction extends pulumi.ComponentResource {
  public constructor(name: string, args: ScaleOutFunctionArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:ScaleOutFunction", name, {}, opts);
    const lambda = this.createFunction(name, args);
    this.createSchedule(name, lambda);
    this.createAlarm(name, lambda, args);
    this.registerOutputs({ functionName: lambda.functionName });
  }

  private createFunction(name: string, { cluster, code, settings }: ScaleOutFunctionArgs): BundledFunction {
    return new BundledFunction(
      `${name}-function`,
      {
        description: "Raises the spot fleet's target when tasks find no room",
        code,
        environment: {
          CLUSTER_ARN: cluster.clusterArn,
          FLEET_ID: cluster.spotFleet.id,
          PURCHASE_ATTRIBUTE: purchaseAttribute,
          MAXIMUM_TARGET: String(settings.fleet.maxCapacity),
          SPARE_TASKS: String(spareTasks),
        } satisfies Record<keyof ScaleOutEnvironment, pulumi.Input<string>>,
        statements: statementsOf(cluster),
        // The next visit is a minute away.
        timeoutSeconds: 50,
        memory: 256,
        logRetentionDays: settings.logRetentionDays,
      },
      { parent: this },
    );
  }

  private createSchedule(name: string, lambda: BundledFunction): void {
    const description = "Looks whether every task finds room";
    new FunctionSchedule(`${name}-schedule`, { lambda, description }, { parent: this });
  }

  private createAlarm(name: string, { functionName }: BundledFunction, { settings }: ScaleOutFunctionArgs): void {
    new aws.cloudwatch.MetricAlarm(
      `${name}-alarm`,
      {
        alarmDescription: "The spot fleet isn't looked after: the function keeps failing",
        namespace: "AWS/Lambda",
        metricName: "Errors",
        dimensions: { FunctionName: functionName },
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        threshold: 3,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        ...alarmActions(settings),
      },
      { parent: this },
    );
  }
}

/** Which actions know which resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const statementsOf = ({ clusterArn, spotFleet }: SpotCluster) => {
  const inCluster = { ArnEquals: { "ecs:cluster": clusterArn } };
  const fleetArn = pulumi
    .all([clusterArn, spotFleet.id])
    .apply(([arn, id]) => arn.replace(":ecs:", ":ec2:").replace(/:cluster\/.*/, `:spot-fleet-request/${id}`));
  return [
    allow(["ecs:ListServices"], "*", inCluster),
    allow(["ecs:DescribeServices"], arnsInCluster(clusterArn, "service"), inCluster),
    allow(["ecs:ListContainerInstances"], clusterArn),
    allow(
      ["ecs:DescribeContainerInstances", "ecs:ListTasks"],
      arnsInCluster(clusterArn, "container-instance"),
      inCluster,
    ),
    allow(["ecs:DescribeTasks"], arnsInCluster(clusterArn, "task"), inCluster),
    // Neither knows a resource: reading needs this much.
    allow(["ecs:DescribeTaskDefinition", "ec2:DescribeSpotFleetRequests"], "*"),
    allow(["ec2:ModifySpotFleetRequest"], fleetArn),
  ];
};
