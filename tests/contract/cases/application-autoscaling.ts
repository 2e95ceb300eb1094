import {
  DeleteScheduledActionCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { CreateClusterCommand, CreateServiceCommand, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import type { AwsUnderTest } from "../aws-under-test";
import { type ContractCase, moto, refusal } from "../contract-case";

const dimension = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" } as const;

/** An ECS service that nothing runs for; answers its id as a scalable resource. */
const resource = async ({ ecs }: AwsUnderTest, name: string): Promise<string> => {
  await ecs.send(new CreateClusterCommand({ clusterName: name }));
  const containerDefinitions = [{ name: "app", image: "example.com/app:1", cpu: 64, memory: 64 }];
  await ecs.send(new RegisterTaskDefinitionCommand({ family: name, containerDefinitions }));
  const input = { cluster: name, serviceName: "web", taskDefinition: `${name}:1`, desiredCount: 0, launchType: "EC2" };
  await ecs.send(new CreateServiceCommand(input as never));
  return `service/${name}/web`;
};

const register = async (aws: AwsUnderTest, name: string, rest: object = {}): Promise<string> => {
  const ResourceId = await resource(aws, name);
  await aws.applicationAutoScaling.send(
    new RegisterScalableTargetCommand({ ...dimension, ResourceId, MinCapacity: 0, MaxCapacity: 4, ...rest }),
  );
  return ResourceId;
};

const boundsOf = async (aws: AwsUnderTest, ResourceId: string): Promise<unknown> => {
  const { ScalableTargets } = await aws.applicationAutoScaling.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace: "ecs", ResourceIds: [ResourceId] }),
  );
  return ScalableTargets?.map(({ MinCapacity, MaxCapacity, SuspendedState }) => [
    MinCapacity,
    MaxCapacity,
    SuspendedState?.DynamicScalingInSuspended ?? false,
  ]);
};

const schedule = (aws: AwsUnderTest, ResourceId: string, rest: object = {}) =>
  aws.applicationAutoScaling.send(
    new PutScheduledActionCommand({
      ...dimension,
      ResourceId,
      ScheduledActionName: "morning",
      Schedule: "cron(0 8 * * ? *)",
      Timezone: "Europe/Berlin",
      ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 6 },
      ...rest,
    }),
  );

const schedulesOf = async (aws: AwsUnderTest, ResourceId: string): Promise<unknown> => {
  const { ScheduledActions } = await aws.applicationAutoScaling.send(
    new DescribeScheduledActionsCommand({ ServiceNamespace: "ecs", ResourceId }),
  );
  return ScheduledActions?.map((one) => [
    one.ScheduledActionName,
    one.Schedule,
    one.Timezone,
    one.ScalableTargetAction?.MinCapacity,
    one.ScalableTargetAction?.MaxCapacity,
  ]).sort();
};

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/ */
export const applicationAutoScalingCases: readonly ContractCase[] = [
  {
    name: "a target is registered with its bounds",
    run: async (aws) => boundsOf(aws, await register(aws, "registered")),
    emulators: moto,
  },
  {
    name: "registering again changes what is named",
    run: async (aws) => {
      const ResourceId = await register(aws, "registered-again");
      await aws.applicationAutoScaling.send(
        new RegisterScalableTargetCommand({ ...dimension, ResourceId, MaxCapacity: 6 }),
      );
      return boundsOf(aws, ResourceId);
    },
    emulators: moto,
  },
  {
    name: "scale-in is suspended and resumed",
    run: async (aws) => {
      const ResourceId = await register(aws, "suspended");
      const suspend = async (DynamicScalingInSuspended: boolean): Promise<unknown> => {
        const SuspendedState = { DynamicScalingInSuspended };
        await aws.applicationAutoScaling.send(
          new RegisterScalableTargetCommand({ ...dimension, ResourceId, SuspendedState }),
        );
        return boundsOf(aws, ResourceId);
      };
      return [await suspend(true), await suspend(false)];
    },
    emulators: moto,
  },
  {
    name: "a deregistered target is gone, and can't be deregistered twice",
    run: async (aws) => {
      const ResourceId = await register(aws, "deregistered");
      const end = () =>
        aws.applicationAutoScaling.send(new DeregisterScalableTargetCommand({ ...dimension, ResourceId }));
      await end();
      return [await boundsOf(aws, ResourceId), await refusal(end())];
    },
    emulators: {
      moto: {
        differs: "moto says ValidationException; AWS ObjectNotFoundException (API_DeregisterScalableTarget.html)",
      },
    },
  },
  {
    name: "a policy needs a target",
    run: async (aws) => {
      const ResourceId = await resource(aws, "no-target");
      return refusal(
        aws.applicationAutoScaling.send(
          new PutScalingPolicyCommand({
            ...dimension,
            ResourceId,
            PolicyName: "cpu",
            PolicyType: "TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration: {
              TargetValue: 60,
              PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
            },
          }),
        ),
      );
    },
    emulators: {
      moto: { differs: "moto keeps it for no target; AWS ObjectNotFoundException (API_PutScalingPolicy.html)" },
    },
  },
  {
    name: "a policy is kept as it was put",
    run: async (aws) => {
      const ResourceId = await register(aws, "policy");
      await aws.applicationAutoScaling.send(
        new PutScalingPolicyCommand({
          ...dimension,
          ResourceId,
          PolicyName: "cpu",
          PolicyType: "TargetTrackingScaling",
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: 60,
            ScaleInCooldown: 300,
            PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
          },
        }),
      );
      const { ScalingPolicies } = await aws.applicationAutoScaling.send(
        new DescribeScalingPoliciesCommand({ ServiceNamespace: "ecs", ResourceId }),
      );
      return ScalingPolicies?.map(({ PolicyName, PolicyType, TargetTrackingScalingPolicyConfiguration: tracking }) => [
        PolicyName,
        PolicyType,
        tracking?.TargetValue,
        tracking?.ScaleInCooldown,
        tracking?.PredefinedMetricSpecification?.PredefinedMetricType,
      ]);
    },
    emulators: moto,
  },
  {
    name: "scheduled actions are put, replaced by their name, and deleted",
    run: async (aws) => {
      const ResourceId = await register(aws, "scheduled");
      await schedule(aws, ResourceId);
      await schedule(aws, ResourceId, { ScheduledActionName: "evening", Schedule: "cron(0 20 * * ? *)" });
      await schedule(aws, ResourceId, { Schedule: "cron(30 7 * * ? *)" });
      const put = await schedulesOf(aws, ResourceId);
      await aws.applicationAutoScaling.send(
        new DeleteScheduledActionCommand({ ...dimension, ResourceId, ScheduledActionName: "evening" }),
      );
      return [put, await schedulesOf(aws, ResourceId)];
    },
    emulators: moto,
  },
];
