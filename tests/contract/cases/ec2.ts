import {
  CancelSpotFleetRequestsCommand,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSpotFleetInstancesCommand,
  DescribeSpotFleetRequestsCommand,
  ModifyLaunchTemplateCommand,
  ModifySpotFleetRequestCommand,
  RequestSpotFleetCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase, moto, refusal } from "../contract-case";

const fleet = async (aws: AwsUnderTest, name: string, rest: object = {}): Promise<string> => {
  const { subnetIds } = await aws.network();
  const LaunchTemplateName = await aws.launchTemplate(name);
  const { SpotFleetRequestId = "" } = await aws.ec2.send(
    new RequestSpotFleetCommand({
      SpotFleetRequestConfig: {
        IamFleetRole: "arn:aws:iam::123456789012:role/fleet",
        TargetCapacity: 2,
        SpotPrice: "0.5",
        AllocationStrategy: "lowestPrice",
        ExcessCapacityTerminationPolicy: "noTermination",
        LaunchTemplateConfigs: [
          {
            LaunchTemplateSpecification: { LaunchTemplateName, Version: "$Latest" },
            Overrides: [{ InstanceType: "m5.large", SubnetId: subnetIds[0] }],
          },
        ],
        ...rest,
      },
    }),
  );
  await aws.untilEqual(() => capacityOf(aws, SpotFleetRequestId), [["active", 2, 2]]);
  return SpotFleetRequestId;
};

const capacityOf = async ({ ec2 }: AwsUnderTest, SpotFleetRequestId: string): Promise<unknown> => {
  const { SpotFleetRequestConfigs } = await ec2.send(
    new DescribeSpotFleetRequestsCommand({ SpotFleetRequestIds: [SpotFleetRequestId] }),
  );
  return SpotFleetRequestConfigs?.map(({ SpotFleetRequestState, SpotFleetRequestConfig }) => [
    SpotFleetRequestState,
    SpotFleetRequestConfig?.TargetCapacity,
    SpotFleetRequestConfig?.FulfilledCapacity,
  ]);
};

const instancesOf = async ({ ec2 }: AwsUnderTest, SpotFleetRequestId: string): Promise<readonly string[]> => {
  const { ActiveInstances = [] } = await ec2.send(new DescribeSpotFleetInstancesCommand({ SpotFleetRequestId }));
  return ActiveInstances.flatMap(({ InstanceId }) => (InstanceId === undefined ? [] : [InstanceId]));
};

const versionsOf = async ({ ec2 }: AwsUnderTest, LaunchTemplateName: string, rest: object = {}): Promise<unknown> => {
  const { LaunchTemplateVersions = [] } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName, ...rest }),
  );
  return LaunchTemplateVersions.map(({ VersionNumber, DefaultVersion, LaunchTemplateData }) => [
    VersionNumber,
    DefaultVersion,
    LaunchTemplateData?.InstanceType,
  ]).sort();
};

