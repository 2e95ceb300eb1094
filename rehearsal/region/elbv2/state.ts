import type {
  Action,
  CreateListenerInput,
  CreateLoadBalancerInput,
  CreateTargetGroupInput,
  Listener,
  LoadBalancer,
  RuleCondition,
  Tag,
  TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";

/** Attributes by AWS's keys, for example `idle_timeout.timeout_seconds`. */
export type Attributes = Readonly<Record<string, string>>;

/** A load balancer, as asked for and as described. */
export interface LoadBalancerRecord {
  readonly arn: string;
  readonly input: CreateLoadBalancerInput;
  readonly loadBalancer: Readonly<LoadBalancer>;
  readonly attributes: Attributes;
}

/** A listener; its default actions are those of its default rule. */
export interface ListenerRecord {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly input: CreateListenerInput;
  readonly listener: Readonly<Omit<Listener, "DefaultActions">>;
}

/** A rule with everything that AWS fills in filled in (weights, both spellings of a forward). */
export interface RuleRecord {
  readonly arn: string;
  readonly listenerArn: string;
  /** 1 to 50000, lowest first; the listener's default rule comes last. */
  readonly priority: number | "default";
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
}

/** Why a probe failed. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export type ProbeFailure = "Target.Timeout" | "Target.FailedHealthChecks" | "Target.ResponseCodeMismatch";

/** What the probes of one target have come to. */
export interface ProbedHealth {
  readonly state: "initial" | "healthy" | "unhealthy";
  readonly consecutivePasses: number;
  readonly consecutiveFailures: number;
  /** The last failure. */
  readonly reason?: ProbeFailure;
  readonly description?: string;
}

/** A target on its way out. */
export interface Draining {
  /** Epoch milliseconds. */
  readonly since: number;
  /** Epoch milliseconds at which the deregistration delay ends and the target is gone. */
  readonly until: number;
  /** The propagation delay when the deregistration was asked for. */
  readonly propagationDelayMs: number;
}

/** One registered (or draining) target. */
export interface TargetRecord {
  readonly id: string;
  readonly port: number;
  readonly health: ProbedHealth;
  readonly draining?: Draining;
}

/** A target group with its targets. */
export interface TargetGroupRecord {
  readonly arn: string;
  readonly input: CreateTargetGroupInput;
  readonly group: Readonly<Omit<TargetGroup, "LoadBalancerArns">>;
  readonly attributes: Attributes;
  readonly targets: readonly TargetRecord[];
}

/** The rules of one listener between two changes, in the order in which they are tried. */
export interface RoutingVersion {
  /** Epoch milliseconds of the API's answer. */
  readonly at: number;
  readonly propagationDelayMs: number;
  readonly rules: readonly RuleRecord[];
}

/** One change of a listener's rules, kept for receipts. */
export interface RoutingChange {
  /** Epoch milliseconds of the API's answer. */
  readonly at: number;
  readonly operation: string;
  readonly listenerArn: string;
  readonly ruleArn: string;
  /** After so many milliseconds every node of the load balancer follows it: the model's own figure. */
  readonly propagationDelayMs: number;
}

/** What one target group served since the sample before. */
export interface TrafficSample {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly requests: number;
  /** 5xx answers that targets gave. */
  readonly target5xx: number;
  /** 5xx answers that the load balancer gave in place of a target. */
  readonly elb5xx: number;
  /** Requests and upgraded connections open at that moment. */
  readonly openConnections: number;
}

/** The connections of one load balancer, from clients and to targets. */
export interface ConnectionSample {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Opened since the sample before. */
  readonly opened: number;
  /** Open at that moment. */
  readonly active: number;
}

/** What the region remembers of Elastic Load Balancing v2; everything by ARN. */
export interface Elbv2State {
  readonly loadBalancers: Readonly<Record<string, LoadBalancerRecord>>;
  readonly listeners: Readonly<Record<string, ListenerRecord>>;
  readonly rules: Readonly<Record<string, RuleRecord>>;
  readonly targetGroups: Readonly<Record<string, TargetGroupRecord>>;
  readonly tags: Readonly<Record<string, readonly Tag[]>>;
  /** Per listener, oldest first: the versions that some node still follows. */
  readonly routing: Readonly<Record<string, readonly RoutingVersion[]>>;
  /** Oldest first, the last {@link keptChanges}. */
  readonly changes: readonly RoutingChange[];
  /** Per target group, oldest first. */
  readonly traffic: Readonly<Record<string, readonly TrafficSample[]>>;
  /** Per load balancer, oldest first. */
  readonly connections: Readonly<Record<string, readonly ConnectionSample[]>>;
  readonly propagation: {
    /** Milliseconds until the last node follows a change. */
    readonly delayMs: number;
    /** How many nodes each load balancer has. */
    readonly nodes: number;
  };
}

/** So many routing changes are remembered. */
export const keptChanges = 1000;

/** A region in which nobody has used Elastic Load Balancing yet. AWS publishes no figure for the propagation of an Application Load Balancer: both are the model's own. */
export const emptyElbv2State: Elbv2State = {
  loadBalancers: {},
  listeners: {},
  rules: {},
  targetGroups: {},
  tags: {},
  routing: {},
  changes: [],
  traffic: {},
  connections: {},
  propagation: { delayMs: 1000, nodes: 4 },
};
