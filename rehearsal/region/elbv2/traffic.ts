import type { CallContext } from "../operation";
import type { ConnectionSample, Elbv2State, TrafficSample } from "./state";

/** What one target group served since the report before. */
export interface GroupTraffic extends Omit<TrafficSample, "at"> {
  readonly targetGroupArn: string;
}

/** Samples are kept for twenty minutes: longer than any alarm's or gate's window. */
const keptMilliseconds = 20 * 60_000;

/** Adds a report of the data plane; nothing is kept of a group that had nothing to do. */
export const recordTraffic = (state: Elbv2State, groups: readonly GroupTraffic[], { now }: CallContext): Elbv2State => {
  const busy = groups.filter(({ targetGroupArn }) => state.targetGroups[targetGroupArn] !== undefined).filter(isBusy);
  if (busy.length === 0) return state;
  const additions = busy.map(({ targetGroupArn, ...counts }) => {
    const recent = (state.traffic[targetGroupArn] ?? []).filter(({ at }) => at > now - keptMilliseconds);
    return [targetGroupArn, [...recent, { at: now, ...counts }]] as const;
  });
  return { ...state, traffic: { ...state.traffic, ...Object.fromEntries(additions) } };
};

/** What one load balancer's connections were since the report before. */
export interface LoadBalancerConnections extends Omit<ConnectionSample, "at"> {
  readonly loadBalancerArn: string;
}

/** Adds a report of the data plane about connections. */
export const recordConnections = (
  state: Elbv2State,
  loadBalancers: readonly LoadBalancerConnections[],
  { now }: CallContext,
): Elbv2State => {
  const known = loadBalancers.filter(({ loadBalancerArn }) => state.loadBalancers[loadBalancerArn] !== undefined);
  const additions = known.map(({ loadBalancerArn, ...counts }) => {
    const recent = (state.connections[loadBalancerArn] ?? []).filter(({ at }) => at > now - keptMilliseconds);
    return [loadBalancerArn, [...recent, { at: now, ...counts }]] as const;
  });
  return { ...state, connections: { ...state.connections, ...Object.fromEntries(additions) } };
};

/** What a group served from `since` (epoch milliseconds) on; `openConnections` is the latest figure. */
export const trafficSince = (
  { traffic }: Pick<Elbv2State, "traffic">,
  targetGroupArn: string,
  since: number,
): Omit<TrafficSample, "at"> => {
  const samples = (traffic[targetGroupArn] ?? []).filter(({ at }) => at >= since);
  const sum = (key: "requests" | "target5xx" | "elb5xx"): number =>
    samples.reduce((total, sample) => total + sample[key], 0);
  return {
    requests: sum("requests"),
    target5xx: sum("target5xx"),
    elb5xx: sum("elb5xx"),
    openConnections: samples.at(-1)?.openConnections ?? 0,
  };
};

const isBusy = ({ requests, target5xx, elb5xx, openConnections }: GroupTraffic): boolean =>
  requests + target5xx + elb5xx + openConnections > 0;