const template = ({ ec2 }: AwsUnderTest, LaunchTemplateName: string) =>
  ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData: { InstanceType: "m5.large" } }));

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ */
export const ec2Cases: readonly ContractCase[] = [
  {
    name: "a launch template begins with version 1, and its versions stay",
    run: async (aws) => {
      const created = await template(aws, "versions");
      await aws.ec2.send(
        new CreateLaunchTemplateVersionCommand({
          LaunchTemplateName: "versions",
          LaunchTemplateData: { InstanceType: "m5.xlarge" },
        }),
      );
      const { LatestVersionNumber, DefaultVersionNumber } = created.LaunchTemplate ?? {};
      return [LatestVersionNumber, DefaultVersionNumber, await versionsOf(aws, "versions")];
    },
    emulators: both,
  },
  {
    name: "the newest and the default version have names",
    run: async (aws) => {
      await template(aws, "named");
      const LaunchTemplateData = { InstanceType: "m5.xlarge" as const };
      await aws.ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateName: "named", LaunchTemplateData }));
      return [
        await versionsOf(aws, "named", { Versions: ["$Latest"] }),
        await versionsOf(aws, "named", { Versions: ["$Default"] }),
      ];
    },
    emulators: both,
  },
  {
    name: "the default version is moved",
    run: async (aws) => {
      await template(aws, "moved");
      const LaunchTemplateData = { InstanceType: "m5.xlarge" as const };
      await aws.ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateName: "moved", LaunchTemplateData }));
      await aws.ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateName: "moved", DefaultVersion: "2" }));
      const { LaunchTemplates = [] } = await aws.ec2.send(
        new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ["moved"] }),
      );
      return LaunchTemplates.map(({ DefaultVersionNumber, LatestVersionNumber }) => [
        DefaultVersionNumber,
        LatestVersionNumber,
      ]);
    },
    emulators: both,
  },
  {
    name: "a launch template's name is taken once",
    run: async (aws) => {
      await template(aws, "taken");
      return refusal(template(aws, "taken"));
    },
    emulators: both,
  },
  {
    name: "a deleted launch template is gone",
    run: async (aws) => {
      await template(aws, "gone");
      await aws.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: "gone" }));
      return refusal(aws.ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ["gone"] })));
    },
    emulators: {
      ministack: { differs: "MiniStack answers an empty list; AWS a NotFoundException (EC2 error codes)" },
      moto: "agrees",
    },
  },
  {
    name: "a fleet fills up to its target",
    run: async (aws) => {
      const id = await fleet(aws, "filled");
      return [await capacityOf(aws, id), (await instancesOf(aws, id)).length];
    },
    emulators: moto,
  },
  {
    name: "a higher target launches more",
    run: async (aws) => {
      const SpotFleetRequestId = await fleet(aws, "grown");
      await aws.ec2.send(new ModifySpotFleetRequestCommand({ SpotFleetRequestId, TargetCapacity: 3 }));
      await aws.untilEqual(() => capacityOf(aws, SpotFleetRequestId), [["active", 3, 3]]);
      return [await capacityOf(aws, SpotFleetRequestId), (await instancesOf(aws, SpotFleetRequestId)).length];
    },
    emulators: moto,
  },
  {
    name: "a lower target without termination keeps what is there",
    run: async (aws) => {
      const SpotFleetRequestId = await fleet(aws, "kept");
      await aws.ec2.send(
        new ModifySpotFleetRequestCommand({
          SpotFleetRequestId,
          TargetCapacity: 1,
          ExcessCapacityTerminationPolicy: "noTermination",
        }),
      );
      return [await capacityOf(aws, SpotFleetRequestId), (await instancesOf(aws, SpotFleetRequestId)).length];
    },
    emulators: moto,
  },
  {
    name: "a fleet that is cancelled with its instances has none",
    run: async (aws) => {
      const id = await fleet(aws, "cancelled");
      const { SuccessfulFleetRequests } = await aws.ec2.send(
        new CancelSpotFleetRequestsCommand({ SpotFleetRequestIds: [id], TerminateInstances: true }),
      );
      return SuccessfulFleetRequests?.map(({ PreviousSpotFleetRequestState, CurrentSpotFleetRequestState }) => [
        PreviousSpotFleetRequestState,
        CurrentSpotFleetRequestState,
      ]);
    },
    emulators: moto,
  },
  {
    name: "an instance of a fleet says what it is",
    run: async (aws) => {
      const id = await fleet(aws, "instances");
      const { Reservations = [] } = await aws.ec2.send(
        new DescribeInstancesCommand({ InstanceIds: [...(await instancesOf(aws, id))] }),
      );
      return Reservations.flatMap(({ Instances = [] }) => Instances).map(
        ({ InstanceType, ImageId, InstanceLifecycle }) => [InstanceType, ImageId?.slice(0, 4), InstanceLifecycle],
      );
    },
    emulators: moto,
  },
  {
    name: "an instance is terminated by its id, and one that isn't there is refused",
    run: async (aws) => {
      const [InstanceId = ""] = await instancesOf(aws, await fleet(aws, "terminated"));
      const { TerminatingInstances } = await aws.ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
      const unknown = new TerminateInstancesCommand({ InstanceIds: ["i-0123456789abcdef0"] });
      return [
        TerminatingInstances?.map(({ CurrentState }) => CurrentState?.Name),
        await refusal(aws.ec2.send(unknown)),
      ];
    },
    emulators: moto,
  },
];
