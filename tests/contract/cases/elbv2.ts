import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  RemoveTagsCommand,
  type Rule,
  SetRulePrioritiesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase, moto, refusal } from "../contract-case";

const targetGroup = async (aws: AwsUnderTest, Name: string, rest: object = {}): Promise<string> => {
  const { vpcId: VpcId } = await aws.network();
  const { TargetGroups } = await aws.elbv2.send(
    new CreateTargetGroupCommand({
      Name,
      Protocol: "HTTP",
      Port: 8080,
      VpcId,
      TargetType: "instance",
      HealthCheckPath: "/health",
      ...rest,
    }),
  );
  return TargetGroups?.[0]?.TargetGroupArn ?? "";
};

const loadBalancer = async (aws: AwsUnderTest, Name: string): Promise<string> => {
  const { subnetIds, securityGroupId } = await aws.network();
  const { LoadBalancers } = await aws.elbv2.send(
    new CreateLoadBalancerCommand({
      Name,
      Type: "application",
      Scheme: "internal",
      Subnets: [...subnetIds],
      SecurityGroups: [securityGroupId],
    }),
  );
  return LoadBalancers?.[0]?.LoadBalancerArn ?? "";
};

const fixed503 = {
  Type: "fixed-response" as const,
  FixedResponseConfig: { StatusCode: "503", ContentType: "text/plain", MessageBody: "no such path" },
};

interface Switch {
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  readonly blue: string;
  readonly green: string;
}

/** A listener that answers 503, and a group for each colour. */
const blueGreen = async (aws: AwsUnderTest, name: string): Promise<Switch> => {
  const loadBalancerArn = await loadBalancer(aws, name);
  const { Listeners } = await aws.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancerArn,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [fixed503],
    }),
  );
  const [blue, green] = [await targetGroup(aws, `${name}-blue`), await targetGroup(aws, `${name}-green`)];
  return { loadBalancerArn, listenerArn: Listeners?.[0]?.ListenerArn ?? "", blue, green };
};

const weighted = ({ blue, green }: Switch, weights: readonly [number, number]) => ({
  Type: "forward" as const,
  ForwardConfig: {
    TargetGroups: [
      { TargetGroupArn: blue, Weight: weights[0] },
      { TargetGroupArn: green, Weight: weights[1] },
    ],
  },
});

const createRule = async (
  { elbv2 }: AwsUnderTest,
  edge: Switch,
  { priority, path = "/*", weights = [100, 0] }: { priority: number; path?: string; weights?: [number, number] },
): Promise<string> => {
  const { Rules } = await elbv2.send(
    new CreateRuleCommand({
      ListenerArn: edge.listenerArn,
      Priority: priority,
      Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: [path] } }],
      Actions: [weighted(edge, weights)],
    }),
  );
  return Rules?.[0]?.RuleArn ?? "";
};

const rulesOf = async ({ elbv2 }: AwsUnderTest, ListenerArn: string): Promise<readonly Rule[]> =>
  [...((await elbv2.send(new DescribeRulesCommand({ ListenerArn }))).Rules ?? [])].sort(byPriority);

/** AWS promises no order of a list; the default comes last in every comparison. */
const byPriority = (one: Rule, other: Rule): number => (Number(one.Priority) || 1e6) - (Number(other.Priority) || 1e6);

const weightsOf = (rules: readonly Rule[]): unknown =>
  rules.map(({ Priority, IsDefault, Actions = [] }) => [
    Priority,
    IsDefault,
    Actions.map(({ Type, ForwardConfig }) => [Type, (ForwardConfig?.TargetGroups ?? []).map(({ Weight }) => Weight)]),
  ]);

