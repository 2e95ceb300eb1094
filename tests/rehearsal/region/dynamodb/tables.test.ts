import { expect } from "chai";
import { RehearsedRegion } from "../rehearsed-region";
import { creation, withTable } from "./dynamo-region";

const arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/jobs";

describe("DynamoDB tables", () => {
  it("are created with what was asked for, and ACTIVE a moment later", async () => {
    const rehearsed = new RehearsedRegion();
    const asked = { ...creation, DeletionProtectionEnabled: true, SSESpecification: { Enabled: true } };
    const { TableDescription } = await rehearsed.call<{ TableDescription: { TableId: string } }>(
      "dynamodb",
      "CreateTable",
      asked,
    );
    const described = {
      TableName: "jobs",
      TableArn: arn,
      TableId: TableDescription.TableId,
      TableStatus: "CREATING",
      CreationDateTime: new Date(rehearsed.now),
      AttributeDefinitions: creation.AttributeDefinitions,
      KeySchema: creation.KeySchema,
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
      DeletionProtectionEnabled: true,
      SSEDescription: { Status: "ENABLED", SSEType: "KMS" },
      ItemCount: 0,
    };
    expect(TableDescription).to.deep.equal(described);
    const get = { TableName: "jobs", Key: { id: { S: "a" } } };
    expect(await rehearsed.refusal("dynamodb", "GetItem", get)).to.deep.equal([
      "ResourceNotFoundException",
      "Requested resource not found",
    ]);
    rehearsed.now += 200;
    expect(await rehearsed.call("dynamodb", "DescribeTable", { TableName: "jobs" })).to.deep.equal({
      Table: { ...described, TableStatus: "ACTIVE" },
    });
    expect(await rehearsed.call("dynamodb", "GetItem", get)).to.deep.equal({});
  });

  const refused: readonly (readonly [what: string, change: object, refusal: readonly string[]])[] = [
    [
      "a name of two letters",
      { TableName: "ab" },
      ["ValidationException", 'TableName "ab": use 3 to 255 letters, digits, _, - or .'],
    ],
    ["a name that is taken", {}, ["ResourceInUseException", "Table already exists: jobs"]],
    [
      "provisioned capacity",
      { TableName: "more", BillingMode: "PROVISIONED" },
      ["NotModelled", "The rehearsal's region does not model the billing mode PROVISIONED of dynamodb."],
    ],
    [
      "an index",
      { TableName: "more", GlobalSecondaryIndexes: [] },
      ["NotModelled", "The rehearsal's region does not model GlobalSecondaryIndexes of CreateTable of dynamodb."],
    ],
    [
      "a key of two attributes",
      { TableName: "more", KeySchema: [...creation.KeySchema, { AttributeName: "at", KeyType: "RANGE" }] },
      ["NotModelled", "The rehearsal's region does not model a key of other than one HASH attribute of dynamodb."],
    ],
    [
      "a binary key",
      { TableName: "more", AttributeDefinitions: [{ AttributeName: "id", AttributeType: "B" }] },
      ["NotModelled", "The rehearsal's region does not model a key of type B of dynamodb."],
    ],
  ];
  for (const [what, change, refusal] of refused) {
    it(`refuse ${what}`, async () => {
      const rehearsed = await withTable();
      expect(await rehearsed.refusal("dynamodb", "CreateTable", { ...creation, ...change })).to.deep.equal(refusal);
    });
  }

  it("refuse attributes that aren't part of the key", async () => {
    const AttributeDefinitions = [...creation.AttributeDefinitions, { AttributeName: "at", AttributeType: "N" }];
    const [code] = (await new RehearsedRegion().refusal("dynamodb", "CreateTable", {
      ...creation,
      AttributeDefinitions,
    })) as string[];
    expect(code).to.equal("ValidationException");
  });

  it("aren't deleted while they are protected", async () => {
    const rehearsed = await withTable();
    const change = (DeletionProtectionEnabled: boolean) =>
      rehearsed.call("dynamodb", "UpdateTable", { TableName: "jobs", DeletionProtectionEnabled });
    await change(true);
    expect(await rehearsed.refusal("dynamodb", "DeleteTable", { TableName: "jobs" })).to.deep.equal([
      "ValidationException",
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    ]);
    await change(false);
    await rehearsed.call("dynamodb", "DeleteTable", { TableName: "jobs" });
    expect(await rehearsed.refusal("dynamodb", "DescribeTable", { TableName: "jobs" })).to.deep.equal([
      "ResourceNotFoundException",
      "Requested resource not found: Table: jobs not found",
    ]);
  });

  it("have items expire once that is switched on, and switch it on once", async () => {
    const rehearsed = await withTable();
    const input = { TableName: "jobs", TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" } };
    const status = () => rehearsed.call("dynamodb", "DescribeTimeToLive", { TableName: "jobs" });
    expect(await status()).to.deep.equal({ TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } });
    await rehearsed.call("dynamodb", "UpdateTimeToLive", input);
    expect(await status()).to.deep.equal({
      TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "expires" },
    });
    expect(await rehearsed.refusal("dynamodb", "UpdateTimeToLive", input)).to.deep.equal([
      "ValidationException",
      "TimeToLive is already enabled",
    ]);
    await rehearsed.call("dynamodb", "UpdateTimeToLive", {
      ...input,
      TimeToLiveSpecification: { Enabled: false, AttributeName: "expires" },
    });
    expect(await status()).to.deep.equal({ TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } });
  });

  it("delete an item two days after its time, and read it until then", async () => {
    const rehearsed = await withTable();
    await rehearsed.call("dynamodb", "UpdateTimeToLive", {
      TableName: "jobs",
      TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" },
    });
    const expires = { N: String(Math.floor(rehearsed.now / 1000) + 10) };
    for (const Item of [{ id: { S: "old" }, expires }, { id: { S: "kept" } }])
      await rehearsed.call("dynamodb", "PutItem", { TableName: "jobs", Item });
    const ids = async () => {
      const found = await Promise.all(
        ["old", "kept"].map((S) =>
          rehearsed.call<{ Item?: object }>("dynamodb", "GetItem", { TableName: "jobs", Key: { id: { S } } }),
        ),
      );
      return found.map(({ Item }) => Item !== undefined);
    };
    rehearsed.tick(2 * 86_400_000);
    expect(await ids()).to.deep.equal([true, true]);
    rehearsed.tick(3_600_000);
    expect(await ids()).to.deep.equal([false, true]);
  });

  it("can be recovered once that is switched on", async () => {
    const rehearsed = await withTable();
    const described = (PointInTimeRecoveryStatus: string) => ({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: "ENABLED",
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus },
      },
    });
    const status = () => rehearsed.call("dynamodb", "DescribeContinuousBackups", { TableName: "jobs" });
    expect(await status()).to.deep.equal(described("DISABLED"));
    await rehearsed.call("dynamodb", "UpdateContinuousBackups", {
      TableName: "jobs",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(await status()).to.deep.equal(described("ENABLED"));
  });

  it("have tags, by their ARN", async () => {
    const rehearsed = await withTable();
    await rehearsed.call("dynamodb", "TagResource", {
      ResourceArn: arn,
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    });
    await rehearsed.call("dynamodb", "UntagResource", { ResourceArn: arn, TagKeys: ["a"] });
    expect(await rehearsed.call("dynamodb", "ListTagsOfResource", { ResourceArn: arn })).to.deep.equal({
      Tags: [{ Key: "b", Value: "2" }],
    });
  });
});
