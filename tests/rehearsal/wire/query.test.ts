import {
  AutoScalingClient,
  CompleteLifecycleActionCommand,
  DescribeAutoScalingGroupsCommand,
  RecordLifecycleActionHeartbeatCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteRuleCommand,
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  SetRulePrioritiesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import { operationName, signedFor, trip, WireUnderTest } from "./wire-under-test";

const arn = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:123456789012:${rest}`;
const [loadBalancerArn, listenerArn] = [
  arn("loadbalancer/app/shop/50dc6c49"),
  arn("listener/app/shop/50dc6c49/0467ef3c"),
];
const [ruleArn, blue, green] = [
  arn("listener-rule/app/shop/1/2/3"),
  arn("targetgroup/blue/1"),
  arn("targetgroup/green/2"),
];
const createdAt = new Date("2026-11-21T14:00:00.123Z");
const forward = (weights: { blue: number; green: number }) => ({
  Type: "forward" as const,
  Order: 1,
  ForwardConfig: {
    TargetGroups: [
      { TargetGroupArn: blue, Weight: weights.blue },
      { TargetGroupArn: green, Weight: weights.green },
    ],
    TargetGroupStickinessConfig: { Enabled: false },
  },
});
const isBlue = { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "x-switchyard-color", Values: ["blue"] } };
const isApi = { Field: "path-pattern", PathPatternConfig: { Values: ["/api/*", "/a b&c=<d>"] } };
const rule = {
  RuleArn: ruleArn,
  Priority: "10",
  Conditions: [isApi],
  Actions: [forward({ blue: 0, green: 100 })],
  IsDefault: false,
};
const loadBalancer = {
  LoadBalancerArn: loadBalancerArn,
  DNSName: "shop-1.eu-west-1.elb.amazonaws.com",
  CreatedTime: createdAt,
  LoadBalancerName: "shop",
  Scheme: "internet-facing" as const,
  State: { Code: "active" as const },
  AvailabilityZones: [{ ZoneName: "eu-west-1a", SubnetId: "subnet-1", LoadBalancerAddresses: [] }],
  SecurityGroups: ["sg-1", "sg-2"],
};
const targetGroup = {
  TargetGroupArn: blue,
  TargetGroupName: "blue",
  Port: 80,
  HealthCheckEnabled: true,
  HealthCheckIntervalSeconds: 5,
  Matcher: { HttpCode: "200-299" },
  LoadBalancerArns: [],
  TargetType: "instance" as const,
};
const listener = { ListenerArn: listenerArn, Port: 80, DefaultActions: [forward({ blue: 100, green: 0 })] };
const targets = [
  { Id: "i-1", Port: 32768 },
  { Id: "i-2", Port: 32769 },
];
const attributes = [
  { Key: "deregistration_delay.timeout_seconds", Value: "0" },
  { Key: "empty", Value: "" },
];

const elbv2Trips = [
  trip(
    new CreateLoadBalancerCommand({
      Name: "shop",
      Subnets: ["subnet-1", "subnet-2"],
      Tags: [{ Key: "ünï + cødé", Value: "a=b&c\n" }],
    }),
    { LoadBalancers: [loadBalancer] },
  ),
  trip(new DescribeLoadBalancersCommand({ Names: [] }), { LoadBalancers: [loadBalancer], NextMarker: "m" }),
  trip(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancerArn, Attributes: attributes }), {
    Attributes: attributes,
  }),
  trip(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancerArn,
      Port: 443,
      Protocol: "HTTPS",
      Certificates: [{ CertificateArn: "c", IsDefault: true }],
      DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404", MessageBody: " " } }],
    }),
    { Listeners: [listener] },
  ),
  trip(new DescribeListenersCommand({ LoadBalancerArn: loadBalancerArn, PageSize: 400 }), { Listeners: [] }),
  trip(
    new CreateTargetGroupCommand({ Name: "blue", Port: 80, HealthCheckEnabled: false, Matcher: { HttpCode: "200" } }),
    {
      TargetGroups: [targetGroup],
    },
  ),
  trip(new ModifyTargetGroupCommand({ TargetGroupArn: blue, HealthCheckPath: "/health?a=1" }), {
    TargetGroups: [targetGroup],
  }),
  trip(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: blue, Attributes: attributes }), {
    Attributes: attributes,
  }),
  trip(new DescribeTargetGroupsCommand({ TargetGroupArns: [blue, green] }), { TargetGroups: [targetGroup] }),
  trip(new DescribeTargetHealthCommand({ TargetGroupArn: blue, Targets: targets, Include: ["All"] }), {
    TargetHealthDescriptions: targets.map((Target) => ({
      Target,
      HealthCheckPort: String(Target.Port),
      TargetHealth: { State: "draining", Reason: "Target.DeregistrationInProgress" },
    })),
  }),
  trip(
    new CreateRuleCommand({
      ListenerArn: listenerArn,
      Priority: 10,
      Conditions: [isBlue, isApi],
      Actions: [forward({ blue: 0, green: 100 })],
    }),
    { Rules: [rule] },
  ),
  trip(new ModifyRuleCommand({ RuleArn: ruleArn, Conditions: [], Actions: [forward({ blue: 100, green: 0 })] }), {
    Rules: [rule],
  }),
  trip(new DescribeRulesCommand({ ListenerArn: listenerArn }), { Rules: [rule, { ...rule, Conditions: [] }] }),
  trip(new SetRulePrioritiesCommand({ RulePriorities: [{ RuleArn: ruleArn, Priority: 5 }] }), { Rules: [rule] }),
  trip(new DeleteRuleCommand({ RuleArn: ruleArn }), {}),
  trip(new RegisterTargetsCommand({ TargetGroupArn: blue, Targets: targets }), {}),
  trip(new DeregisterTargetsCommand({ TargetGroupArn: blue, Targets: targets }), {}),
];

const lifecycleAction = { AutoScalingGroupName: "fleet", LifecycleHookName: "drain", InstanceId: "i-1" };
const autoScalingTrips = [
  trip(new DescribeAutoScalingGroupsCommand({ Filters: [{ Name: "tag:color", Values: ["blue"] }] }), {
    AutoScalingGroups: [
      {
        AutoScalingGroupName: "fleet",
        MinSize: 0,
        MaxSize: 3,
        DesiredCapacity: 2,
        DefaultCooldown: 300,
        AvailabilityZones: ["eu-west-1a"],
        HealthCheckType: "EC2",
        CreatedTime: createdAt,
        Instances: [
          {
            InstanceId: "i-1",
            AvailabilityZone: "eu-west-1a",
            LifecycleState: "Terminating:Wait",
            HealthStatus: "Healthy",
            ProtectedFromScaleIn: true,
          },
        ],
        SuspendedProcesses: [],
      },
    ],
  }),
  trip(new CompleteLifecycleActionCommand({ ...lifecycleAction, LifecycleActionResult: "CONTINUE" }), {}),
  trip(new RecordLifecycleActionHeartbeatCommand(lifecycleAction), {}),
];

describe("the query protocol", () => {
  const wire = new WireUnderTest();
  let elbv2: ElasticLoadBalancingV2Client;
  let autoscaling: AutoScalingClient;

  before(async () => {
    await wire.start();
    elbv2 = wire.adopt(new ElasticLoadBalancingV2Client(wire.clientConfig));
    autoscaling = wire.adopt(new AutoScalingClient(wire.clientConfig));
  });
  after(() => wire.stop());

  for (const roundTrip of elbv2Trips) {
    it(`carries elbv2 ${operationName(roundTrip.command)} both ways`, () =>
      wire.assertRoundTrip("elbv2", elbv2, roundTrip));
  }

  for (const roundTrip of autoScalingTrips) {
    it(`carries autoscaling ${operationName(roundTrip.command)} both ways`, () =>
      wire.assertRoundTrip("autoscaling", autoscaling, roundTrip));
  }

  it("carries sts GetCallerIdentity both ways", () => {
    const identity = { UserId: "AIDA", Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/me" };
    const sts = wire.adopt(new STSClient(wire.clientConfig));
    return wire.assertRoundTrip("sts", sts, trip(new GetCallerIdentityCommand({}), identity));
  });

  it("raises a modelled exception as its class, by either of its names", async () => {
    const command = new DeleteRuleCommand({ RuleArn: ruleArn });
    const expected = {
      name: "RuleNotFoundException",
      message: "no <rule> & more",
      className: "RuleNotFoundException",
      statusCode: 400,
    };
    for (const code of ["RuleNotFoundException", "RuleNotFound"]) {
      expect(await wire.refusal(elbv2, command, new AwsError(code, "no <rule> & more"))).to.deep.equal(expected);
    }
  });

  it("sends a modelled exception under the query protocol's own code, with the model's status", async () => {
    wire.answer = new AwsError("ResourceContentionFault", "busy");
    const { statusCode, body } = await wire.raw({ headers: signedFor("autoscaling") }, "Action=DescribePolicies");
    expect([statusCode, body.replace(/<RequestId>.*/, "")]).to.deep.equal([
      500,
      "<ErrorResponse><Error><Type>Receiver</Type><Code>ResourceContention</Code><Message>busy</Message></Error>",
    ]);
  });

  it("passes on a code that the model doesn't know, with its status", async () => {
    const refusal = await wire.refusal(
      elbv2,
      new DeleteRuleCommand({ RuleArn: ruleArn }),
      new AwsError("Throttling", "slow down", 503),
    );
    expect(refusal).to.deep.equal({
      name: "Throttling",
      message: "slow down",
      className: "ElasticLoadBalancingV2ServiceException",
      statusCode: 503,
    });
  });
});
