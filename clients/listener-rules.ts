import {
  DescribeRulesCommand,
  type DescribeRulesCommandInput,
  ElasticLoadBalancingV2Client,
  type Rule,
  RuleNotFoundException,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { LiveRule } from "../cutover/plan-read-back";
import { type AwsSessionSettings, clientConfig } from "./aws-session";

/** Reads what the load balancer's rules forward to. */
export interface ListenerRules {
  /** The rules that exist; one that is gone is left out. */
  describe(ruleArns: readonly string[], signal: AbortSignal): Promise<readonly LiveRule[]>;
}

/** AWS documents no limit for the ARNs of one call; its other describe calls of this API take 20. */
const batchSize = 20;

/** Rules of Application Load Balancers, where the stack's config reaches them. */
export const createListenerRules = (settings: AwsSessionSettings): ListenerRules =>
  listenerRulesOf(new ElasticLoadBalancingV2Client(clientConfig(settings, "elbv2")));

/** Rules of Application Load Balancers through a client. */
export const listenerRulesOf = (client: Pick<ElasticLoadBalancingV2Client, "send">): ListenerRules => ({
  describe: async (ruleArns, signal) => {
    const rules: LiveRule[] = [];
    for (let index = 0; index < ruleArns.length; index += batchSize) {
      rules.push(...(await describeBatch(client, ruleArns.slice(index, index + batchSize), signal)));
    }
    return rules;
  },
});

/** One missing rule makes AWS refuse the whole batch, so the batch is halved until the missing ones are found. */
const describeBatch = async (
  client: Pick<ElasticLoadBalancingV2Client, "send">,
  ruleArns: readonly string[],
  signal: AbortSignal,
): Promise<readonly LiveRule[]> => {
  try {
    return await describePages(client, { RuleArns: [...ruleArns] }, signal);
  } catch (error) {
    if (!(error instanceof RuleNotFoundException)) throw error;
    if (ruleArns.length === 1) return [];
    const half = Math.ceil(ruleArns.length / 2);
    const first = await describeBatch(client, ruleArns.slice(0, half), signal);
    return [...first, ...(await describeBatch(client, ruleArns.slice(half), signal))];
  }
};

const describePages = async (
  client: Pick<ElasticLoadBalancingV2Client, "send">,
  input: DescribeRulesCommandInput,
  signal: AbortSignal,
): Promise<readonly LiveRule[]> => {
  const { Rules = [], NextMarker } = await client.send(new DescribeRulesCommand(input), { abortSignal: signal });
  const rules = Rules.map(toLiveRule);
  if (NextMarker === undefined) return rules;
  return [...rules, ...(await describePages(client, { ...input, Marker: NextMarker }, signal))];
};

const toLiveRule = ({ RuleArn = "", Actions = [] }: Rule): LiveRule => ({
  ruleArn: RuleArn,
  groups: Actions.flatMap(({ ForwardConfig, TargetGroupArn }) =>
    // A rule that was made with the short form names its only group in the action itself.
    (ForwardConfig?.TargetGroups ?? [{ TargetGroupArn, Weight: 100 }]).flatMap(
      ({ TargetGroupArn: groupArn, Weight = 1 }) => (groupArn === undefined ? [] : [{ groupArn, weight: Weight }]),
    ),
  ),
});
