import type {
  DescribeInstancesCommandInput,
  Filter,
  Instance,
  InstanceStateName,
  TerminateInstancesCommandInput,
} from "@aws-sdk/client-ec2";
import { AwsError, type Operation } from "../operation";
import { pageOf } from "../page";
import type { RegionState } from "../state";
import type { InstanceRecord } from "./state";
import { terminateInstance } from "./terminate-instance";

/**
 * Instances by id or filter, each in a reservation of its own; terminated ones for another hour.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
 */
export const describeInstances: Operation<DescribeInstancesCommandInput> = (state, input, { accountId }) => {
  const instances = input.InstanceIds?.map((id) => instanceOf(state, id)) ?? Object.values(state.ec2.instances);
  const matching = instances.filter((instance) => (input.Filters ?? []).every((filter) => fits(instance, filter)));
  const request = { nextToken: input.NextToken, maxResults: input.MaxResults };
  const { items, nextToken } = pageOf(matching, request, 1000);
  return {
    state,
    output: {
      Reservations: items.map((instance) => ({ OwnerId: accountId, Instances: [describe(instance)] })),
      NextToken: nextToken,
    },
  };
};

/** Terminates all or, where one isn't there, none. */
export const terminateInstances: Operation<TerminateInstancesCommandInput> = (state, input, context) => {
  const before = (input.InstanceIds ?? []).map((id) => instanceOf(state, id));
  const terminated = before.reduce((current, { instanceId }) => terminateInstance(current, instanceId, context), state);
  return {
    state: terminated,
    output: {
      TerminatingInstances: before.map((instance) => ({
        InstanceId: instance.instanceId,
        PreviousState: stateOf(instance.state),
        CurrentState: stateOf(terminated.ec2.instances[instance.instanceId]?.state ?? "terminated"),
      })),
    },
  };
};

const instanceOf = (state: RegionState, id: string): InstanceRecord => {
  const instance = state.ec2.instances[id];
  if (instance === undefined)
    throw new AwsError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
  return instance;
};

const fits = (instance: InstanceRecord, { Name = "", Values = [] }: Filter): boolean =>
  Values.includes(fieldOf(instance, Name) ?? "");

const fieldOf = (instance: InstanceRecord, name: string): string | undefined => {
  if (name.startsWith("tag:")) return instance.tags.find(({ Key }) => Key === name.slice("tag:".length))?.Value;
  switch (name) {
    case "instance-state-name":
      return instance.state;
    case "instance-id":
      return instance.instanceId;
    case "instance-lifecycle":
      return instance.lifecycle === "spot" ? "spot" : undefined;
    default:
      throw new AwsError(
        "NotModelled",
        `The rehearsal's region does not model the filter ${name} of ec2:DescribeInstances.`,
        501,
      );
  }
};

/** Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const stateCodes = { pending: 0, running: 16, "shutting-down": 32, terminated: 48, stopping: 64, stopped: 80 } as const;

const stateOf = (name: InstanceRecord["state"]): { Code: number; Name: InstanceStateName } => ({
  Code: stateCodes[name],
  Name: name,
});

const describe = (instance: InstanceRecord): Instance => ({
  InstanceId: instance.instanceId,
  InstanceType: instance.instanceType as Instance["InstanceType"],
  ImageId: instance.imageId,
  SubnetId: instance.subnetId,
  Placement: { AvailabilityZone: instance.availabilityZone },
  State: stateOf(instance.state),
  LaunchTime: new Date(instance.launchedAt),
  InstanceLifecycle: instance.lifecycle === "spot" ? "spot" : undefined,
  Tags: [...instance.tags],
});
