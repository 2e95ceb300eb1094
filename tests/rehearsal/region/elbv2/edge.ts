import type {
  Action,
  CreateTargetGroupInput,
  DescribeTargetHealthOutput,
  RuleCondition,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../../../../rehearsal/region/operation";
import { Region } from "../../../../rehearsal/region/region";

/** A small load balancer under a clock that stands still: a listener with a 503 by default, two groups, no rule yet. */
export interface Edge {
  readonly region: Region;
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  readonly blue: string;
  readonly green: string;
  /** Epoch milliseconds, to be set. */
  now: number;
  /** Sends one call; the answer is as loosely typed as a test wants to read it. */
  call<Output>(operation: string, input: object): Promise<Output>;
  /** The code of the refusal; fails when the call is accepted. */
  refusal(operation: string, input: object): Promise<string>;
  /** Creates a rule; returns its ARN. */
  rule(priority: number, actions: readonly Action[], conditions?: readonly RuleCondition[]): Promise<string>;
  group(name: string, settings?: Partial<CreateTargetGroupInput>): Promise<string>;
  register(targetGroupArn: string, ...ports: readonly number[]): Promise<void>;
  /** Reports probes of one target (its id follows from its port). */
  probe(targetGroupArn: string, port: number, ...passes: readonly boolean[]): void;
  /** `state` or `state reason` by port. */
  health(targetGroupArn: string): Promise<Readonly<Record<number, string>>>;
}

export const everyPath: readonly RuleCondition[] = [{ Field: "path-pattern", PathPatternConfig: { Values: ["/*"] } }];

export const forwardTo = (...groups: readonly (readonly [arn: string, weight: number])[]): readonly Action[] => [
  {
    Type: "forward",
    ForwardConfig: { TargetGroups: groups.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) },
  },
];

export const fixed = (StatusCode: string): readonly Action[] => [
  { Type: "fixed-response", FixedResponseConfig: { StatusCode } },
];

export const idOf = (port: number): string => `i-${port}`;

export const createEdge = async (clock?: () => number): Promise<Edge> => {
  const time = { now: 1_000_000 };
  const region = new Region({ now: clock ?? (() => time.now) });
  const call = async <Output>(operation: string, input: object): Promise<Output> =>
    (await region.call("elbv2", operation, input)) as Output;
  const group = async (Name: string, settings: Partial<CreateTargetGroupInput> = {}): Promise<string> => {
    const input = { Name, Protocol: "HTTP", Port: 80, VpcId: "vpc-1", ...settings };
    return arnIn(await call("CreateTargetGroup", input), "TargetGroups", "TargetGroupArn");
  };
  const loadBalancer = { Name: "edge", Subnets: ["subnet-1", "subnet-2"] };
  const loadBalancerArn = arnIn(await call("CreateLoadBalancer", loadBalancer), "LoadBalancers", "LoadBalancerArn");
  const listener = { LoadBalancerArn: loadBalancerArn, Protocol: "HTTP", Port: 80, DefaultActions: fixed("503") };
  const listenerArn = arnIn(await call("CreateListener", listener), "Listeners", "ListenerArn");

  return {
    region,
    loadBalancerArn,
    listenerArn,
    blue: await group("blue"),
    green: await group("green"),
    get now() {
      return time.now;
    },
    set now(value) {
      time.now = value;
    },
    call,
    refusal: async (operation, input) => {
      try {
        await call(operation, input);
      } catch (error) {
        if (error instanceof AwsError) return error.code;
        throw error;
      }
      throw new Error(`${operation} was accepted`);
    },
    rule: async (Priority, Actions, Conditions = everyPath) =>
      arnIn(await call("CreateRule", { ListenerArn: listenerArn, Priority, Actions, Conditions }), "Rules", "RuleArn"),
    group,
    register: async (TargetGroupArn, ...ports) => {
      await call("RegisterTargets", { TargetGroupArn, Targets: ports.map((Port) => ({ Id: idOf(Port), Port })) });
    },
    probe: (targetGroupArn, port, ...passes) => {
      for (const passed of passes) {
        const result = passed
          ? { healthy: true as const }
          : { healthy: false as const, reason: "Target.Timeout" as const };
        region.observe({ kind: "target-probed", targetGroupArn, targetId: idOf(port), port, result });
      }
    },
    health: async (TargetGroupArn) => {
      const output = await call<DescribeTargetHealthOutput>("DescribeTargetHealth", { TargetGroupArn });
      const entries = (output.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }) => [
        Target?.Port ?? 0,
        [TargetHealth?.State, TargetHealth?.Reason].filter((part) => part !== undefined).join(" "),
      ]);
      return Object.fromEntries(entries);
    },
  };
};

/** The ARN in the first of the things that were created. */
export const arnIn = (output: unknown, list: string, key: string): string =>
  (output as Record<string, Record<string, string>[]>)[list]?.[0]?.[key] ?? "";
