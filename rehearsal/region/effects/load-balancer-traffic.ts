import type { GroupTraffic } from "../elbv2/traffic";

type Counts = { -readonly [Key in "requests" | "target5xx" | "elb5xx"]: number };

/** Counts per target group, between one report and the next. */
export class LoadBalancerTraffic {
  private readonly counts = new Map<string, Counts>();

  /** A target answered. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
  public answered(targetGroupArn: string, statusCode: number): void {
    const counts = this.countsOf(targetGroupArn);
    counts.requests += 1;
    if (statusCode >= 500) counts.target5xx += 1;
  }

  /** The load balancer answered 5xx itself; `isTargetChosen` tells whether the request counts as one of the group. */
  public failed(targetGroupArn: string, isTargetChosen: boolean): void {
    const counts = this.countsOf(targetGroupArn);
    counts.elb5xx += 1;
    if (isTargetChosen) counts.requests += 1;
  }

  /** The report, after which counting begins anew; a group stays in it once more after it fell silent. */
  public take(openConnections: (targetGroupArn: string) => number): readonly GroupTraffic[] {
    const report = [...this.counts].map(([targetGroupArn, counts]) => ({
      targetGroupArn,
      ...counts,
      openConnections: openConnections(targetGroupArn),
    }));
    for (const { targetGroupArn, requests, elb5xx, openConnections: open } of report) {
      if (requests + elb5xx + open === 0) this.counts.delete(targetGroupArn);
      else this.counts.set(targetGroupArn, { requests: 0, target5xx: 0, elb5xx: 0 });
    }
    return report;
  }

  private countsOf(targetGroupArn: string): Counts {
    const counts = this.counts.get(targetGroupArn) ?? { requests: 0, target5xx: 0, elb5xx: 0 };
    this.counts.set(targetGroupArn, counts);
    return counts;
  }
}
