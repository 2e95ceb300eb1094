import type * as pulumi from "@pulumi/pulumi";
import { type Color, colors } from "../cutover/plan-weights";

/** The names that CloudWatch gives a service's groups and their load balancer: the last parts of their ARNs. */
export interface RequestSource {
  readonly loadBalancer: pulumi.Input<string>;
  readonly groups: Readonly<Record<Color, pulumi.Input<string>>>;
}

/**
 * The requests a minute of each target, both colours added: what a target would have if its colour served alone, wherever the
 * weights are. So both colours follow the same load, and the standby is ready for it. A colour without requests reports
 * nothing, which counts as none.
 *
 * Metrics: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html, math:
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
export const planRequestMetric = ({ loadBalancer, groups }: RequestSource) => ({
  metrics: [
    ...colors.map((color) => ({
      id: color,
      metricStat: {
        metric: {
          namespace: "AWS/ApplicationELB",
          metricName: "RequestCountPerTarget",
          dimensions: [
            { name: "TargetGroup", value: groups[color] },
            { name: "LoadBalancer", value: loadBalancer },
          ],
        },
        // The only statistic that is valid; it is an average all the same.
        stat: "Sum",
      },
      returnData: false,
    })),
    {
      id: "requests",
      label: "Requests a minute of each target, both colours",
      expression: colors.map((color) => `FILL(${color}, 0)`).join(" + "),
      returnData: true,
    },
  ],
});
