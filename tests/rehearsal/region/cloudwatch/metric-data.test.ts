import type { GetMetricDataOutput } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { createWatchedEdge, noon, type WatchedEdge } from "./watched-edge";

describe("GetMetricData", () => {
  let watched: WatchedEdge;

  beforeEach(async () => {
    watched = await createWatchedEdge();
    for (const requests of [1, 2, 3]) {
      watched.pass(30);
      watched.serve(watched.edge.green, requests, requests);
      watched.pass(30);
    }
  });

  const query = (Id: string, changes: object = {}) => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace: "AWS/ApplicationELB",
        MetricName: "RequestCount",
        Dimensions: [{ Name: "TargetGroup", Value: watched.green }],
      },
      Period: 60,
      Stat: "Sum",
      ...changes,
    },
  });
  const input = (changes: object = {}) => ({
    MetricDataQueries: [query("a"), query("b", { Period: 120 })],
    StartTime: new Date(noon),
    EndTime: new Date(noon + 180_000),
    ...changes,
  });
  const ask = (changes: object = {}) => watched.call<GetMetricDataOutput>("GetMetricData", input(changes));
  const told = ({ MetricDataResults = [] }: GetMetricDataOutput) =>
    MetricDataResults.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]);

  it("answers each query, newest first, with periods as long as asked that are over", async () => {
    const minute = (number: number) => new Date(noon + number * 60_000);
    expect(await ask()).to.deep.equal({
      MetricDataResults: [
        {
          Id: "a",
          Label: "RequestCount",
          Timestamps: [minute(2), minute(1), minute(0)],
          Values: [3, 2, 1],
          StatusCode: "Complete",
        },
        { Id: "b", Label: "RequestCount", Timestamps: [minute(0)], Values: [3], StatusCode: "Complete" },
      ],
      Messages: [],
    });
    expect(told(await ask({ ScanBy: "TimestampAscending" }))[0]).to.deep.equal(["a", [1, 2, 3], "Complete"]);
  });

  it("gives what begins in the range, and leaves out what isn't to be returned", async () => {
    const EndTime = new Date(noon + 120_000);
    const hidden = { ...query("b"), ReturnData: false };
    const named = { ...query("a"), Label: "green" };
    const output = await ask({
      StartTime: new Date(noon + 1),
      EndTime,
      MetricDataQueries: [named, hidden],
    });
    expect(told(output)).to.deep.equal([["a", [2], "Complete"]]);
    expect(output.MetricDataResults?.[0]?.Label).to.equal("green");
  });

  it("pages by datapoints, over all queries", async () => {
    const first = await ask({ MaxDatapoints: 2 });
    const second = await ask({ MaxDatapoints: 2, NextToken: first.NextToken });
    expect([told(first), told(second), second.NextToken]).to.deep.equal([
      [
        ["a", [3, 2], "PartialData"],
        ["b", [], "PartialData"],
      ],
      [
        ["a", [1], "Complete"],
        ["b", [3], "Complete"],
      ],
      undefined,
    ]);
  });

  it("refuses what AWS refuses", async () => {
    const many = Array.from({ length: 501 }, (_, index) => query(`q${index}`));
    const refusals = [
      { MetricDataQueries: [] },
      { MetricDataQueries: many },
      { MetricDataQueries: [query("a"), query("a")] },
      { MetricDataQueries: [query("A")] },
      { MetricDataQueries: [query("a", { Period: 90 })] },
      { EndTime: new Date(noon) },
    ].map((changes) => watched.refusal("GetMetricData", input(changes)));
    expect(await Promise.all(refusals)).to.deep.equal([
      "InvalidParameterValue: MetricDataQueries has 0 items: use 1 to 500.",
      "InvalidParameterValue: MetricDataQueries has 501 items: use 1 to 500.",
      'InvalidParameterValue: The Id "a" must be its query\'s alone and begin with a lowercase letter.',
      'InvalidParameterValue: The Id "A" must be its query\'s alone and begin with a lowercase letter.',
      "InvalidParameterValue: Period 90 must be a multiple of 60 seconds for a metric that has one value a minute.",
      "InvalidParameterValue: StartTime must be before EndTime.",
    ]);
  });

  it("refuses by name what isn't modelled", async () => {
    const refusals = [
      { MetricDataQueries: [{ Id: "a", Expression: "m1 + m2" }] },
      { MetricDataQueries: [query("a", { Metric: { Namespace: "AWS/SQS", MetricName: "NumberOfMessagesSent" } })] },
      { MetricDataQueries: [query("a", { Stat: "Average" })] },
    ].map((changes) => watched.refusal("GetMetricData", input(changes)));
    expect(await Promise.all(refusals)).to.deep.equal([
      "NotModelled: The rehearsal's region does not model metric math in GetMetricData.",
      "NotModelled: The rehearsal's region does not model the metric AWS/SQS NumberOfMessagesSent in CloudWatch.",
      "NotModelled: The rehearsal's region does not model the statistic Average of RequestCount (it knows Sum) in CloudWatch.",
    ]);
  });
});
