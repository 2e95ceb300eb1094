import type { Elbv2State, RoutingChange, RoutingVersion, RuleRecord } from "./state";

/** Something that reached the API at `at` and reaches the nodes one after the other. */
export interface Spreading {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly propagationDelayMs: number;
}

/** A node of a load balancer, 0 to `nodes - 1`; the last one is the slowest. */
export interface LoadBalancerNode {
  readonly node: number;
  readonly nodes: number;
}

/** When a node follows a change: node k of N at `at + delay * (k + 1) / N`. */
export const reachesNodeAt = ({ at, propagationDelayMs }: Spreading, { node, nodes }: LoadBalancerNode): number =>
  at + (propagationDelayMs * (node + 1)) / nodes;

/**
 * The rules that a node follows now: the newest version that reached it, the oldest known one before that.
 * That an Application Load Balancer's nodes converge only after ModifyRule answered is what
 * https://github.com/argoproj/argo-rollouts/issues/4595 and https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2366 saw.
 */
export const rulesAtNode = (
  versions: readonly RoutingVersion[],
  node: LoadBalancerNode,
  now: number,
): readonly RuleRecord[] => versions[versionIndex(versions, node, now)]?.rules ?? [];

/** The versions that some node follows or will follow. */
export const currentVersions = (
  versions: readonly RoutingVersion[],
  nodes: number,
  now: number,
): readonly RoutingVersion[] => {
  const slowest = { node: nodes - 1, nodes };
  return versions.slice(versionIndex(versions, slowest, now));
};

/** The changes since `since` (epoch milliseconds), oldest first, each with the delay that the model gave it. */
export const routingChanges = ({ changes }: Pick<Elbv2State, "changes">, since = 0): readonly RoutingChange[] =>
  changes.filter(({ at }) => at >= since);

const versionIndex = (versions: readonly RoutingVersion[], node: LoadBalancerNode, now: number): number =>
  Math.max(
    0,
    versions.findLastIndex((version) => reachesNodeAt(version, node) <= now),
  );
