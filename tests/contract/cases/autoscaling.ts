import {
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  DeleteLifecycleHookCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeLifecycleHooksCommand,
  PutLifecycleHookCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase, moto, refusal } from "../contract-case";

const group = async (aws: AwsUnderTest, AutoScalingGroupName: string, rest: object = {}): Promise<void> => {
  const { subnetIds } = await aws.network();
  const LaunchTemplateName = await aws.launchTemplate(AutoScalingGroupName);
  await aws.autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName,
      MinSize: 0,
      MaxSize: 2,
      DesiredCapacity: 0,
      LaunchTemplate: { LaunchTemplateName, Version: "$Latest" },
      VPCZoneIdentifier: subnetIds.join(","),
      ...rest,
    }),
  );
};

const hook = ({ autoScaling }: AwsUnderTest, AutoScalingGroupName: string, rest: object = {}) =>
  autoScaling.send(
    new PutLifecycleHookCommand({
      AutoScalingGroupName,
      LifecycleHookName: "drain",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 900,
      DefaultResult: "CONTINUE",
      ...rest,
    }),
  );

const hooksOf = async ({ autoScaling }: AwsUnderTest, AutoScalingGroupName: string): Promise<unknown> => {
  const { LifecycleHooks } = await autoScaling.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName }));
  return LifecycleHooks?.map((one) => [
    one.LifecycleHookName,
    one.LifecycleTransition,
    one.HeartbeatTimeout,
    one.GlobalTimeout,
    one.DefaultResult,
  ]);
};

const sizesOf = async ({ autoScaling }: AwsUnderTest, name: string): Promise<unknown> => {
  const { AutoScalingGroups } = await autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
  );
  return AutoScalingGroups?.map(({ MinSize, MaxSize, DesiredCapacity }) => [MinSize, MaxSize, DesiredCapacity]);
};

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/ */
export const autoScalingCases: readonly ContractCase[] = [
  {
    name: "a terminating hook is kept, with the longest wait that its heartbeats allow",
    run: async (aws) => {
      await group(aws, "hooked");
      await hook(aws, "hooked");
      return hooksOf(aws, "hooked");
    },
    emulators: {
      moto: { differs: "moto says 172800 of every hook; AWS 100 timeouts or 48 hours (API_LifecycleHook.html)" },
    },
  },
  {
    name: "a long hook waits at most 48 hours",
    run: async (aws) => {
      await group(aws, "hooked-long");
      await hook(aws, "hooked-long", { HeartbeatTimeout: 7200 });
      return hooksOf(aws, "hooked-long");
    },
    emulators: moto,
  },
  {
    name: "a hook that is put again changes",
    run: async (aws) => {
      await group(aws, "put-again");
      await hook(aws, "put-again");
      await hook(aws, "put-again", { HeartbeatTimeout: 7200, DefaultResult: "ABANDON" });
      return hooksOf(aws, "put-again");
    },
    emulators: moto,
  },
  {
    name: "a deleted hook is gone",
    run: async (aws) => {
      await group(aws, "unhooked");
      await hook(aws, "unhooked");
      await aws.autoScaling.send(
        new DeleteLifecycleHookCommand({ AutoScalingGroupName: "unhooked", LifecycleHookName: "drain" }),
      );
      return hooksOf(aws, "unhooked");
    },
    emulators: both,
  },
  {
    name: "a hook needs a group",
    run: (aws) => refusal(hook(aws, "no-such-group")),
    emulators: {
      moto: { differs: "moto stores it for no group; AWS answers ValidationError (API_PutLifecycleHook.html)" },
    },
  },
  {
    name: "a group's sizes change",
    run: async (aws) => {
      await group(aws, "sizes");
      await aws.autoScaling.send(
        new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "sizes", MaxSize: 5, DesiredCapacity: 0 }),
      );
      return sizesOf(aws, "sizes");
    },
    emulators: both,
  },
  {
    name: "a new maximum below the desired capacity takes it along",
    run: async (aws) => {
      await group(aws, "shrunk", { DesiredCapacity: 2 });
      await aws.autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "shrunk", MaxSize: 1 }));
      return sizesOf(aws, "shrunk");
    },
    emulators: {
      ministack: { differs: "MiniStack leaves it; AWS lowers it (API_UpdateAutoScalingGroup.html)" },
      moto: "agrees",
    },
  },
  {
    name: "a group's name is taken once",
    run: async (aws) => {
      await group(aws, "twice");
      return refusal(group(aws, "twice"));
    },
    emulators: both,
  },
  {
    name: "a group that isn't there is left out of a list and can't be changed",
    run: async (aws) => [
      await sizesOf(aws, "no-such-group"),
      await refusal(
        aws.autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "no-such-group", MaxSize: 1 })),
      ),
    ],
    emulators: both,
  },
  {
    name: "an instance that no group has is left out",
    run: async (aws) => {
      const { AutoScalingInstances } = await aws.autoScaling.send(
        new DescribeAutoScalingInstancesCommand({ InstanceIds: ["i-0123456789abcdef0"] }),
      );
      return AutoScalingInstances;
    },
    emulators: both,
  },
  {
    name: "a group without instances is deleted",
    run: async (aws) => {
      await group(aws, "deleted");
      await aws.autoScaling.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "deleted" }));
      await aws.untilEqual(() => sizesOf(aws, "deleted"), []);
      return sizesOf(aws, "deleted");
    },
    emulators: both,
  },
];
