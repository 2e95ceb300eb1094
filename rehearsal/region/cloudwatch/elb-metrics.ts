import type { ConnectionSample, TrafficSample } from "../elbv2/state";
import type { RegionState } from "../state";
import type { HostCounts } from "./state";

/** One period, epoch milliseconds; `end` doesn't belong to it. */
export interface Period {
  readonly at: number;
  readonly end: number;
}

/** The value of a period, undefined where AWS reports none. */
type ValueOf = (state: RegionState, dimensions: Readonly<Record<string, string>>, period: Period) => number | undefined;

/** By statistic, for example `Sum`. */
type Metric = Readonly<Record<string, ValueOf>>;

/**
 * What an Application Load Balancer reports, by metric. Which dimensions each takes, which statistics are of use and what is
 * reported when: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
const sumOfRequests = (key: "requests" | "target5xx"): ValueOf => {
  return (state, dimensions, period) => {
    const samples = groupsOf(state, dimensions).flatMap((arn) => within(state.elbv2.traffic[arn], period));
    return nonzero(sum(samples.map((sample: TrafficSample) => sample[key])));
  };
};

/** Only the load balancer as a whole: AWS doesn't know its own errors by target group. */
const sumOfOwnErrors: ValueOf = (state, dimensions, period) => {
  if (dimensions["TargetGroup"] !== undefined) return undefined;
  const samples = groupsOf(state, dimensions).flatMap((arn) => within(state.elbv2.traffic[arn], period));
  return nonzero(sum(samples.map(({ elb5xx }) => elb5xx)));
};

/** Requests by the average number of healthy targets. */
const requestsPerTarget: ValueOf = (state, dimensions, period) => {
  const requests = sumOfRequests("requests")(state, dimensions, period);
  const targets = hostsOf("healthy", average)(state, dimensions, period);
  return requests === undefined || targets === undefined || targets === 0 ? undefined : requests / targets;
};

const connections = (valueIn: (samples: readonly ConnectionSample[]) => number | undefined): ValueOf => {
  return (state, { LoadBalancer = "", TargetGroup }, period) => {
    const arn = Object.keys(state.elbv2.loadBalancers).find((other) => other.endsWith(`:loadbalancer/${LoadBalancer}`));
    if (arn === undefined || TargetGroup !== undefined) return undefined;
    return valueIn(within(state.elbv2.connections[arn], period));
  };
};

type HostCount = "healthy" | "unhealthy";

/** A count holds until the next change, so each lasts so many milliseconds of the period. */
interface LastingCount {
  readonly count: number;
  readonly milliseconds: number;
}

const hostsOf = (key: HostCount, valueIn: (counts: readonly LastingCount[]) => number): ValueOf => {
  return (state, dimensions, period) => {
    const [arn, ...others] = groupsOf(state, dimensions);
    if (dimensions["TargetGroup"] === undefined || arn === undefined || others.length > 0) return undefined;
    const counts = lastingCounts(state.cloudwatch.hosts[arn] ?? [], key, period);
    return counts.length === 0 ? undefined : valueIn(counts);
  };
};

const average = (counts: readonly LastingCount[]): number =>
  sum(counts.map(({ count, milliseconds }) => count * milliseconds)) /
  sum(counts.map(({ milliseconds }) => milliseconds));

const hosts = (key: HostCount): Metric => ({
  Average: hostsOf(key, average),
  Maximum: hostsOf(key, (counts) => Math.max(...counts.map(({ count }) => count))),
  Minimum: hostsOf(key, (counts) => Math.min(...counts.map(({ count }) => count))),
});

/** By AWS's names. */
export const elbMetrics: Readonly<Record<string, Metric>> = {
  ActiveConnectionCount: { Sum: connections((samples) => nonzero(samples.at(-1)?.active ?? 0)) },
  HTTPCode_ELB_5XX_Count: { Sum: sumOfOwnErrors },
  HTTPCode_Target_5XX_Count: { Sum: sumOfRequests("target5xx") },
  HealthyHostCount: hosts("healthy"),
  NewConnectionCount: { Sum: connections((samples) => nonzero(sum(samples.map(({ opened }) => opened)))) },
  // A model's load balancer takes every connection.
  RejectedConnectionCount: { Sum: () => undefined },
  RequestCount: { Sum: sumOfRequests("requests") },
  RequestCountPerTarget: { Sum: requestsPerTarget },
  UnHealthyHostCount: hosts("unhealthy"),
};

/** The one that the dimensions name, or all of the load balancer's. */
const groupsOf = ({ elbv2 }: RegionState, { TargetGroup, LoadBalancer }: Readonly<Record<string, string>>) =>
  Object.values(elbv2.targetGroups)
    .filter(({ arn }) => TargetGroup === undefined || arn.endsWith(`:${TargetGroup}`))
    .filter(({ arn }) => LoadBalancer === undefined || loadBalancersOf(elbv2, arn).includes(LoadBalancer))
    .map(({ arn }) => arn);

/** As dimensions name them: what follows `loadbalancer/`. */
const loadBalancersOf = ({ rules, listeners }: RegionState["elbv2"], groupArn: string): readonly string[] =>
  Object.values(rules)
    .filter(({ actions }) => JSON.stringify(actions).includes(`"${groupArn}"`))
    .map(({ listenerArn }) => listeners[listenerArn]?.loadBalancerArn.split(":loadbalancer/")[1] ?? "");

/** What was reported at a period's very beginning tells of the time before it. */
const within = <Sample extends { readonly at: number }>(samples: readonly Sample[] = [], { at, end }: Period) =>
  samples.filter((sample) => sample.at > at && sample.at <= end);

const lastingCounts = (changes: readonly HostCounts[], key: HostCount, { at, end }: Period): LastingCount[] =>
  changes.flatMap((change, index) => {
    const from = Math.max(change.at, at);
    const until = Math.min(changes[index + 1]?.at ?? end, end);
    return change.registered === 0 || until <= from ? [] : [{ count: change[key], milliseconds: until - from }];
  });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const nonzero = (value: number): number | undefined => (value === 0 ? undefined : value);
