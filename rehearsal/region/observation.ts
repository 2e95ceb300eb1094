import type { ProbeResult } from "./elbv2/target-health";
import type { GroupTraffic, LoadBalancerConnections } from "./elbv2/traffic";

/** What the effects saw happen in the real world; the only way by which they change the region's state. */
export type Observation =
  | { readonly kind: "task-started"; readonly taskArn: string; readonly hostPort: number }
  | {
      readonly kind: "task-exited";
      readonly taskArn: string;
      readonly exitCode: number | undefined;
      readonly reason: string;
    }
  | {
      readonly kind: "target-probed";
      readonly targetGroupArn: string;
      readonly targetId: string;
      readonly port: number;
      readonly result: ProbeResult;
    }
  | {
      /** A function was called with an event that was on its way. */
      readonly kind: "function-invoked";
      readonly invocationId: string;
    }
  | {
      /** What the load balancers served since the observation before, once a second. */
      readonly kind: "requests-served";
      readonly groups: readonly GroupTraffic[];
    }
  | {
      /** The connections of the load balancers, once a second. */
      readonly kind: "connections-counted";
      readonly loadBalancers: readonly LoadBalancerConnections[];
    }
  | {
      /** A scenario decides how slowly later routing changes reach the load balancer's nodes. */
      readonly kind: "propagation-delay-set";
      readonly milliseconds: number;
    }
  | {
      /** A scenario decides what a tag of an image stands for from now on; what runs already stays as it was pulled. */
      readonly kind: "image-pushed";
      readonly image: string;
      readonly digest: string;
    }
  | {
      /** A scenario decides which spot instances AWS takes back: each gets its notice of two minutes. */
      readonly kind: "spot-interrupted";
      readonly instanceIds: readonly string[];
    }
  | {
      /** A scenario decides that a group takes instances out of service that stay: to warm up again, or for a new root volume. */
      readonly kind: "instances-let-go";
      readonly instanceIds: readonly string[];
      readonly destination: "WarmPool" | "AutoScalingGroup";
    }
  | {
      /** A scenario decides which spot instances are at a higher risk. */
      readonly kind: "rebalance-recommended";
      readonly instanceIds: readonly string[];
    };
