import {
  CreateLaunchTemplateCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSpotFleetRequestsCommand,
  EC2Client,
  ModifySpotFleetRequestCommand,
  RequestSpotFleetCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { AwsError } from "../../../rehearsal/region/operation";
import { operationName, trip, WireUnderTest } from "./wire-under-test";

const createdAt = new Date("2026-11-21T14:00:00.000Z");
const launchTemplate = {
  LaunchTemplateId: "lt-1",
  LaunchTemplateName: "fleet",
  CreateTime: createdAt,
  LatestVersionNumber: 1,
};
const fleetConfig = {
  IamFleetRole: "arn:aws:iam::123456789012:role/fleet",
  AllocationStrategy: "priceCapacityOptimized" as const,
  TargetCapacity: 0,
  TerminateInstancesWithExpiration: false,
  ValidUntil: new Date("2027-01-01T00:00:00.000Z"),
  LaunchTemplateConfigs: [
    {
      LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "1" },
      Overrides: [
        { InstanceType: "m5.large" as const, SubnetId: "subnet-1", WeightedCapacity: 0.5 },
        { InstanceType: "c5.large" as const, SubnetId: "subnet-2", WeightedCapacity: 2 },
      ],
    },
  ],
};
const launchTemplateData = {
  ImageId: "ami-1",
  UserData: "IyEvYmluL3No",
  EbsOptimized: true,
  IamInstanceProfile: { Arn: "arn:aws:iam::123456789012:instance-profile/p" },
  NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: false, Groups: ["sg-1", "sg-2"] }],
  TagSpecifications: [{ ResourceType: "instance" as const, Tags: [{ Key: "Name", Value: "a b" }] }],
};

const trips = [
  trip(
    new CreateLaunchTemplateCommand({
      ClientToken: "t",
      LaunchTemplateName: "fleet",
      LaunchTemplateData: launchTemplateData,
    }),
    { LaunchTemplate: launchTemplate },
  ),
  trip(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: "lt-1", Versions: ["$Latest", "1"] }), {
    LaunchTemplateVersions: [
      {
        LaunchTemplateId: "lt-1",
        VersionNumber: 1,
        DefaultVersion: true,
        CreateTime: createdAt,
        LaunchTemplateData: launchTemplateData,
      },
    ],
  }),
  trip(new RequestSpotFleetCommand({ SpotFleetRequestConfig: fleetConfig }), { SpotFleetRequestId: "sfr-1" }),
  trip(new DescribeSpotFleetRequestsCommand({ SpotFleetRequestIds: ["sfr-1"] }), {
    SpotFleetRequestConfigs: [
      {
        SpotFleetRequestId: "sfr-1",
        SpotFleetRequestState: "active",
        CreateTime: createdAt,
        SpotFleetRequestConfig: fleetConfig,
        Tags: [],
      },
    ],
  }),
  trip(
    new ModifySpotFleetRequestCommand({
      SpotFleetRequestId: "sfr-1",
      TargetCapacity: 0,
      ExcessCapacityTerminationPolicy: "noTermination",
    }),
    { Return: true },
  ),
  trip(
    new DescribeInstancesCommand({
      InstanceIds: ["i-1", "i-2"],
      Filters: [{ Name: "instance-state-name", Values: ["running", "pending"] }],
    }),
    {
      Reservations: [
        {
          ReservationId: "r-1",
          OwnerId: "123456789012",
          Groups: [],
          Instances: [
            {
              InstanceId: "i-1",
              LaunchTime: createdAt,
              State: { Code: 0, Name: "pending" },
              Placement: { AvailabilityZone: "eu-west-1a" },
              InstanceLifecycle: "spot",
              Tags: [{ Key: "empty", Value: "" }],
              SecurityGroups: [{ GroupId: "sg-1", GroupName: "fleet" }],
              BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeId: "vol-1", DeleteOnTermination: true } }],
            },
          ],
        },
        { ReservationId: "r-2", Instances: [] },
      ],
      NextToken: "n",
    },
  ),
  trip(new DescribeInstancesCommand({}), {}),
  trip(new TerminateInstancesCommand({ InstanceIds: ["i-1"] }), {
    TerminatingInstances: [
      {
        InstanceId: "i-1",
        PreviousState: { Code: 16, Name: "running" },
        CurrentState: { Code: 32, Name: "shutting-down" },
      },
    ],
  }),
];

describe("the EC2 query protocol", () => {
  const wire = new WireUnderTest();
  let ec2: EC2Client;

  before(async () => {
    await wire.start();
    ec2 = wire.adopt(new EC2Client(wire.clientConfig));
  });
  after(() => wire.stop());

  for (const roundTrip of trips) {
    it(`carries ${operationName(roundTrip.command)} both ways: ${JSON.stringify(roundTrip.command.input).slice(0, 60)}`, () =>
      wire.assertRoundTrip("ec2", ec2, roundTrip));
  }

  it("raises AWS's code as the error's name", async () => {
    const command = new TerminateInstancesCommand({ InstanceIds: ["i-1"] });
    const error = new AwsError("InvalidInstanceID.NotFound", "The instance ID 'i-1' does not exist");
    expect(await wire.refusal(ec2, command, error)).to.deep.equal({
      name: "InvalidInstanceID.NotFound",
      message: "The instance ID 'i-1' does not exist",
      className: "EC2ServiceException",
      statusCode: 400,
    });
  });
});
