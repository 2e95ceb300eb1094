import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import { operationName, trip, WireUnderTest } from "./wire-under-test";

const at = new Date("2026-11-21T14:00:00.000Z");
const Dimensions = [{ Name: "TargetGroup", Value: "targetgroup/green/1" }];
const Metric = { Namespace: "AWS/ApplicationELB", MetricName: "RequestCount", Dimensions };
const trips = [
  trip(
    new GetMetricDataCommand({
      MetricDataQueries: [{ Id: "m", MetricStat: { Metric, Period: 60, Stat: "Sum" }, ReturnData: false }],
      StartTime: at,
      EndTime: at,
    }),
    { MetricDataResults: [{ Id: "m", Timestamps: [at], Values: [0.5], StatusCode: "Complete" }], Messages: [] },
  ),
  trip(new DescribeAlarmsCommand({ AlarmNames: ["errors"], MaxRecords: 100 }), {
    MetricAlarms: [{ AlarmName: "errors", StateValue: "ALARM", StateUpdatedTimestamp: at, Threshold: 5 }],
    CompositeAlarms: [],
    NextToken: "1",
  }),
  trip(
    new PutMetricAlarmCommand({
      AlarmName: "errors",
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: 1,
      Threshold: 0,
      Dimensions,
    }),
    {},
  ),
];

describe("CloudWatch's JSON protocol", () => {
  const wire = new WireUnderTest();
  let cloudwatch: CloudWatchClient;

  before(async () => {
    await wire.start();
    cloudwatch = wire.adopt(new CloudWatchClient(wire.clientConfig));
  });
  after(() => wire.stop());

  for (const roundTrip of trips) {
    it(`carries cloudwatch ${operationName(roundTrip.command)} both ways`, () =>
      wire.assertRoundTrip("cloudwatch", cloudwatch, roundTrip));
  }

  it("raises a modelled exception as its class", async () => {
    const command = new DescribeAlarmsCommand({ AlarmNames: ["errors"] });
    const refusal = await wire.refusal(cloudwatch, command, new AwsError("ResourceNotFound", "No such alarm.", 404));
    expect(refusal).to.deep.equal({
      name: "ResourceNotFound",
      message: "No such alarm.",
      className: "ResourceNotFound",
      statusCode: 404,
    });
  });
});
