import { DescribeInstancesCommand, type EC2Client, type Instance } from "@aws-sdk/client-ec2";
import type { Retry } from "./drain-retry";

/** An instance as EC2 knows it. */
export interface Ec2Instance {
  readonly instanceId: string;
  /** `pending`, `running`, `shutting-down`, … */
  readonly state: string;
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Instances by id. */
export interface Ec2Instances {
  /** In EC2's order; one that EC2 has forgotten is left out. */
  describe(instanceIds: readonly string[]): Promise<readonly Ec2Instance[]>;
}

/** Instances through the EC2 API. */
export const createEc2Instances = (ec2: Pick<EC2Client, "send">, retry: Retry): Ec2Instances => ({
  describe: async (instanceIds) => {
    const found: Ec2Instance[] = [];
    // By filter: an id that EC2 no longer knows would make it refuse the whole call. 200 values a filter:
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
    for (let start = 0; start < instanceIds.length; start += 200) {
      const filter = { Name: "instance-id", Values: instanceIds.slice(start, start + 200) };
      let NextToken: string | undefined;
      do {
        const page = await retry(() => ec2.send(new DescribeInstancesCommand({ Filters: [filter], NextToken })));
        found.push(...(page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances).map(toInstance));
        NextToken = page.NextToken;
      } while (NextToken !== undefined && NextToken !== "");
    }
    return found;
  },
});

const toInstance = ({ InstanceId = "", InstanceType, ImageId = "", ...rest }: Instance): Ec2Instance => ({
  instanceId: InstanceId,
  state: rest.State?.Name ?? "",
  availabilityZone: rest.Placement?.AvailabilityZone ?? "",
  subnetId: rest.SubnetId ?? "",
  instanceType: InstanceType ?? "",
  imageId: ImageId,
  tags: Object.fromEntries((rest.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
});
