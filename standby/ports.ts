import type { DatedParameters } from "../clients/dated-parameters";
import type { ListenerRules } from "../clients/listener-rules";
import type { LoadBalancerMetrics } from "../clients/load-balancer-metrics";
import type { ScalableTargets } from "../clients/scalable-targets";
import type { ServiceDeployments } from "../clients/service-deployments";
import type { Color } from "../cutover/plan-weights";
import type { Capacity } from "../settings";
import type { Bounds } from "./plan-bounds";

/** One service with a path, as the function knows it. */
export interface StandbyService {
  readonly name: string;
  /** The bounds of a colour with capacity `full`. */
  readonly count: Bounds;
  /** What ECS calls each colour's service. */
  readonly ecsServices: Readonly<Record<Color, string>>;
}

/** Whose old colour is looked after, and how. */
export interface StandbyConfig {
  /** The SSM parameter `declared`. */
  readonly declaredParameter: string;
  /** The SSM parameter that remembers how far a release is. */
  readonly standbyParameter: string;
  readonly clusterName: string;
  /** What CloudWatch calls the load balancer. */
  readonly loadBalancer: string;
  readonly holdSeconds: number;
  readonly afterHold: Capacity;
  /** The most connections that end within two minutes. */
  readonly maxDisconnects: number;
  readonly services: readonly StandbyService[];
}

/** What looking after the old colour touches. */
export interface StandbyPorts {
  readonly parameters: DatedParameters;
  readonly rules: ListenerRules;
  readonly targets: ScalableTargets;
  readonly tasks: ServiceDeployments;
  readonly metrics: LoadBalancerMetrics;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly log: (line: object) => void;
}

/** What Application Auto Scaling calls a colour of a service. */
export const resourceIdOf = ({ clusterName }: StandbyConfig, service: StandbyService, color: Color): string =>
  `service/${clusterName}/${service.ecsServices[color]}`;
