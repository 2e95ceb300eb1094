import type { EC2Client } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { createSpotFleets } from "../../clients/spot-fleets";
import { awsError, callOnce, fakeAwsClient, type SentCommand } from "../support/fake-aws-client";

const prepare = (answer: (command: SentCommand, index: number) => object | Error) => {
  const { client, sent } = fakeAwsClient<EC2Client>(answer);
  return { fleets: createSpotFleets(client, callOnce), sent };
};

describe("createSpotFleets", () => {
  it("tells target and fulfilled capacity", async () => {
    const { fleets } = prepare(() => ({
      SpotFleetRequestConfigs: [
        { SpotFleetRequestId: "sfr-1", SpotFleetRequestConfig: { TargetCapacity: 6, FulfilledCapacity: 5.5 } },
      ],
    }));

    expect(await fleets.capacity("sfr-1")).to.deep.equal({ target: 6, fulfilled: 5.5 });
  });

  it("says which fleet doesn't exist", async () => {
    const { fleets } = prepare(() => ({}));

    const error = await fleets.capacity("sfr-1").catch((thrown: unknown) => thrown);

    expect(error).to.include({ message: "Spot Fleet sfr-1 doesn't exist. Check the id and the region." });
  });

  it("lists the instances of all pages", async () => {
    const pages = [
      { ActiveInstances: [{ InstanceId: "i-1" }, {}], NextToken: "2" },
      { ActiveInstances: [{ InstanceId: "i-2" }], NextToken: "" },
    ];
    const { fleets, sent } = prepare((_command, index) => pages[index] ?? new Error("one page too many"));

    expect(await fleets.instanceIds("sfr-1")).to.deep.equal(["i-1", "i-2"]);
    expect(sent.map(({ input }) => input)).to.deep.equal([
      { SpotFleetRequestId: "sfr-1", NextToken: undefined },
      { SpotFleetRequestId: "sfr-1", NextToken: "2" },
    ]);
  });

  it("changes the target without letting the fleet choose victims", async () => {
    const { fleets, sent } = prepare(() => ({ Return: true }));

    await fleets.setTarget("sfr-1", 4);

    expect(sent).to.deep.equal([
      {
        operation: "ModifySpotFleetRequest",
        input: { SpotFleetRequestId: "sfr-1", TargetCapacity: 4, ExcessCapacityTerminationPolicy: "noTermination" },
      },
    ]);
  });

  it("ends the instances that are left where one is gone already", async () => {
    const { fleets, sent } = prepare((_command, index) => (index === 0 ? awsError("InvalidInstanceID.NotFound") : {}));

    await fleets.terminate(["i-1", "i-2"]);

    expect(sent.map(({ input }) => input)).to.deep.equal([{ InstanceIds: ["i-1"] }, { InstanceIds: ["i-2"] }]);
  });

  it("hides no other error", async () => {
    const { fleets } = prepare(() => awsError("UnauthorizedOperation"));

    const error = await fleets.terminate(["i-1"]).catch((thrown: unknown) => thrown);

    expect(error).to.include({ name: "UnauthorizedOperation" });
  });
});
