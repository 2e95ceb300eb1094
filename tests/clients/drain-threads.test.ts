import { ConditionalCheckFailedException, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { createDrainThreads } from "../../clients/drain-threads";
import { awsError, callOnce, fakeAwsClient } from "../support/fake-aws-client";

const settings = { tableName: "threads", now: () => 1_000_500 };
const item = { id: { S: "i-1" }, value: { S: "told" }, expires: { N: "605800" } };

const refused = new ConditionalCheckFailedException({ $metadata: {}, message: "The conditional request failed" });

describe("createDrainThreads", () => {
  it("claims by a write that only the first one may make, and forgets it after a week", async () => {
    const { client, sent } = fakeAwsClient<DynamoDBClient>((_call, index) => (index === 0 ? {} : refused));
    const threads = createDrainThreads(client, callOnce, settings);
    expect([await threads.claim("i-1", "told"), await threads.claim("i-1", "told")]).to.deep.equal([true, false]);
    expect(sent[0]).to.deep.equal({
      operation: "PutItem",
      input: {
        TableName: "threads",
        Item: item,
        ConditionExpression: "attribute_not_exists(#id)",
        ExpressionAttributeNames: { "#id": "id" },
      },
    });
  });

  it("doesn't take another failure for somebody who was first", async () => {
    const { client } = fakeAwsClient<DynamoDBClient>(() => awsError("ResourceNotFoundException"));
    const failure = await createDrainThreads(client, callOnce, settings)
      .claim("i-1", "told")
      .catch((error: Error) => error.name);
    expect(failure).to.equal("ResourceNotFoundException");
  });

  it("writes over what was there, and reads what was written a moment ago", async () => {
    const { client, sent } = fakeAwsClient<DynamoDBClient>(({ operation }, index) =>
      operation === "GetItem" && index === 1 ? { Item: item } : {},
    );
    const threads = createDrainThreads(client, callOnce, settings);
    await threads.save("i-1", "told");
    expect([await threads.find("i-1"), await threads.find("i-2")]).to.deep.equal(["told", undefined]);
    expect(sent).to.deep.equal([
      { operation: "PutItem", input: { TableName: "threads", Item: item } },
      { operation: "GetItem", input: { TableName: "threads", Key: { id: { S: "i-1" } }, ConsistentRead: true } },
      { operation: "GetItem", input: { TableName: "threads", Key: { id: { S: "i-2" } }, ConsistentRead: true } },
    ]);
  });
});
