import { expect } from "chai";
import { invokeDataSource } from "../../../rehearsal/provider/data-sources";
import type { Properties } from "../../../rehearsal/provider/properties";
import { type Script, scriptedAws } from "./scripted-aws";

const invoke = async (token: string, args: Properties = {}, script: Script = {}) => {
  const { context, calls } = scriptedAws(script);
  return { result: await invokeDataSource(token, args, context), calls };
};

describe("invokeDataSource", () => {
  it("asks AWS who is calling", async () => {
    const identity = { Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/me", UserId: "AIDA" };
    expect(
      await invoke("aws:index/getCallerIdentity:getCallerIdentity", {}, { "sts:GetCallerIdentity": identity }),
    ).to.deep.equal({
      result: { accountId: "123456789012", arn: identity.Arn, id: "123456789012", userId: "AIDA" },
      calls: [["sts:GetCallerIdentity", {}]],
    });
  });

  it("names region, partition and three zones without a call", async () => {
    const region = await invoke("aws:index/getRegion:getRegion");
    const partition = await invoke("aws:index/getPartition:getPartition");
    const zones = await invoke("aws:index/getAvailabilityZones:getAvailabilityZones", { state: "available" });
    expect([region.result["region"], partition.result["partition"]]).to.deep.equal(["eu-west-1", "aws"]);
    expect(zones.result).to.deep.equal({
      groupNames: ["eu-west-1"],
      id: "eu-west-1",
      names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
      region: "eu-west-1",
      state: "available",
      zoneIds: ["euw1-az1", "euw1-az2", "euw1-az3"],
    });
    expect([region.calls, partition.calls, zones.calls]).to.deep.equal([[], [], []]);
  });

  it("knows a prefix list by name", async () => {
    const name = "com.amazonaws.global.cloudfront.origin-facing";
    const { result } = await invoke("aws:ec2/getManagedPrefixList:getManagedPrefixList", { name });
    expect(result).to.include({ name, id: "pl-0123456789abcdef0", addressFamily: "IPv4" });
  });

  it("makes up the newest image of each architecture", async () => {
    const token = "aws:ssm/getParameter:getParameter";
    const base = "/aws/service/ecs/optimized-ami/amazon-linux-2023";
    const intel = await invoke(token, { name: `${base}/recommended/image_id` });
    const arm = await invoke(token, { name: `${base}/arm64/recommended/image_id` });
    expect([intel.result["insecureValue"], arm.result["insecureValue"]]).to.deep.equal([
      "ami-0a0000000000000e6",
      "ami-0a0000000000000a4",
    ]);
    expect([...intel.calls, ...arm.calls]).to.deep.equal([]);
  });

  it("refuses another public parameter by name", async () => {
    const error = await invoke("aws:ssm/getParameter:getParameter", { name: "/aws/service/global" }).catch(String);
    expect(error).to.equal(
      "Error: The rehearsal does not model the public parameter /aws/service/global: use one that ends in /image_id.",
    );
  });

  it("reads other parameters, and shows no secure one as insecure", async () => {
    const answer = (Type: string) => ({
      "ssm:GetParameter": { Parameter: { ARN: "arn:p", Name: "/p", Type, Value: "v", Version: 3 } },
    });
    const token = "aws:ssm/getParameter:getParameter";
    const plain = await invoke(token, { name: "/p" }, answer("String"));
    const secure = await invoke(token, { name: "/p" }, answer("SecureString"));
    expect(plain).to.deep.equal({
      result: {
        arn: "arn:p",
        id: "/p",
        insecureValue: "v",
        name: "/p",
        region: "eu-west-1",
        type: "String",
        value: "v",
        version: 3,
        withDecryption: true,
      },
      calls: [["ssm:GetParameter", { Name: "/p", WithDecryption: true }]],
    });
    expect(secure.result).to.include({ insecureValue: "", value: "v" });
  });

  it("refuses what it doesn't model by name", async () => {
    const error = await invoke("aws:ec2/getAmi:getAmi").catch(String);
    expect(error).to.match(/^Error: The rehearsal does not model the function aws:ec2\/getAmi:getAmi: use one of aws:/);
  });
});
