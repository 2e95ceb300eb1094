import { expect } from "chai";
import { targetGroup } from "../../../../../rehearsal/provider/live/elbv2/target-group";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/tg-b-1/ad47b25dda030a05";
const answer = {
  TargetGroups: [
    {
      TargetGroupArn: arn,
      ProtocolVersion: "HTTP1",
      TargetType: "instance",
      IpAddressType: "ipv4",
      LoadBalancerArns: [],
    },
  ],
};
const healthCheck = {
  path: "/health",
  port: "traffic-port",
  protocol: "HTTP",
  matcher: "200",
  interval: 15,
  timeout: 5,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
};
const sentHealthCheck = {
  HealthCheckEnabled: true,
  HealthCheckIntervalSeconds: 15,
  HealthCheckPath: "/health",
  HealthCheckPort: "traffic-port",
  HealthCheckProtocol: "HTTP",
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 2,
  Matcher: { HttpCode: "200" },
  UnhealthyThresholdCount: 3,
};
const inputs = { name: "tg-b-1", port: 8080, protocol: "HTTP", vpcId: "vpc-1", healthCheck };

describe("aws.lb.TargetGroup", () => {
  it("is created with its health check, and given the attributes that the program sets", async () => {
    const { context, calls, kept } = scriptedAws({
      "elbv2:CreateTargetGroup": answer,
      "elbv2:ModifyTargetGroupAttributes": {},
    });
    const stickiness = { type: "lb_cookie", cookieDuration: 60, enabled: false };
    const resource = await targetGroup.create({ ...inputs, deregistrationDelay: 30, stickiness }, context);
    expect(calls).to.deep.equal([
      [
        "elbv2:CreateTargetGroup",
        {
          Name: "tg-b-1",
          Port: 8080,
          Protocol: "HTTP",
          TargetType: "instance",
          VpcId: "vpc-1",
          ...sentHealthCheck,
        },
      ],
      [
        "elbv2:ModifyTargetGroupAttributes",
        {
          TargetGroupArn: arn,
          Attributes: [
            { Key: "deregistration_delay.timeout_seconds", Value: "30" },
            { Key: "stickiness.enabled", Value: "false" },
            { Key: "stickiness.type", Value: "lb_cookie" },
            { Key: "stickiness.lb_cookie.duration_seconds", Value: "60" },
          ],
        },
      ],
    ]);
    expect(resource).to.deep.equal({
      id: arn,
      outputs: {
        arn,
        arnSuffix: "targetgroup/tg-b-1/ad47b25dda030a05",
        ipAddressType: "ipv4",
        loadBalancerArns: [],
        protocolVersion: "HTTP1",
        targetType: "instance",
      },
    });
    expect(kept.map(({ id }) => id)).to.deep.equal([arn]);
  });

  it("is sent no attributes where the program sets none, and the provider's own health check", async () => {
    const { context, calls } = scriptedAws({ "elbv2:CreateTargetGroup": answer });
    await targetGroup.create({ name: "tg-b-1", port: 80, protocol: "HTTP", vpcId: "vpc-1" }, context);
    expect(calls).to.deep.equal([
      [
        "elbv2:CreateTargetGroup",
        {
          Name: "tg-b-1",
          Port: 80,
          Protocol: "HTTP",
          TargetType: "instance",
          VpcId: "vpc-1",
          HealthCheckEnabled: true,
          HealthCheckIntervalSeconds: 30,
          HealthCheckPort: "traffic-port",
          HealthCheckProtocol: "HTTP",
          HealthyThresholdCount: 3,
          UnhealthyThresholdCount: 3,
        },
      ],
    ]);
  });

  it("is updated with the whole health check, and without what stayed", async () => {
    const { context, calls } = scriptedAws({
      "elbv2:ModifyTargetGroup": {},
      "elbv2:ModifyTargetGroupAttributes": {},
    });
    const olds = { ...inputs, deregistrationDelay: 30, slowStart: 0 };
    const news = { ...olds, deregistrationDelay: 60, healthCheck: { ...healthCheck, path: "/healthz" } };
    await targetGroup.update({ id: arn, state: {}, olds, news }, context);
    expect(calls).to.deep.equal([
      ["elbv2:ModifyTargetGroup", { TargetGroupArn: arn, ...sentHealthCheck, HealthCheckPath: "/healthz" }],
      [
        "elbv2:ModifyTargetGroupAttributes",
        { TargetGroupArn: arn, Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "60" }] },
      ],
    ]);
  });

  it("sends all four figures of its own health", async () => {
    const { context, calls } = scriptedAws({ "elbv2:ModifyTargetGroupAttributes": {} });
    const targetGroupHealth = { dnsFailover: { minimumHealthyTargetsCount: "off" } };
    await targetGroup.update({ id: arn, state: {}, olds: inputs, news: { ...inputs, targetGroupHealth } }, context);
    const key = (name: string) => `target_group_health.${name}`;
    expect(calls).to.deep.equal([
      [
        "elbv2:ModifyTargetGroupAttributes",
        {
          TargetGroupArn: arn,
          Attributes: [
            { Key: key("dns_failover.minimum_healthy_targets.count"), Value: "off" },
            { Key: key("dns_failover.minimum_healthy_targets.percentage"), Value: "off" },
            { Key: key("unhealthy_state_routing.minimum_healthy_targets.count"), Value: "1" },
            { Key: key("unhealthy_state_routing.minimum_healthy_targets.percentage"), Value: "off" },
          ],
        },
      ],
    ]);
  });

  it("is deleted as soon as no rule uses it, and once only", async () => {
    const { context, calls } = scriptedAws({
      "elbv2:DeleteTargetGroup": [new AwsError("ResourceInUseException", "in use"), {}],
    });
    await targetGroup.delete({ id: arn, state: {} }, context);
    expect(calls).to.deep.equal([
      ["elbv2:DeleteTargetGroup", { TargetGroupArn: arn }],
      ["elbv2:DeleteTargetGroup", { TargetGroupArn: arn }],
    ]);
  });

  it("is as good as deleted where it is gone, and isn't where AWS says anything else", async () => {
    const gone = scriptedAws({ "elbv2:DeleteTargetGroup": [new AwsError("TargetGroupNotFoundException", "no")] });
    const denied = scriptedAws({ "elbv2:DeleteTargetGroup": [new AwsError("AccessDenied", "You may not.")] });
    await targetGroup.delete({ id: arn, state: {} }, gone.context);
    expect(await targetGroup.delete({ id: arn, state: {} }, denied.context).catch(String)).to.equal(
      "AwsCallError: elbv2:DeleteTargetGroup was answered with AccessDenied: You may not.",
    );
  });

  it("is read, or found to be gone", async () => {
    const there = scriptedAws({ "elbv2:DescribeTargetGroups": answer });
    const gone = scriptedAws({ "elbv2:DescribeTargetGroups": [new AwsError("TargetGroupNotFound", "no")] });
    expect((await targetGroup.read({ id: arn, state: {} }, there.context))?.id).to.equal(arn);
    expect(await targetGroup.read({ id: arn, state: {} }, gone.context)).to.equal(undefined);
  });
});
