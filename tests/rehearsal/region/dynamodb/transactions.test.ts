import { expect } from "chai";
import { DetailedAwsError } from "../../../../rehearsal/region/operation";
import type { RehearsedRegion } from "../rehearsed-region";
import { withTable } from "./dynamo-region";

const lease = { id: { S: "lease" }, color: { S: "blue" } };
const TableName = "jobs";

const check = (color: string, more: object = {}) => ({
  ConditionCheck: {
    TableName,
    Key: { id: { S: "lease" } },
    ConditionExpression: "#color = :color",
    ExpressionAttributeNames: { "#color": "color" },
    ExpressionAttributeValues: { ":color": { S: color } },
    ...more,
  },
});
const put = (id: string) => ({
  Put: {
    TableName,
    Item: { id: { S: id } },
    ConditionExpression: "attribute_not_exists(#id)",
    ExpressionAttributeNames: { "#id": "id" },
  },
});
const count = (id: string) => ({
  Update: {
    TableName,
    Key: { id: { S: id } },
    UpdateExpression: "ADD #times :one",
    ExpressionAttributeNames: { "#times": "times" },
    ExpressionAttributeValues: { ":one": { N: "1" } },
  },
});

describe("DynamoDB transactions", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(async () => {
    rehearsed = await withTable();
    await rehearsed.call("dynamodb", "PutItem", { TableName, Item: lease });
  });

  const transact = (TransactItems: readonly object[], ClientRequestToken?: string): Promise<unknown> =>
    rehearsed
      .call("dynamodb", "TransactWriteItems", { TransactItems, ClientRequestToken })
      .catch((error: unknown) =>
        error instanceof DetailedAwsError ? [error.code, error.message, error.details] : String(error),
      );
  const get = async (id: string) =>
    (await rehearsed.call<{ Item?: object }>("dynamodb", "GetItem", { TableName, Key: { id: { S: id } } })).Item;

  it("write everything, where every condition holds", async () => {
    const deletion = { Delete: { TableName, Key: { id: { S: "old" } } } };
    await rehearsed.call("dynamodb", "PutItem", { TableName, Item: { id: { S: "old" } } });
    expect(await transact([check("blue"), put("m"), count("c"), deletion])).to.deep.equal({});
    expect([await get("m"), await get("c"), await get("old"), await get("lease")]).to.deep.equal([
      { id: { S: "m" } },
      { id: { S: "c" }, times: { N: "1" } },
      undefined,
      lease,
    ]);
  });

  it("write nothing where one doesn't, and say which", async () => {
    await transact([put("m")]);
    const failed = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };
    expect(await transact([check("blue"), put("m"), count("c")])).to.deep.equal([
      "TransactionCanceledException",
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]",
      { CancellationReasons: [{ Code: "None" }, failed, { Code: "None" }] },
    ]);
    expect(await get("c")).to.equal(undefined);
    const asked = await transact([check("green", { ReturnValuesOnConditionCheckFailure: "ALL_OLD" })]);
    expect(asked)
      .to.have.nested.property("[2].CancellationReasons[0]")
      .that.deep.equals({ ...failed, Item: lease });
  });

  it("run once for one token, within ten minutes", async () => {
    for (const wait of [0, 599_999, 1]) {
      rehearsed.now += wait;
      await transact([count("c")], "token");
    }
    expect(await get("c")).to.deep.equal({ id: { S: "c" }, times: { N: "2" } });
  });

  it("refuse another request with the same token", async () => {
    await transact([count("c")], "token");
    expect(await transact([count("d")], "token")).to.equal(
      "IdempotentParameterMismatchException: The request uses the same client token as a previous, but non-identical request.",
    );
  });

  it("forget tokens after a while", async () => {
    await transact([count("c")], "token");
    rehearsed.tick(3_600_000);
    expect(Object.values(rehearsed.region.state.dynamodb.transactions)).to.deep.equal([{}]);
  });

  for (const [what, items, message] of [
    [
      "two writes of one item",
      [put("m"), count("m")],
      "Transaction request cannot include multiple operations on one item",
    ],
    ["nothing", [], "TransactItems has 0 items: use 1 to 100."],
    [
      "more than a hundred",
      Array.from({ length: 101 }, (_, index) => put(String(index))),
      "TransactItems has 101 items: use 1 to 100.",
    ],
    [
      "two actions in one",
      [{ ...put("m"), ...count("c") }],
      "TransactItems can only contain one of Check, Put, Update or Delete",
    ],
  ] as const) {
    it(`refuse ${what}`, async () => {
      expect(await transact(items)).to.equal(`ValidationException: ${message}`);
    });
  }
});
