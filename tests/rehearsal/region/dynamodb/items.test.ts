import { expect } from "chai";
import { AwsError, DetailedAwsError } from "../../../../rehearsal/region/operation";
import type { RehearsedRegion } from "../rehearsed-region";
import { withTable } from "./dynamo-region";

const Key = { id: { S: "a" } };
const item = { ...Key, color: { S: "blue" }, fence: { N: "7" }, holders: { SS: ["t-1", "t-2"] } };

describe("DynamoDB items", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(async () => {
    rehearsed = await withTable();
    await call("PutItem", { Item: item });
  });

  const call = (operation: string, input: object) =>
    rehearsed.call<Record<string, unknown>>("dynamodb", operation, { TableName: "jobs", ...input });
  const refusal = (operation: string, input: object) =>
    rehearsed.refusal("dynamodb", operation, { TableName: "jobs", ...input });
  const get = async () => (await call("GetItem", { Key }))["Item"];

  const values: Readonly<Record<string, object>> = {
    ":six": { N: "6" },
    ":seven": { N: "7" },
    ":blue": { S: "blue" },
    ":apple": { S: "apple" },
    ":turned": { SS: ["t-2", "t-1"] },
    ":other": { SS: ["t-1"] },
  };
  const names: Readonly<Record<string, string>> = {
    "#color": "color",
    "#fence": "fence",
    "#holders": "holders",
    "#none": "none",
  };
  const placeholdersIn = (expression: string) => {
    const used = (all: object) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => new RegExp(`${name}\\b`).test(expression)));
    const [ExpressionAttributeNames, ExpressionAttributeValues] = [used(names), used(values)];
    return { ExpressionAttributeNames, ExpressionAttributeValues };
  };
  const holds = async (ConditionExpression: string): Promise<unknown> => {
    const result = await refusal("DeleteItem", { Key, ConditionExpression, ...placeholdersIn(ConditionExpression) });
    return Array.isArray(result) ? (result[0] === "ConditionalCheckFailedException" ? false : result) : true;
  };

  for (const [expression, expected] of [
    ["#fence = :seven", true],
    ["#fence = :six", false],
    ["#fence <> :six", true],
    ["#fence <> :seven", false],
    ["#none <> :six", true],
    ["#none = :six", false],
    ["#fence < :seven", false],
    ["#fence <= :seven", true],
    ["#fence > :six", true],
    ["#fence > :seven", false],
    ["#fence >= :seven", true],
    ["#none < :seven", false],
    ["#color > :apple", true],
    ["#color < :seven", false],
    ["#color = :seven", false],
    ["#holders = :turned", true],
    ["#holders = :other", false],
    [":seven = #fence", true],
    ["attribute_exists(#color)", true],
    ["attribute_exists(#none)", false],
    ["attribute_not_exists(#none)", true],
    ["attribute_not_exists(#color)", false],
    ["NOT #fence = :six", true],
    ["NOT (#fence = :seven OR #fence = :six)", false],
    ["#fence = :six AND #fence = :seven OR #color = :blue", true],
    ["#color = :blue OR #fence = :six AND #fence = :seven", true],
    ["#fence = :six AND (#fence = :seven OR #color = :blue)", false],
    ["not #fence = :six and #color = :blue", true],
  ] as const) {
    it(`are ${expected ? "" : "not "}such that ${expression}`, async () => {
      expect(await holds(expression)).to.equal(expected);
    });
  }

  const notModelled = (what: string) => ["NotModelled", `The rehearsal's region does not model ${what} of dynamodb.`];
  for (const [expression, expected] of [
    ["fence = :seven", notModelled("the name fence in an expression without a placeholder (#name)")],
    ["#color.#fence = :seven", notModelled("a path inside #color in an expression")],
    ["#color BETWEEN :apple AND :blue", notModelled("BETWEEN in a condition")],
    [
      "#color = :gone",
      [
        "ValidationException",
        "An expression attribute value used in expression is not defined; attribute value: :gone",
      ],
    ],
    [
      "#gone = :blue",
      [
        "ValidationException",
        "An expression attribute name used in the document path is not defined; attribute name: #gone",
      ],
    ],
    [
      "#color = :blue )",
      ["ValidationException", 'Invalid ConditionExpression: Syntax error; token: ")", near: ":blue )"'],
    ],
    [
      "(#color = :blue",
      ["ValidationException", 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: ":blue"'],
    ],
    [
      "#color ! :blue",
      ["ValidationException", 'Invalid ConditionExpression: Syntax error; token: " ", near: " ! :blue"'],
    ],
    [
      "#color :blue",
      ["ValidationException", 'Invalid ConditionExpression: Syntax error; token: ":blue", near: "#color :blue"'],
    ],
    [" ", ["ValidationException", "Invalid ConditionExpression: The expression can not be empty;"]],
  ] as const) {
    it(`refuse the condition ${JSON.stringify(expression)}`, async () => {
      expect(await holds(expression)).to.deep.equal(expected);
    });
  }

  it("refuse what an expression doesn't use", async () => {
    const input = { Key, ConditionExpression: "attribute_exists(#color)", ExpressionAttributeNames: names };
    expect(await refusal("DeleteItem", input)).to.deep.equal([
      "ValidationException",
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#fence, #holders, #none}",
    ]);
  });

  const update = (UpdateExpression: string, more: Readonly<Record<string, object>> = {}) => {
    const { ExpressionAttributeNames } = placeholdersIn(UpdateExpression);
    const used = Object.entries({ ...values, ...more }).filter(([name]) =>
      new RegExp(`${name}\\b`).test(UpdateExpression),
    );
    const ExpressionAttributeValues = Object.fromEntries(used);
    return { Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues };
  };
  for (const [expression, expected] of [
    ["SET #color = :apple, #fence = #fence + :six", { ...item, color: { S: "apple" }, fence: { N: "13" } }],
    ["SET #fence = #fence - :six", { ...item, fence: { N: "1" } }],
    ["SET #none = if_not_exists(#none, :six)", { ...item, none: { N: "6" } }],
    ["SET #fence = if_not_exists(#fence, :six)", item],
    ["SET #color = #holders, #holders = #color", { ...item, color: item.holders, holders: item.color }],
    ["REMOVE #color, #none", { ...Key, fence: item.fence, holders: item.holders }],
    ["ADD #fence :six, #none :seven", { ...item, fence: { N: "13" }, none: { N: "7" } }],
    ["ADD #holders :other, #none :turned", { ...item, none: { SS: ["t-2", "t-1"] } }],
    ["DELETE #holders :other", { ...item, holders: { SS: ["t-2"] } }],
    ["DELETE #holders :turned, #none :other", { ...Key, color: item.color, fence: item.fence }],
    ["SET #color = :apple REMOVE #fence", { ...Key, color: { S: "apple" }, holders: item.holders }],
  ] as const) {
    it(`are changed by ${expression}`, async () => {
      await call("UpdateItem", update(expression));
      expect(await get()).to.deep.equal(expected);
    });
  }

  for (const [expression, message] of [
    ["SET #none = #none + :six", "The provided expression refers to an attribute that does not exist in the item"],
    ["SET #color = #color + :six", "An operand in the update expression has an incorrect data type"],
    ["ADD #color :six", "An operand in the update expression has an incorrect data type"],
    ["ADD #fence :other", "An operand in the update expression has an incorrect data type: fence"],
    ["ADD #holders :six", "An operand in the update expression has an incorrect data type: holders"],
    ["DELETE #color :other", "An operand in the update expression has an incorrect data type: color"],
    [
      "SET #color = :blue REMOVE #color",
      "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [color], path two: [color]",
    ],
    ["PUT #color :blue", 'Invalid UpdateExpression: Syntax error; token: "PUT", near: "PUT #color"'],
  ] as const) {
    it(`refuse the update ${expression}`, async () => {
      expect(await refusal("UpdateItem", update(expression))).to.deep.equal(["ValidationException", message]);
      expect(await get()).to.deep.equal(item);
    });
  }

  it("refuse a function that isn't modelled in an update, and a change of the key", async () => {
    expect(await refusal("UpdateItem", update("SET #color = list_append(#color, :blue)"))).to.deep.equal(
      notModelled("LIST_APPEND in an update"),
    );
    const input = {
      Key,
      UpdateExpression: "SET #id = :blue",
      ExpressionAttributeNames: { "#id": "id" },
      ExpressionAttributeValues: { ":blue": { S: "b" } },
    };
    expect(await refusal("UpdateItem", input)).to.deep.equal([
      "ValidationException",
      "Cannot update attribute id. This attribute is part of the key",
    ]);
  });

  it("are created by an update that finds none", async () => {
    const input = { ...update("ADD #fence :six"), Key: { id: { S: "new" } } };
    expect(await call("UpdateItem", { ...input, ReturnValues: "ALL_NEW" })).to.deep.equal({
      Attributes: { id: { S: "new" }, fence: { N: "6" } },
    });
    expect(await call("UpdateItem", { ...input, ReturnValues: "ALL_OLD" })).to.deep.equal({
      Attributes: { id: { S: "new" }, fence: { N: "6" } },
    });
    expect(await call("UpdateItem", input)).to.deep.equal({});
    expect(await refusal("UpdateItem", { ...input, ReturnValues: "UPDATED_NEW" })).to.deep.equal(
      notModelled("ReturnValues UPDATED_NEW"),
    );
  });

  it("show themselves with a refusal, where that is asked for", async () => {
    const details = async (more: object) => {
      const input = { Key, ConditionExpression: "#fence = :six", ...placeholdersIn("#fence = :six"), ...more };
      const error: unknown = await call("DeleteItem", input).catch((failure: unknown) => failure);
      return error instanceof DetailedAwsError ? error.details : error;
    };
    expect(await details({})).to.deep.equal({});
    expect(await details({ ReturnValuesOnConditionCheckFailure: "ALL_OLD" })).to.deep.equal({ Item: item });
  });

  it("are gone after a deletion, which may come twice", async () => {
    await call("DeleteItem", { Key });
    await call("DeleteItem", { Key });
    expect(await get()).to.equal(undefined);
  });

  it("have exactly the table's key", async () => {
    const expected = ["ValidationException", "The provided key element does not match the schema"];
    for (const wrong of [{}, { id: { N: "1" } }, { id: { S: "" } }, { ...Key, at: { S: "b" } }, { at: { S: "a" } }])
      expect(await refusal("GetItem", { Key: wrong })).to.deep.equal(expected);
    expect(await refusal("PutItem", { Item: { at: { S: "a" } } })).to.deep.equal([
      "ValidationException",
      "One or more parameter values were invalid: Missing the key id in the item",
    ]);
  });

  it("refuse values that aren't modelled, or aren't any", async () => {
    const put = (value: object) => refusal("PutItem", { Item: { ...Key, value } });
    expect(await put({ L: [] })).to.deep.equal(notModelled("the attribute value of type L"));
    expect(await put({ N: "many" })).to.deep.equal([
      "ValidationException",
      "The parameter cannot be converted to a numeric value: many",
    ]);
    expect(await put({ SS: [] })).to.deep.equal([
      "ValidationException",
      "One or more parameter values were invalid: An string set  may not be empty",
    ]);
  });

  it("refuse parameters that would be overlooked", async () => {
    expect(await refusal("GetItem", { Key, ProjectionExpression: "#color" })).to.deep.equal(
      notModelled("ProjectionExpression of GetItem"),
    );
    expect(await refusal("PutItem", { Item: item, Expected: {} })).to.deep.equal(notModelled("Expected of PutItem"));
  });

  it("are of tables that are there", async () => {
    const error: unknown = await rehearsed
      .call("dynamodb", "GetItem", { TableName: "none", Key })
      .catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(AwsError).with.property("code", "ResourceNotFoundException");
  });
});
