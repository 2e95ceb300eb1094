import { expect } from "chai";
import { liveTypes } from "../../../rehearsal/provider/live/live-types";
import { type RecordedInput, recordedOutputs, recordResource } from "../../../rehearsal/provider/recorded-resource";
import { knownTypes } from "../../../rehearsal/provider/resource-facts";

const record = (type: string, inputs: RecordedInput["inputs"], urn = "urn:a") =>
  recordResource({ type, urn, inputs, region: "eu-west-1", accountId: "123456789012" });

describe("recordResource", () => {
  it("makes up ids and ARNs in AWS's format", () => {
    const { id, outputs } = record("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" });
    expect(id).to.match(/^vpc-[0-9a-f]{17}$/);
    expect(outputs["arn"]).to.equal(`arn:aws:ec2:eu-west-1:123456789012:vpc/${id}`);
    expect(outputs["ownerId"]).to.equal("123456789012");
    expect(outputs["defaultSecurityGroupId"]).to.match(/^sg-[0-9a-f]{17}$/);
  });

  it("answers the same resource the same, and others differently", () => {
    const first = record("aws:ec2/subnet:Subnet", { vpcId: "vpc-1" });
    expect(record("aws:ec2/subnet:Subnet", { vpcId: "vpc-1" })).to.deep.equal(first);
    expect(record("aws:ec2/subnet:Subnet", { vpcId: "vpc-2" }).id).not.to.equal(first.id);
    expect(record("aws:ec2/subnet:Subnet", { vpcId: "vpc-1" }, "urn:b").id).not.to.equal(first.id);
  });

  for (const { type, inputs, expected } of [
    {
      type: "aws:iam/role:Role",
      inputs: { name: "task-1" },
      expected: { id: "task-1", arn: "arn:aws:iam::123456789012:role/task-1" },
    },
    {
      type: "aws:sns/topic:Topic",
      inputs: { name: "alarms-1" },
      expected: {
        id: "arn:aws:sns:eu-west-1:123456789012:alarms-1",
        arn: "arn:aws:sns:eu-west-1:123456789012:alarms-1",
        owner: "123456789012",
      },
    },
    {
      type: "aws:ecr/repository:Repository",
      inputs: { name: "web-1", region: "us-east-1" },
      expected: {
        id: "web-1",
        arn: "arn:aws:ecr:us-east-1:123456789012:repository/web-1",
        repositoryUrl: "123456789012.dkr.ecr.us-east-1.amazonaws.com/web-1",
      },
    },
    {
      type: "aws:lambda/alias:Alias",
      inputs: { functionName: "drain-1", name: "live" },
      expected: {
        id: "drain-1:live",
        arn: "arn:aws:lambda:eu-west-1:123456789012:function:drain-1:live",
        invokeArn:
          "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:drain-1:live/invocations",
      },
    },
    {
      type: "aws:iam/rolePolicy:RolePolicy",
      inputs: { role: "task-1", name: "exec-1" },
      expected: { id: "task-1:exec-1" },
    },
    {
      type: "aws:cloudwatch/logGroup:LogGroup",
      inputs: { name: "/app" },
      expected: { id: "/app", arn: "arn:aws:logs:eu-west-1:123456789012:log-group:/app" },
    },
    {
      // Nobody wrote this one down.
      type: "aws:ecs/capacityProvider:CapacityProvider",
      inputs: { name: "spot-1" },
      expected: { id: "spot-1", arn: "arn:aws:ecs:eu-west-1:123456789012:capacityprovider/spot-1" },
    },
  ]) {
    it(`identifies ${type}`, () => {
      const { id, outputs } = record(type, inputs);
      expect({ ...outputs, id }).to.include(expected);
    });
  }

  it("makes up a CloudFront domain, and the zone that all distributions share", () => {
    const { id, outputs } = record("aws:cloudfront/distribution:Distribution", {});
    expect(id).to.match(/^E[0-9A-F]{13}$/);
    expect(outputs["domainName"]).to.match(/^d[0-9a-f]{13}\.cloudfront\.net$/);
    expect(outputs["hostedZoneId"]).to.equal("Z2FDTNDATAQYW2");
  });

  it("makes up the record that proves a certificate's domain, and the name that it is found by", () => {
    const { outputs } = record("aws:acm/certificate:Certificate", { domainName: "app.example.com" });
    const [proof, ...more] = outputs["domainValidationOptions"] as readonly Readonly<Record<string, string>>[];
    expect(more).to.deep.equal([]);
    expect(proof).to.include({ domainName: "app.example.com", resourceRecordType: "CNAME" });
    expect(proof?.["resourceRecordName"]).to.match(/^_[0-9a-f]{32}\.app\.example\.com\.$/);
    expect(proof?.["resourceRecordValue"]).to.match(/^_[0-9a-f]{32}\.acm-validations\.aws\.$/);
    const inputs = { zoneId: "Z1", name: "app.example.com", type: "A" };
    const { id, outputs: found } = record("aws:route53/record:Record", inputs);
    expect({ id, ...found }).to.deep.equal({ id: "Z1_app.example.com_A", fqdn: "app.example.com" });
  });

  it("leaves no placeholder in anything", () => {
    const recorded = knownTypes().filter((type) => liveTypes[type] === undefined);
    const left = recorded.filter((type) =>
      /\{\w+\}/.test(JSON.stringify(Object.values(record(type, { name: "n" }).outputs))),
    );
    expect(recorded).not.to.deep.equal([]);
    expect(left).to.deep.equal([]);
  });

  it("makes up nothing that a preview doesn't announce", () => {
    const type = "aws:ec2/eip:Eip";
    expect(Object.keys(record(type, {}).outputs)).to.deep.equal([...recordedOutputs(type)]);
  });
});