const dropsWeights = "MiniStack drops ForwardConfig with its weights (AWS keeps them, API_ModifyRule.html)";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/ */
export const elbv2Cases: readonly ContractCase[] = [
  {
    name: "a rule keeps both groups with their weights",
    run: async (aws) => {
      const edge = await blueGreen(aws, "weights");
      await createRule(aws, edge, { priority: 10, weights: [100, 0] });
      return weightsOf(await rulesOf(aws, edge.listenerArn));
    },
    emulators: { ministack: { differs: dropsWeights }, moto: "agrees" },
  },
  {
    name: "one ModifyRule turns the weights and touches nothing else of the rule",
    run: async (aws) => {
      const edge = await blueGreen(aws, "turn");
      const RuleArn = await createRule(aws, edge, { priority: 10 });
      await aws.elbv2.send(new ModifyRuleCommand({ RuleArn, Actions: [weighted(edge, [0, 100])] }));
      const rules = await rulesOf(aws, edge.listenerArn);
      const conditions = rules.map(({ Conditions = [] }) =>
        Conditions.map(({ Field, PathPatternConfig }) => [Field, PathPatternConfig?.Values]),
      );
      return [weightsOf(rules), conditions];
    },
    emulators: { ministack: { differs: dropsWeights }, moto: "agrees" },
  },
  {
    name: "a listener has the rules that it was given, and a default",
    run: async (aws) => {
      const edge = await blueGreen(aws, "order");
      for (const priority of [30, 5, 200]) await createRule(aws, edge, { priority, path: `/${priority}` });
      return (await rulesOf(aws, edge.listenerArn)).map(({ Priority, IsDefault }) => [Priority, IsDefault]);
    },
    emulators: both,
  },
  {
    name: "a priority is taken once",
    run: async (aws) => {
      const edge = await blueGreen(aws, "priority");
      await createRule(aws, edge, { priority: 10 });
      return refusal(createRule(aws, edge, { priority: 10, path: "/other" }));
    },
    emulators: {
      ministack: { differs: "MiniStack takes it twice; AWS answers PriorityInUse (API_CreateRule.html)" },
      moto: "agrees",
    },
  },
  {
    name: "priorities change places in one call",
    run: async (aws) => {
      const edge = await blueGreen(aws, "swap");
      const one = await createRule(aws, edge, { priority: 1, path: "/one" });
      const two = await createRule(aws, edge, { priority: 2, path: "/two" });
      await aws.elbv2.send(
        new SetRulePrioritiesCommand({
          RulePriorities: [
            { RuleArn: one, Priority: 2 },
            { RuleArn: two, Priority: 1 },
          ],
        }),
      );
      const rules = await rulesOf(aws, edge.listenerArn);
      return rules.map(({ Priority, Conditions = [] }) => [Priority, Conditions[0]?.PathPatternConfig?.Values]);
    },
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto looks at one after the other; AWS at the new order (API_SetRulePriorities.html)" },
    },
  },
  {
    name: "the default rule can't be deleted, others can",
    run: async (aws) => {
      const edge = await blueGreen(aws, "delete-rule");
      const RuleArn = await createRule(aws, edge, { priority: 10 });
      await aws.elbv2.send(new DeleteRuleCommand({ RuleArn }));
      const [defaultRule] = await rulesOf(aws, edge.listenerArn);
      return [
        await refusal(aws.elbv2.send(new DeleteRuleCommand({ RuleArn: defaultRule?.RuleArn }))),
        (await rulesOf(aws, edge.listenerArn)).length,
      ];
    },
    emulators: {
      ministack: "agrees",
      moto: { differs: "moto fails; AWS answers OperationNotPermitted (API_DeleteRule.html)" },
    },
  },
  {
    name: "a rule that isn't there can't be changed",
    run: async (aws) => {
      const edge = await blueGreen(aws, "no-rule");
      const RuleArn = await createRule(aws, edge, { priority: 10 });
      await aws.elbv2.send(new DeleteRuleCommand({ RuleArn }));
      return [
        await refusal(aws.elbv2.send(new ModifyRuleCommand({ RuleArn, Actions: [weighted(edge, [0, 100])] }))),
        await refusal(aws.elbv2.send(new DescribeRulesCommand({ RuleArns: [RuleArn] }))),
      ];
    },
    emulators: {
      ministack: {
        differs: "MiniStack describes it as an empty list; AWS answers RuleNotFound (API_DescribeRules.html)",
      },
      moto: "agrees",
    },
  },
  {
    name: "a group that a rule uses can't be deleted",
    run: async (aws) => {
      const edge = await blueGreen(aws, "in-use");
      await createRule(aws, edge, { priority: 10 });
      return refusal(aws.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn: edge.blue })));
    },
    emulators: {
      ministack: { differs: "MiniStack deletes it; AWS answers ResourceInUse (API_DeleteTargetGroup.html)" },
      moto: "agrees",
    },
  },
  {
    name: "a group that nothing uses is deleted",
    run: async (aws) => {
      const TargetGroupArn = await targetGroup(aws, "unused-group");
      await aws.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
      return refusal(aws.elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] })));
    },
    emulators: both,
  },
  {
    name: "a new group has AWS's defaults",
    run: async (aws) => {
      const TargetGroupArn = await targetGroup(aws, "defaults");
      const { TargetGroups } = await aws.elbv2.send(
        new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }),
      );
      const [group] = TargetGroups ?? [];
      return [
        group?.HealthCheckIntervalSeconds,
        group?.HealthCheckTimeoutSeconds,
        group?.HealthyThresholdCount,
        group?.UnhealthyThresholdCount,
        group?.HealthCheckPath,
        group?.Matcher?.HttpCode,
      ];
    },
    emulators: both,
  },
  {
    name: "a group's deregistration delay is an attribute, 300 seconds unless set",
    run: async (aws) => {
      const TargetGroupArn = await targetGroup(aws, "delay");
      const delay = async (): Promise<unknown> => {
        const { Attributes = [] } = await aws.elbv2.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
        return Attributes.find(({ Key }) => Key === "deregistration_delay.timeout_seconds")?.Value;
      };
      const before = await delay();
      const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: "45" }];
      await aws.elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
      return [before, await delay()];
    },
    emulators: both,
  },
  {
    name: "a group's health check changes in place",
    run: async (aws) => {
      const TargetGroupArn = await targetGroup(aws, "check");
      await aws.elbv2.send(
        new ModifyTargetGroupCommand({ TargetGroupArn, HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2 }),
      );
      const { TargetGroups } = await aws.elbv2.send(
        new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }),
      );
      const [group] = TargetGroups ?? [];
      return [group?.HealthCheckIntervalSeconds, group?.HealthyThresholdCount, group?.HealthCheckPath];
    },
    emulators: both,
  },
  {
    name: "a group knows the load balancers that lead to it",
    run: async (aws) => {
      const edge = await blueGreen(aws, "users");
      const users = async (): Promise<unknown> => {
        const { TargetGroups } = await aws.elbv2.send(
          new DescribeTargetGroupsCommand({ TargetGroupArns: [edge.blue] }),
        );
        return TargetGroups?.[0]?.LoadBalancerArns?.map((arn) => arn === edge.loadBalancerArn);
      };
      const before = await users();
      await createRule(aws, edge, { priority: 10 });
      return [before, await users()];
    },
    emulators: {
      ministack: { differs: dropsWeights },
      moto: "agrees",
    },
  },
  {
    name: "a group's name is taken once, as long as it is made otherwise",
    run: async (aws) => {
      await targetGroup(aws, "twice");
      return refusal(targetGroup(aws, "twice", { Port: 9090 }));
    },
    emulators: both,
  },
  {
    name: "a name has at most 32 characters",
    run: (aws) => refusal(targetGroup(aws, "g".repeat(33))),
    emulators: {
      ministack: { differs: "MiniStack takes any; AWS 32 characters (API_CreateTargetGroup.html)" },
      moto: "agrees",
    },
  },
  {
    name: "a deregistered target is listed until it has drained",
    run: async (aws) => {
      const TargetGroupArn = await targetGroup(aws, "targets");
      const Targets = [{ Id: "i-0123456789abcdef0", Port: 32_768 }];
      const registered = await refusal(aws.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets })));
      await refusal(aws.elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets })));
      const { TargetHealthDescriptions = [] } = await aws.elbv2.send(
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      return [registered, TargetHealthDescriptions.length];
    },
    emulators: {
      ministack: {
        differs:
          "MiniStack drains nothing; AWS shows draining until the delay is over (edit-target-group-attributes.html)",
      },
      moto: {
        differs: "moto drains nothing; AWS shows draining until the delay is over (edit-target-group-attributes.html)",
      },
    },
  },
  {
    name: "a target of a group that nothing uses is unused",
    run: async (aws) => {
      const TargetGroupArn = await targetGroup(aws, "unused");
      const Targets = [{ Id: "i-0123456789abcdef0", Port: 32_768 }];
      await aws.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
      const { TargetHealthDescriptions = [] } = await aws.elbv2.send(
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      return TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State);
    },
    emulators: {
      ministack: {
        differs: "MiniStack says healthy of every target; AWS says unused (target-group-health-checks.html)",
      },
      moto: { differs: "moto says healthy of every target; AWS says unused (target-group-health-checks.html)" },
    },
  },
  {
    name: "a load balancer's port is taken once",
    run: async (aws) => {
      const edge = await blueGreen(aws, "port");
      const input = { LoadBalancerArn: edge.loadBalancerArn, Protocol: "HTTP", Port: 80 } as const;
      return refusal(aws.elbv2.send(new CreateListenerCommand({ ...input, DefaultActions: [fixed503] })));
    },
    emulators: both,
  },
  {
    name: "a listener keeps its fixed answer",
    run: async (aws) => {
      const edge = await blueGreen(aws, "fixed");
      const { Listeners } = await aws.elbv2.send(new DescribeListenersCommand({ ListenerArns: [edge.listenerArn] }));
      return Listeners?.map(({ Port, Protocol, DefaultActions = [] }) => [
        Port,
        Protocol,
        DefaultActions.map(({ Type, FixedResponseConfig }) => [Type, FixedResponseConfig]),
      ]);
    },
    emulators: both,
  },
  {
    name: "a listener goes with its rules, a load balancer with its listeners",
    run: async (aws) => {
      const edge = await blueGreen(aws, "teardown");
      const RuleArn = await createRule(aws, edge, { priority: 10 });
      await aws.elbv2.send(new DeleteListenerCommand({ ListenerArn: edge.listenerArn }));
      const rule = await refusal(aws.elbv2.send(new DescribeRulesCommand({ RuleArns: [RuleArn] })));
      const LoadBalancerArn = edge.loadBalancerArn;
      await aws.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
      return [
        rule,
        await refusal(aws.elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn] }))),
        await refusal(aws.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn: edge.blue }))),
      ];
    },
    emulators: {
      ministack: {
        differs:
          "MiniStack describes deleted rules as an empty list; AWS answers RuleNotFound (API_DescribeRules.html)",
      },
      moto: "agrees",
    },
  },
  {
    name: "tags are added, replaced and removed",
    run: async (aws) => {
      const arn = await targetGroup(aws, "tagged", { Tags: [{ Key: "a", Value: "1" }] });
      const Tags = [
        { Key: "a", Value: "2" },
        { Key: "b", Value: "3" },
      ];
      await aws.elbv2.send(new AddTagsCommand({ ResourceArns: [arn], Tags }));
      await aws.elbv2.send(new RemoveTagsCommand({ ResourceArns: [arn], TagKeys: ["b"] }));
      const { TagDescriptions } = await aws.elbv2.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
      return TagDescriptions?.map((description) => description.Tags);
    },
    emulators: both,
  },
  {
    name: "a page of load balancers ends with a marker while there are more",
    run: async (aws) => {
      await loadBalancer(aws, "page-a");
      await loadBalancer(aws, "page-b");
      const page = await aws.elbv2.send(new DescribeLoadBalancersCommand({ PageSize: 1 }));
      return [page.LoadBalancers?.length, page.NextMarker !== undefined];
    },
    emulators: moto,
  },
];
