import { expect } from "chai";
import { RehearsedRegion } from "../rehearsed-region";

describe("attributes of container instances", () => {
  let rehearsed = new RehearsedRegion();
  let targetId = "";
  const call = <Output = unknown>(operation: string, input: object): Promise<Output> =>
    rehearsed.call<Output>("ecs", operation, { cluster: "main", ...input });
  const attributes = () => rehearsed.region.state.ecs.containerInstances[targetId]?.attributes;

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "main" });
    const registered = await call<{ containerInstance: { containerInstanceArn: string } }>(
      "RegisterContainerInstance",
      { instanceIdentityDocument: "i-1", attributes: [{ name: "a", value: "1" }] },
    );
    targetId = registered.containerInstance.containerInstanceArn;
  });

  it("are put, replaced and found by queries", async () => {
    const put = [
      { name: "a", value: "2", targetId },
      { name: "b", value: "3", targetId: targetId.split("/").at(-1) },
    ];
    expect(await call("PutAttributes", { attributes: put })).to.deep.equal({ attributes: put });

    expect(attributes()).to.deep.equal([
      { name: "a", value: "2" },
      { name: "b", value: "3" },
    ]);
    const filter = "attribute:a == 2";
    expect(await call("ListContainerInstances", { filter })).to.deep.include({ containerInstanceArns: [targetId] });
  });

  it("are deleted by name; one that isn't there is no error", async () => {
    const input = { attributes: ["a", "b"].map((name) => ({ name, targetId })) };
    await call("DeleteAttributes", input);

    expect(attributes()).to.deep.equal([]);
  });

  it("need a target that is there, and come ten at a time", async () => {
    const refusal = (operation: string, list: readonly object[]): Promise<unknown> =>
      rehearsed.refusal("ecs", operation, { cluster: "main", attributes: list });
    const eleven = Array.from({ length: 11 }, () => ({ name: "a", targetId }));
    for (const operation of ["PutAttributes", "DeleteAttributes"]) {
      expect(await refusal(operation, eleven)).to.have.property("0", "InvalidParameterException");
      expect(await refusal(operation, [])).to.have.property("0", "InvalidParameterException");
      expect(await refusal(operation, [{ name: "a", targetId: "other" }])).to.have.property(
        "0",
        "TargetNotFoundException",
      );
    }
  });

  it("belong to a cluster that is listed while it is active", async () => {
    const clusterArn = "arn:aws:ecs:eu-west-1:123456789012:cluster/empty";
    await rehearsed.call("ecs", "CreateCluster", { clusterName: "empty" });
    expect(await rehearsed.call("ecs", "ListClusters", {})).to.deep.equal({
      clusterArns: ["arn:aws:ecs:eu-west-1:123456789012:cluster/main", clusterArn],
      nextToken: undefined,
    });
    await rehearsed.call("ecs", "DeleteCluster", { cluster: "empty" });

    expect(await rehearsed.call("ecs", "ListClusters", {})).to.deep.equal({
      clusterArns: ["arn:aws:ecs:eu-west-1:123456789012:cluster/main"],
      nextToken: undefined,
    });
  });
});
