import type { GetMetricDataInput, MetricDataQuery, MetricDataResult, MetricStat } from "@aws-sdk/client-cloudwatch";
import { AwsError, type CallContext, type Operation } from "../operation";
import type { RegionState } from "../state";
import { type Datapoint, type MetricQuery, metricValues, publishedEverySeconds } from "./metric-values";

/** Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const limits = { queries: 500, datapoints: 100_800 } as const;

/** The values of up to 500 metrics; newest first unless asked otherwise. Math is not modelled. */
export const getMetricData: Operation<GetMetricDataInput> = (state, input, context) => {
  const queries = requireQueries(input.MetricDataQueries ?? []);
  const range = rangeOf(input);
  const values = queries.map((query) => ({ query, points: pointsOf(state, query, { ...range, now: context.now }) }));
  const most = Math.min(input.MaxDatapoints ?? limits.datapoints, limits.datapoints);
  const start = Number(input.NextToken ?? "0");
  const { results, next } = pageOfResults(values, { start, most, isAscending: input.ScanBy === "TimestampAscending" });
  const shown = results.filter(({ query }) => query.ReturnData !== false).map(describe);
  return {
    state,
    output: { MetricDataResults: shown, Messages: [], ...(next === undefined ? {} : { NextToken: String(next) }) },
  };
};

interface QueryValues {
  readonly query: MetricDataQuery;
  readonly points: readonly Datapoint[];
}

/** Values count one after the other, query after query; a page ends where `most` are told. */
const pageOfResults = (
  values: readonly QueryValues[],
  { start, most, isAscending }: { readonly start: number; readonly most: number; readonly isAscending: boolean },
) => {
  let seen = 0;
  const results = values.map(({ query, points }) => {
    const ordered = isAscending ? points : [...points].reverse();
    const first = seen;
    seen += ordered.length;
    const told = ordered.slice(Math.max(0, start - first), Math.max(0, start + most - first));
    return { query, points: told, isComplete: seen <= start + most };
  });
  return { results, next: seen > start + most ? start + most : undefined };
};

const describe = ({ query, points, isComplete }: QueryValues & { readonly isComplete: boolean }): MetricDataResult => ({
  Id: query.Id,
  Label: query.Label ?? query.MetricStat?.Metric?.MetricName,
  Timestamps: points.map(({ at }) => new Date(at)),
  Values: points.map(({ value }) => value),
  StatusCode: isComplete ? "Complete" : "PartialData",
});

const pointsOf = (
  state: RegionState,
  { MetricStat: stat, Expression }: MetricDataQuery,
  range: { readonly from: number; readonly to: number } & Pick<CallContext, "now">,
): readonly Datapoint[] => {
  if (stat === undefined || Expression !== undefined) {
    throw new AwsError("NotModelled", "The rehearsal's region does not model metric math in GetMetricData.", 501);
  }
  return metricValues(state, queryOf(stat), range);
};

const queryOf = ({ Metric, Period = 0, Stat = "" }: MetricStat): MetricQuery => {
  if (Period <= 0 || Period % publishedEverySeconds !== 0) {
    throw new AwsError(
      "InvalidParameterValue",
      `Period ${Period} must be a multiple of 60 seconds for a metric that has one value a minute.`,
    );
  }
  return {
    namespace: Metric?.Namespace ?? "",
    metricName: Metric?.MetricName ?? "",
    dimensions: dimensionsOf(Metric?.Dimensions ?? []),
    period: Period,
    statistic: Stat,
  };
};

/** Dimensions by name. */
export const dimensionsOf = (
  dimensions: readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[],
): Readonly<Record<string, string>> => Object.fromEntries(dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));

const requireQueries = (queries: readonly MetricDataQuery[]): readonly MetricDataQuery[] => {
  if (queries.length === 0 || queries.length > limits.queries) {
    throw invalid(`MetricDataQueries has ${queries.length} items: use 1 to ${limits.queries}.`);
  }
  const ids = queries.map(({ Id = "" }) => Id);
  const bad = ids.find((id, index) => !/^[a-z]\w*$/.test(id) || ids.indexOf(id) !== index);
  if (bad === undefined) return queries;
  throw invalid(`The Id ${JSON.stringify(bad)} must be its query's alone and begin with a lowercase letter.`);
};

const rangeOf = ({ StartTime, EndTime }: GetMetricDataInput) => {
  const [from, to] = [StartTime?.getTime() ?? Number.NaN, EndTime?.getTime() ?? Number.NaN];
  if (from < to) return { from, to };
  throw invalid("StartTime must be before EndTime.");
};

const invalid = (message: string): AwsError => new AwsError("InvalidParameterValue", message);
