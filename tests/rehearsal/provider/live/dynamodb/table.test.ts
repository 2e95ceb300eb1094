import { expect } from "chai";
import { table } from "../../../../../rehearsal/provider/live/dynamodb/table";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/jobs";
const described = (TableStatus: string) => ({ Table: { TableArn: arn, TableStatus } });
const resource = { id: "jobs", outputs: { arn, streamArn: "", streamLabel: "" } };
const inputs = {
  name: "jobs",
  billingMode: "PAY_PER_REQUEST",
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
  ttl: { attributeName: "expires", enabled: true },
  pointInTimeRecovery: { enabled: true },
  serverSideEncryption: { enabled: true },
  deletionProtectionEnabled: true,
  tagsAll: { team: "a" },
};
const asked = ["dynamodb:DescribeTable", { TableName: "jobs" }];

describe("aws.dynamodb.Table", () => {
  it("is created, awaited, and then told about expiry and recovery", async () => {
    const { context, calls, kept } = scriptedAws({
      "dynamodb:CreateTable": {},
      "dynamodb:DescribeTable": [described("CREATING"), described("ACTIVE")],
      "dynamodb:UpdateTimeToLive": {},
      "dynamodb:UpdateContinuousBackups": {},
    });
    expect(await table.create(inputs, context)).to.deep.equal(resource);
    expect(kept).to.deep.equal([{ id: "jobs", outputs: {} }]);
    expect(calls).to.deep.equal([
      [
        "dynamodb:CreateTable",
        {
          TableName: "jobs",
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          BillingMode: "PAY_PER_REQUEST",
          DeletionProtectionEnabled: true,
          SSESpecification: { Enabled: true },
          Tags: [{ Key: "team", Value: "a" }],
        },
      ],
      asked,
      asked,
      [
        "dynamodb:UpdateTimeToLive",
        { TableName: "jobs", TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" } },
      ],
      [
        "dynamodb:UpdateContinuousBackups",
        { TableName: "jobs", PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ],
    ]);
  });

  it("leaves out what isn't set, and names a second key so that it is refused", async () => {
    const { context, calls } = scriptedAws({
      "dynamodb:CreateTable": {},
      "dynamodb:DescribeTable": described("ACTIVE"),
    });
    const bare = { name: "jobs", hashKey: "id", rangeKey: "at", attributes: [{ name: "id", type: "N" }] };
    await table.create(bare, context);
    expect(calls).to.deep.equal([
      [
        "dynamodb:CreateTable",
        {
          TableName: "jobs",
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "N" }],
          KeySchema: [
            { AttributeName: "id", KeyType: "HASH" },
            { AttributeName: "at", KeyType: "RANGE" },
          ],
          BillingMode: "PROVISIONED",
        },
      ],
      asked,
    ]);
  });

  it("is read by its name, and gone where AWS says so", async () => {
    const { context } = scriptedAws({
      "dynamodb:DescribeTable": [described("ACTIVE"), new AwsError("ResourceNotFoundException", "gone")],
    });
    expect(await table.read({ id: "jobs", state: {} }, context)).to.deep.equal(resource);
    expect(await table.read({ id: "jobs", state: {} }, context)).to.equal(undefined);
  });

  it("sends what changed and nothing else", async () => {
    const { context, calls } = scriptedAws({
      "dynamodb:UpdateTable": {},
      "dynamodb:UpdateTimeToLive": {},
      "dynamodb:UpdateContinuousBackups": {},
      "dynamodb:TagResource": {},
      "dynamodb:UntagResource": {},
    });
    const change = (news: object) =>
      table.update({ id: "jobs", state: { arn }, olds: inputs, news: { ...inputs, ...news } }, context);
    await change({});
    await change({ ttl: undefined });
    expect(calls).to.deep.equal([]);
    await change({
      deletionProtectionEnabled: false,
      ttl: { attributeName: "expires", enabled: false },
      pointInTimeRecovery: { enabled: false },
      tagsAll: { stage: "b" },
    });
    expect(calls).to.deep.equal([
      [
        "dynamodb:UpdateTable",
        { TableName: "jobs", DeletionProtectionEnabled: false, SSESpecification: { Enabled: true } },
      ],
      [
        "dynamodb:UpdateTimeToLive",
        { TableName: "jobs", TimeToLiveSpecification: { Enabled: false, AttributeName: "expires" } },
      ],
      [
        "dynamodb:UpdateContinuousBackups",
        { TableName: "jobs", PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } },
      ],
      ["dynamodb:UntagResource", { ResourceArn: arn, TagKeys: ["team"] }],
      ["dynamodb:TagResource", { ResourceArn: arn, Tags: [{ Key: "stage", Value: "b" }] }],
    ]);
  });

  it("is deleted, though it may be gone already", async () => {
    const { context, calls } = scriptedAws({
      "dynamodb:DeleteTable": [{}, new AwsError("ResourceNotFoundException", "gone")],
    });
    await table.delete({ id: "jobs", state: {} }, context);
    await table.delete({ id: "jobs", state: {} }, context);
    expect(calls).to.have.length(2);
  });
});
