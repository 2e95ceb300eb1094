import { type LoadBalancerNode, reachesNodeAt } from "./propagation";
import type { TargetRecord } from "./state";

/**
 * The next target of the round robin over the healthy ones; over all of them where none is healthy ("fails open"); undefined where there is none.
 * A node keeps sending to a deregistered target until it has heard of it: about 17 s were measured in
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2366.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export const chooseTarget = (
  targets: readonly TargetRecord[],
  context: LoadBalancerNode & { readonly now: number },
  turn: number,
): TargetRecord | undefined => {
  const known = targets.filter((target) => isKnownAt(target, context));
  const healthy = known.filter(({ health }) => health.state === "healthy");
  const candidates = healthy.length > 0 ? healthy : known.filter(({ draining }) => draining === undefined);
  return candidates[turn % candidates.length];
};

const isKnownAt = ({ draining }: TargetRecord, context: LoadBalancerNode & { readonly now: number }): boolean => {
  if (draining === undefined) return true;
  const heardAt = reachesNodeAt({ at: draining.since, propagationDelayMs: draining.propagationDelayMs }, context);
  return context.now < Math.min(heardAt, draining.until);
};
