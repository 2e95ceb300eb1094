import { accountId, region, start } from "./drain-harness";

type Members = Readonly<Record<string, unknown>>;

/** An event as EventBridge delivers it to a queue. */
export const eventBridge = (source: string, type: string, detail: Members, rest: Members = {}): string =>
  JSON.stringify({
    version: "0",
    id: "12345678-1234-1234-1234-123456789012",
    "detail-type": type,
    source,
    account: accountId,
    time: new Date(start).toISOString(),
    region,
    resources: [],
    detail,
    ...rest,
  });

export const interruption = (instance: string, action = "terminate", at = start): string =>
  eventBridge(
    "aws.ec2",
    "EC2 Spot Instance Interruption Warning",
    { "instance-id": instance, "instance-action": action },
    { time: new Date(at).toISOString() },
  );

export const rebalance = (instance: string, at = start): string =>
  eventBridge(
    "aws.ec2",
    "EC2 Instance Rebalance Recommendation",
    { "instance-id": instance },
    { time: new Date(at).toISOString() },
  );

/** The detail of a lifecycle event, and the members of a notice. */
export const lifecycleDetail = (instance: string, rest: Members = {}): Members => ({
  LifecycleActionToken: `token-${instance}`,
  AutoScalingGroupName: "base",
  LifecycleHookName: "switchyard-drain",
  EC2InstanceId: instance,
  LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
  Origin: "AutoScalingGroup",
  Destination: "EC2",
  ...rest,
});

export const lifecycle = (instance: string, rest: Members = {}): string =>
  eventBridge("aws.autoscaling", "EC2 Instance-terminate Lifecycle Action", lifecycleDetail(instance, rest));

/** A message inside an SNS envelope. */
export const viaSns = (message: Members): string =>
  JSON.stringify({
    Type: "Notification",
    MessageId: "m",
    TopicArn: `arn:aws:sns:${region}:${accountId}:drain`,
    Message: JSON.stringify(message),
  });
