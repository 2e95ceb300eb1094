import type { DescribeAlarmsOutput } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { metricValues } from "../../../../rehearsal/region/cloudwatch/metric-values";
import { createWatchedEdge, noon, type WatchedEdge } from "./watched-edge";

describe("metric alarms", () => {
  let watched: WatchedEdge;

  beforeEach(async () => {
    watched = await createWatchedEdge();
  });

  /** Minute after minute: what the alarm says at the end of each; undefined is a minute without requests. */
  const statesOver = async (errors: readonly (number | undefined)[]): Promise<(string | undefined)[]> => {
    const states: (string | undefined)[] = [];
    for (const count of errors) {
      watched.pass(30);
      if (count !== undefined) watched.serve(watched.edge.green, 100, count);
      watched.pass(30);
      states.push((await watched.alarm())?.StateValue);
    }
    return states;
  };
  const names = async (input: object) => {
    const output = await watched.call<DescribeAlarmsOutput>("DescribeAlarms", input);
    return [output.MetricAlarms?.map(({ AlarmName }) => AlarmName), output.NextToken];
  };

  it("know nothing before the first evaluation, and are described as they were put", async () => {
    await watched.putAlarm({ AlarmDescription: "errors of green", Tags: [{ Key: "a", Value: "b" }] });
    const at = new Date(noon);
    expect(await watched.alarm()).to.deep.equal({
      AlarmName: "errors",
      AlarmArn: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors",
      AlarmDescription: "errors of green",
      AlarmConfigurationUpdatedTimestamp: at,
      ActionsEnabled: true,
      AlarmActions: [],
      OKActions: [],
      InsufficientDataActions: [],
      Namespace: "AWS/ApplicationELB",
      MetricName: "HTTPCode_Target_5XX_Count",
      Dimensions: [
        { Name: "TargetGroup", Value: watched.green },
        { Name: "LoadBalancer", Value: watched.loadBalancer },
      ],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
      StateValue: "INSUFFICIENT_DATA",
      StateReason: "Unchecked: Initial alarm creation",
      StateUpdatedTimestamp: at,
      StateTransitionedTimestamp: at,
    });
  });

  it("ring at the threshold, say why and since when, and stop when a minute went well", async () => {
    await watched.putAlarm();
    watched.pass(0);
    expect((await watched.alarm())?.StateValue).to.equal("OK");
    expect(await statesOver([4, 5, 4])).to.deep.equal(["OK", "ALARM", "OK"]);
    expect(await statesOver([9])).to.deep.equal(["ALARM"]);
    const { StateReason, StateUpdatedTimestamp } = (await watched.alarm()) ?? {};
    expect([StateReason, StateUpdatedTimestamp]).to.deep.equal([
      "Threshold 5, 1 of 1, values: 9",
      new Date(noon + 4 * 60_000),
    ]);
  });

  it("keep ringing while the breaching value is the last one within reach", async () => {
    await watched.putAlarm();
    expect(await statesOver([9, undefined, undefined, undefined])).to.deep.equal(["ALARM", "ALARM", "ALARM", "OK"]);
  });

  it("need as many breaching values as they say", async () => {
    await watched.putAlarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    expect(await statesOver([9, 1, 9, 1, 1])).to.deep.equal(["OK", "OK", "ALARM", "OK", "OK"]);
  });

  it("are evaluated once a minute", async () => {
    await watched.putAlarm();
    watched.pass(1);
    watched.serve(watched.edge.green, 9, 9);
    watched.pass(58);
    expect((await watched.alarm())?.StateValue).to.equal("OK");
    watched.pass(1);
    expect((await watched.alarm())?.StateValue).to.equal("ALARM");
  });

  it("are evaluated every ten seconds where their periods are short, which makes the values no more frequent", async () => {
    await watched.putAlarm({ Period: 10, TreatMissingData: "missing" });
    watched.pass(0);
    expect((await watched.alarm())?.StateValue).to.equal("INSUFFICIENT_DATA");
    watched.pass(1);
    watched.serve(watched.edge.green, 9, 9);
    watched.pass(58);
    expect((await watched.alarm())?.StateValue).to.equal("INSUFFICIENT_DATA");
    const evaluatedAt = () => ((watched.region.state.cloudwatch.alarms["errors"]?.evaluatedAt ?? 0) - noon) / 1000;
    expect(evaluatedAt()).to.equal(59);
    watched.pass(1);
    watched.pass(9);
    expect(evaluatedAt()).to.equal(60);
    watched.pass(1);
    expect(evaluatedAt()).to.equal(70);
  });

  it("find the value of a minute at its beginning alone, however short their periods are", () => {
    watched.pass(30);
    watched.serve(watched.edge.green, 9);
    const metric = { namespace: "AWS/ApplicationELB", metricName: "RequestCount", statistic: "Sum", period: 10 };
    const range = { from: noon, to: noon + 120_000, now: noon + 120_000 };
    const values = metricValues(watched.region.state, { ...metric, dimensions: { TargetGroup: watched.green } }, range);
    expect(values).to.deep.equal([{ at: noon, value: 9 }]);
  });

  const comparisons = [
    ["GreaterThanOrEqualToThreshold", ["OK", "ALARM", "ALARM"]],
    ["GreaterThanThreshold", ["OK", "OK", "ALARM"]],
    ["LessThanThreshold", ["ALARM", "OK", "OK"]],
    ["LessThanOrEqualToThreshold", ["ALARM", "ALARM", "OK"]],
  ] as const;
  for (const [ComparisonOperator, states] of comparisons) {
    it(`compare by ${ComparisonOperator}`, async () => {
      await watched.putAlarm({ ComparisonOperator });
      expect(await statesOver([4, 5, 6])).to.deep.equal(states);
    });
  }

  const nothing = [undefined, undefined, undefined, undefined, undefined];
  // The rows of AWS's table for three of three: - - - - -, 0 - - - -, - - X - -.
  const treatments = [
    ["missing", ["INSUFFICIENT_DATA", "OK", "ALARM"]],
    ["ignore", ["INSUFFICIENT_DATA", "OK", "OK"]],
    ["breaching", ["ALARM", "OK", "ALARM"]],
    ["notBreaching", ["OK", "OK", "OK"]],
  ] as const;
  for (const [TreatMissingData, [none, sound, ringing]] of treatments) {
    it(`treat missing data as ${TreatMissingData}`, async () => {
      await watched.putAlarm({ EvaluationPeriods: 3, TreatMissingData });
      expect((await statesOver(nothing)).at(-1)).to.equal(none);
      expect((await statesOver([1, undefined, undefined, undefined, undefined])).at(-1)).to.equal(sound);
      await statesOver([1]);
      expect((await statesOver([undefined, undefined, 9, undefined, undefined])).at(-1)).to.equal(ringing);
    });
  }

  it("about what the region has no values of are taken, and have no data", async () => {
    await watched.putAlarm({ Namespace: "AWS/SQS", MetricName: "NumberOfMessagesSent" });
    watched.pass(60);
    expect((await watched.alarm())?.StateValue).to.equal("OK");
  });

  it("keep state and tags when their settings are replaced", async () => {
    await watched.putAlarm({ Tags: [{ Key: "a", Value: "b" }] });
    await statesOver([9]);
    await watched.putAlarm({ Threshold: 50, AlarmDescription: "new" });
    const { StateValue, Threshold, AlarmArn: ResourceARN } = (await watched.alarm()) ?? {};
    expect([StateValue, Threshold]).to.deep.equal(["ALARM", 50]);
    expect(await watched.call("ListTagsForResource", { ResourceARN })).to.deep.equal({
      Tags: [{ Key: "a", Value: "b" }],
    });
    expect(await statesOver([9])).to.deep.equal(["OK"]);
  });

  it("are described by name, prefix or state, in pages and in order", async () => {
    for (const AlarmName of ["c", "a", "b", "ab"]) await watched.putAlarm({ AlarmName });
    expect(await names({})).to.deep.equal([["a", "ab", "b", "c"], undefined]);
    expect(await names({ AlarmNames: ["c", "nobody", "a"] })).to.deep.equal([["a", "c"], undefined]);
    expect(await names({ AlarmNamePrefix: "a" })).to.deep.equal([["a", "ab"], undefined]);
    expect(await names({ StateValue: "ALARM" })).to.deep.equal([[], undefined]);
    expect(await names({ MaxRecords: 3 })).to.deep.equal([["a", "ab", "b"], "3"]);
    expect(await names({ MaxRecords: 3, NextToken: "3" })).to.deep.equal([["c"], undefined]);
  });

  it("are described fifty at a time unless asked otherwise", async () => {
    const many = Array.from({ length: 51 }, (_, index) => `alarm-${String(index).padStart(2, "0")}`);
    for (const AlarmName of many) await watched.putAlarm({ AlarmName });
    expect(await names({})).to.deep.equal([many.slice(0, 50), "50"]);
  });

  it("are deleted all or none", async () => {
    for (const AlarmName of ["a", "b", "c"]) await watched.putAlarm({ AlarmName });
    expect(await watched.refusal("DeleteAlarms", { AlarmNames: ["a", "z"] })).to.equal(
      "ResourceNotFound: There is no alarm z; nothing was deleted.",
    );
    await watched.call("DeleteAlarms", { AlarmNames: ["a", "b"] });
    expect(await names({})).to.deep.equal([["c"], undefined]);
  });

  it("have tags", async () => {
    await watched.putAlarm({ Tags: [{ Key: "a", Value: "1" }] });
    const ResourceARN = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors";
    const tags = () => watched.call("ListTagsForResource", { ResourceARN });
    const Tags = [
      { Key: "a", Value: "2" },
      { Key: "b", Value: "3" },
    ];
    await watched.call("TagResource", { ResourceARN, Tags });
    expect(await tags()).to.deep.equal({ Tags });
    await watched.call("UntagResource", { ResourceARN, TagKeys: ["a"] });
    expect(await tags()).to.deep.equal({ Tags: [{ Key: "b", Value: "3" }] });
    expect(await watched.refusal("ListTagsForResource", { ResourceARN: "arn:none" })).to.equal(
      "ResourceNotFoundException: arn:none does not exist.",
    );
  });

  const refused: readonly (readonly [object, string])[] = [
    [{ AlarmName: "" }, "ValidationError: AlarmName has 0 characters: use 1 to 255."],
    [{ MetricName: undefined, Namespace: undefined }, "ValidationError: MetricName and Namespace belong together."],
    [{ Period: 45 }, "ValidationError: Period is 45: use 10, 20, 30 or a multiple of 60 seconds."],
    [{ EvaluationPeriods: 0 }, "ValidationError: EvaluationPeriods is 0: use 1 or more."],
    [{ DatapointsToAlarm: 2 }, "ValidationError: DatapointsToAlarm is 2: use 1 to EvaluationPeriods, which is 1."],
    [
      { EvaluationPeriods: 1441 },
      "ValidationError: Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).",
    ],
    [{ Threshold: undefined }, "ValidationError: Threshold is missing."],
    [
      { TreatMissingData: "perhaps" },
      "ValidationError: TreatMissingData is perhaps: use breaching, notBreaching, ignore, missing.",
    ],
    [
      { Metrics: [] },
      "NotModelled: The rehearsal's region does not model alarms on several metrics or queries in CloudWatch.",
    ],
    [{ ExtendedStatistic: "p99" }, "NotModelled: The rehearsal's region does not model percentiles in CloudWatch."],
    [
      { ComparisonOperator: "GreaterThanUpperThreshold" },
      "NotModelled: The rehearsal's region does not model the comparison GreaterThanUpperThreshold in CloudWatch.",
    ],
    [
      { MetricName: "TargetResponseTime" },
      "NotModelled: The rehearsal's region does not model Sum of the metric TargetResponseTime in CloudWatch.",
    ],
  ];
  for (const [changes, refusal] of refused) {
    it(`are refused with ${JSON.stringify(changes, (_key, value: unknown) => value ?? null)}`, async () => {
      const [known] = [
        watched.putAlarm(changes).then(
          () => "accepted",
          (error: Error) => `${error.name}: ${error.message}`,
        ),
      ];
      expect(await known).to.equal(refusal);
      expect(watched.region.state.cloudwatch.alarms).to.deep.equal({});
    });
  }

  it("are described no more than a hundred at a time", async () => {
    const AlarmNames = Array.from({ length: 101 }, (_, index) => String(index));
    expect(await watched.refusal("DescribeAlarms", { AlarmNames })).to.equal(
      "ValidationError: AlarmNames has 101 items: use 100 at most.",
    );
    expect(await watched.refusal("DescribeAlarms", { MaxRecords: 101 })).to.equal(
      "ValidationError: MaxRecords is 101: use 1 to 100.",
    );
  });
});
