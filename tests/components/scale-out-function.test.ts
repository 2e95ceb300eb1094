import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { ScaleOutFunction } from "../../components/scale-out-function";
import { parseScaleOutSettings } from "../../functions/scale-out-fleet/settings";
import { awsCalls, createGround } from "../support/components";
import { keyOf, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const component = "switchyard:index:ScaleOutFunction scale-out";
const account = "eu-central-1:123456789012";

const record = async () => {
  const { resources } = await recordResources(
    () => {
      const settings = settingsWith({ fleet: { targetCapacity: 3, maxCapacity: 12 } });
      const { cluster } = createGround(settings);
      const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = 1") });
      Object.assign(cluster, { clusterArn: pulumi.output(`arn:aws:ecs:${account}:cluster/main`) });
      return new ScaleOutFunction("scale-out", { cluster, code, settings });
    },
    { calls: awsCalls },
  );
  return resources;
};

describe("ScaleOutFunction", () => {
  it("makes a function, a schedule and an alarm", async () => {
    const resources = await record();
    expect(resources.filter(({ parent }) => parent === component).map(keyOf)).to.have.members([
      "switchyard:index:BundledFunction scale-out-function",
      "switchyard:index:FunctionSchedule scale-out-schedule",
      "aws:cloudwatch/metricAlarm:MetricAlarm scale-out-alarm",
    ]);
  });

  it("gives the function an environment that it starts with", async () => {
    const { environment, timeout, memorySize } = resourceOf(
      await record(),
      "aws:lambda/function:Function",
      "scale-out-function",
    ).inputs as { environment: { variables: Record<string, string> }; timeout: number; memorySize: number };
    expect([timeout, memorySize]).to.deep.equal([50, 256]);
    expect(environment.variables).to.deep.equal({
      CLUSTER_ARN: `arn:aws:ecs:${account}:cluster/main`,
      FLEET_ID: "cluster-spot-id",
      PURCHASE_ATTRIBUTE: "switchyard.purchase",
      MAXIMUM_TARGET: "12",
      SPARE_TASKS: "1",
    });
    expect(parseScaleOutSettings({ ...environment.variables, FLEET_ID: "sfr-1" }).limits).to.deep.equal({
      maximumTarget: 12,
      spareTasks: 1,
    });
  });

  it("lets the function read the cluster and change this fleet's target, and nothing else", async () => {
    const { policy } = resourceOf(await record(), "aws:iam/rolePolicy:RolePolicy", "scale-out-function-policy")
      .inputs as { policy: { Statement: readonly unknown[] } };
    const inCluster = { ArnEquals: { "ecs:cluster": `arn:aws:ecs:${account}:cluster/main` } };
    expect(policy.Statement).to.deep.equal([
      { Effect: "Allow", Action: ["ecs:ListServices"], Resource: "*", Condition: inCluster },
      {
        Effect: "Allow",
        Action: ["ecs:DescribeServices"],
        Resource: `arn:aws:ecs:${account}:service/main/*`,
        Condition: inCluster,
      },
      { Effect: "Allow", Action: ["ecs:ListContainerInstances"], Resource: `arn:aws:ecs:${account}:cluster/main` },
      {
        Effect: "Allow",
        Action: ["ecs:DescribeContainerInstances", "ecs:ListTasks"],
        Resource: `arn:aws:ecs:${account}:container-instance/main/*`,
        Condition: inCluster,
      },
      {
        Effect: "Allow",
        Action: ["ecs:DescribeTasks"],
        Resource: `arn:aws:ecs:${account}:task/main/*`,
        Condition: inCluster,
      },
      { Effect: "Allow", Action: ["ecs:DescribeTaskDefinition", "ec2:DescribeSpotFleetRequests"], Resource: "*" },
      {
        Effect: "Allow",
        Action: ["ec2:ModifySpotFleetRequest"],
        Resource: `arn:aws:ec2:${account}:spot-fleet-request/cluster-spot-id`,
      },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:scale-out-function-logs:LogGroup:*",
      },
    ]);
  });

  it("tells when nobody looks after the fleet", async () => {
    const { alarmDescription, ...alarm } = resourceOf(
      await record(),
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "scale-out-alarm",
    ).inputs;
    expect(alarm).to.deep.equal({
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: "scale-out-function-name" },
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      threshold: 3,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
    });
    expect(alarmDescription).to.be.a("string");
  });
});
