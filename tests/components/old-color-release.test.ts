import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { BlueGreenService } from "../../components/blue-green-service";
import { CutoverRecord } from "../../components/cutover-record";
import { OldColorRelease } from "../../components/old-color-release";
import { planWeights } from "../../cutover/plan-weights";
import { parseReleaseOldSettings } from "../../functions/release-old-color/settings";
import { awsCalls, createGround } from "../support/components";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const component = "switchyard:index:OldColorRelease standby";
const account = "eu-central-1:123456789012";
const colorOf = (names: readonly string[]) => ({
  version: "1.0.0.RELEASE",
  images: Object.fromEntries(names.map((name) => [name, `example.com/${name}:1`])),
});
const web = { path: "/*", port: 80, count: { min: 2, max: 9 } };

const record = (services: object = { web, bot: { cpu: 128 } }) =>
  recordResources(
    () => {
      const settings = settingsWith({
        services,
        blue: colorOf(Object.keys(services)),
        green: colorOf(Object.keys(services)),
        standby: { holdSeconds: 3600, afterHold: "off", maxDisconnects: 500 },
      });
      const ground = createGround(settings);
      Object.assign(ground.cluster, { clusterArn: pulumi.output(`arn:aws:ecs:${account}:cluster/main`) });
      const weights = planWeights("blue", 0);
      const built = settings.services.map(
        (service) => new BlueGreenService(service.name, { service, settings, weights, ...ground }),
      );
      const cutover = new CutoverRecord("record", { services: built, weights, activeColor: "blue" });
      const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = 1") });
      return new OldColorRelease("standby", { services: built, settings, ...ground, record: cutover, code });
    },
    { calls: awsCalls },
  );

describe("OldColorRelease", () => {
  it("is a note, a function, a schedule that may call it, and its alarms, all its own children", async () => {
    const { resources, result } = await record();
    expect(resources.filter(({ parent }) => parent === component).map(keyOf)).to.have.members([
      "aws:ssm/parameter:Parameter standby-note",
      "switchyard:index:BundledFunction standby-function",
      "switchyard:index:FunctionSchedule standby-schedule",
      "switchyard:index:StandbyAlarms standby-alarms",
    ]);
    expect(await outputValue(result.standbyName)).to.equal("/switchyard/switchyard/test/standby");
  });

  it("creates the note once, and leaves it to the function then", async () => {
    const { resources } = await record();
    const { inputs, ignoreChanges } = resourceOf(resources, "aws:ssm/parameter:Parameter", "standby-note");
    expect(inputs).to.deep.equal({
      name: "/switchyard/switchyard/test/standby",
      description: "How far the old colour has been let go; written by the function",
      type: "String",
      insecureValue: '{"version":0,"isFrozen":false,"released":{}}',
    });
    expect(ignoreChanges).to.deep.equal(["insecureValue"]);
  });

  it("has its own function looked at every minute", async () => {
    const { resources } = await record();
    expect(resourceOf(resources, "aws:cloudwatch/eventRule:EventRule", "standby-schedule").inputs).to.deep.equal({
      description: "Looks after the colour that served before",
      scheduleExpression: "rate(1 minute)",
    });
    const target = resourceOf(resources, "aws:cloudwatch/eventTarget:EventTarget", "standby-schedule-target");
    const { rule, arn } = target.inputs as { rule: string; arn: string };
    expect([rule, arn]).to.deep.equal(["standby-schedule-name", "arn:standby-function:Function"]);
  });

  it("gives the function an environment that it starts with; queue workers aren't in it", async () => {
    const { resources } = await record();
    const { environment, timeout, memorySize } = resourceOf(
      resources,
      "aws:lambda/function:Function",
      "standby-function",
    ).inputs as { environment: { variables: Record<string, string> }; timeout: number; memorySize: number };
    expect([timeout, memorySize]).to.deep.equal([50, 256]);
    expect(environment.variables).to.deep.equal({
      DECLARED_PARAMETER: "/switchyard/switchyard/test/declared",
      STANDBY_PARAMETER: "/switchyard/switchyard/test/standby",
      CLUSTER_NAME: "cluster-name",
      LOAD_BALANCER: "app/edge-alb/1",
      HOLD_SECONDS: "3600",
      AFTER_HOLD: "off",
      MAX_DISCONNECTS: "500",
      SERVICES: '{"web":[2,9,"web-blue-name","web-green-name"]}',
    });
    expect(parseReleaseOldSettings(environment.variables).services).to.deep.equal([
      { name: "web", count: { min: 2, max: 9 }, ecsServices: { blue: "web-blue-name", green: "web-green-name" } },
    ]);
  });

  it("lets the function move these services' bounds and write its note, and nothing else", async () => {
    const { resources } = await record();
    const { policy } = resourceOf(resources, "aws:iam/rolePolicy:RolePolicy", "standby-function-policy").inputs as {
      policy: { Statement: readonly unknown[] };
    };
    expect(policy.Statement).to.deep.equal([
      { Effect: "Allow", Action: ["ssm:GetParameter"], Resource: "arn:record-declared:Parameter" },
      { Effect: "Allow", Action: ["ssm:GetParameter", "ssm:PutParameter"], Resource: "arn:standby-note:Parameter" },
      {
        Effect: "Allow",
        Action: [
          "elasticloadbalancing:DescribeRules",
          "application-autoscaling:DescribeScalableTargets",
          "cloudwatch:GetMetricData",
        ],
        Resource: "*",
      },
      {
        Effect: "Allow",
        Action: ["ecs:DescribeServices"],
        Resource: `arn:aws:ecs:${account}:service/main/*`,
        Condition: { ArnEquals: { "ecs:cluster": `arn:aws:ecs:${account}:cluster/main` } },
      },
      {
        Effect: "Allow",
        Action: ["application-autoscaling:RegisterScalableTarget"],
        Resource: ["arn:web-blue:Target", "arn:web-green:Target"],
      },
      { Effect: "Allow", Action: ["ecs:UpdateService"], Resource: ["arn:web-blue:Service", "arn:web-green:Service"] },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:standby-function-logs:LogGroup:*",
      },
    ]);
  });

  it("may change nothing where only queue workers are", async () => {
    const { resources } = await record({ bot: { cpu: 128 } });
    const { policy } = resourceOf(resources, "aws:iam/rolePolicy:RolePolicy", "standby-function-policy").inputs as {
      policy: { Statement: readonly { Action: readonly string[] }[] };
    };
    const actions = policy.Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(Describe|Get)/.test(action))).to.deep.equal([
      "ssm:PutParameter",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]);
  });

  it("tells when the function keeps failing, and when a release keeps pausing", async () => {
    const { resources } = await record();
    const alarm = (name: string) => {
      const found = resourceOf(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", name);
      expect(found.parent).to.equal("switchyard:index:StandbyAlarms standby-alarms");
      const { alarmDescription, ...inputs } = found.inputs;
      expect(alarmDescription).to.be.a("string");
      return inputs;
    };
    const every = {
      dimensions: { FunctionName: "standby-function-name" },
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
    };
    expect(alarm("standby-alarms-errors")).to.deep.equal({
      ...every,
      namespace: "AWS/Lambda",
      metricName: "Errors",
      threshold: 3,
    });
    expect(alarm("standby-alarms-paused")).to.deep.equal({
      ...every,
      namespace: "Switchyard/Standby",
      metricName: "ReleasePaused",
      threshold: 5,
    });
  });
});
