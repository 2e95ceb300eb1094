import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type AwsSessionSettings, clientConfig } from "./aws-session";

/** One registered target, as the load balancer sees it. */
export interface TargetHealth {
  readonly instanceId: string;
  readonly port: number;
  /** `healthy`, `unhealthy`, `initial`, `unused`, `draining`, … */
  readonly state: string;
}

/** Reads the health of a target group. */
export interface TargetGroups {
  /** Every registered target; AWS answers all of them at once. */
  health(groupArn: string, signal: AbortSignal): Promise<readonly TargetHealth[]>;
}

/** Target groups of instances. */
export const createTargetGroups = (settings: AwsSessionSettings): TargetGroups => {
  const client = new ElasticLoadBalancingV2Client(clientConfig(settings, "elbv2"));
  return {
    health: async (TargetGroupArn, abortSignal) => {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn });
      const { TargetHealthDescriptions = [] } = await client.send(command, { abortSignal });
      return TargetHealthDescriptions.map(toTargetHealth);
    },
  };
};

const toTargetHealth = ({ Target, TargetHealth: health }: TargetHealthDescription): TargetHealth => ({
  instanceId: Target?.Id ?? "",
  port: Target?.Port ?? 0,
  state: health?.State ?? "unknown",
});
