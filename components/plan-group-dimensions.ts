/**
 * How CloudWatch names a target group behind a load balancer: by the last parts of their ARNs.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export const planGroupDimensions = (targetGroupArn: string, loadBalancerArn: string): Record<string, string> => ({
  TargetGroup: afterLast(":", targetGroupArn),
  LoadBalancer: afterLast(":loadbalancer/", loadBalancerArn),
});

const afterLast = (mark: string, text: string): string => text.slice(text.lastIndexOf(mark) + mark.length);
