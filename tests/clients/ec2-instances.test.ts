import type { EC2Client } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { createEc2Instances } from "../../clients/ec2-instances";
import { callOnce, fakeAwsClient } from "../support/fake-aws-client";

describe("createEc2Instances", () => {
  it("finds instances on all pages and in all reservations, and leaves out what EC2 has forgotten", async () => {
    const { client, sent } = fakeAwsClient<EC2Client>((_call, index) =>
      index === 0
        ? {
            Reservations: [
              {
                Instances: [
                  { InstanceId: "i-1", InstanceType: "m6i.large", ImageId: "ami-1", State: { Name: "running" } },
                ],
              },
              {
                Instances: [
                  {
                    InstanceId: "i-2",
                    SubnetId: "s",
                    Placement: { AvailabilityZone: "a" },
                    Tags: [{ Key: "k", Value: "v" }],
                  },
                ],
              },
            ],
            NextToken: "2",
          }
        : { Reservations: [{ Instances: [{}] }], NextToken: "" },
    );

    const found = await createEc2Instances(client, callOnce).describe(["i-1", "i-2", "i-3"]);

    const blank = {
      instanceId: "",
      state: "",
      availabilityZone: "",
      subnetId: "",
      instanceType: "",
      imageId: "",
      tags: {},
    };
    expect(found).to.deep.equal([
      { ...blank, instanceId: "i-1", state: "running", instanceType: "m6i.large", imageId: "ami-1" },
      { ...blank, instanceId: "i-2", availabilityZone: "a", subnetId: "s", tags: { k: "v" } },
      blank,
    ]);
    const filters = [{ Name: "instance-id", Values: ["i-1", "i-2", "i-3"] }];
    expect(sent.map(({ input }) => input)).to.deep.equal([
      { Filters: filters, NextToken: undefined },
      { Filters: filters, NextToken: "2" },
    ]);
  });

  it("asks for 200 at a time, and for none not at all", async () => {
    const { client, sent } = fakeAwsClient<EC2Client>(() => ({}));
    const instances = createEc2Instances(client, callOnce);
    await instances.describe([]);
    await instances.describe(Array.from({ length: 201 }, (_, index) => `i-${index}`));
    const sizes = sent.map(({ input }) => (input as { Filters: { Values: string[] }[] }).Filters[0]?.Values.length);
    expect(sizes).to.deep.equal([200, 1]);
  });
});
