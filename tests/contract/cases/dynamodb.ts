import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  TagResourceCommand,
  TransactWriteItemsCommand,
  UntagResourceCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { AwsUnderTest } from "../aws-under-test";
import { both, type ContractCase, refusal } from "../contract-case";

type Item = Readonly<Record<string, AttributeValue>>;

const table = async ({ dynamodb, untilEqual }: AwsUnderTest, TableName: string): Promise<string> => {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  const status = async (): Promise<unknown> =>
    (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
  await untilEqual(status, "ACTIVE");
  return TableName;
};

const Key = { id: { S: "lease" } };

const item: Item = {
  ...Key,
  fence: { N: "7" },
  color: { S: "blue" },
  holders: { SS: ["a", "b"] },
  flag: { BOOL: true },
  nothing: { NULL: true },
};

const values: Item = {
  ":seven": { N: "7" },
  ":six": { N: "6" },
  ":ten": { N: "10" },
  ":blue": { S: "blue" },
  ":apple": { S: "apple" },
  ":one": { N: "1" },
  ":more": { SS: ["b", "c"] },
};

/** The placeholders that an expression uses, as DynamoDB refuses others. */
const placeholders = (expression: string) => {
  const names = [...new Set(expression.match(/#\w+/g) ?? [])];
  const used = [...new Set(expression.match(/:\w+/g) ?? [])];
  return {
    ...(names.length > 0 && {
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])),
    }),
    ...(used.length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(used.map((name) => [name, values[name] ?? { S: "?" }])),
    }),
  };
};

const withItem = async (aws: AwsUnderTest, name: string): Promise<string> => {
  const TableName = await table(aws, name);
  await aws.dynamodb.send(new PutItemCommand({ TableName, Item: { ...item } }));
  return TableName;
};

const itemOf = async ({ dynamodb }: AwsUnderTest, TableName: string): Promise<unknown> =>
  (await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item ?? "none";

/** A text is never less than a number, nor more. */
const unlikeTypes = "#color < :seven";
const failsOnTypes = "moto fails on values of unlike types; for AWS the condition doesn't hold";

const conditions = [
  "#fence = :seven",
  "#fence <> :seven",
  "#fence < :ten",
  "#fence >= :seven",
  "#color > :apple",
  unlikeTypes,
  "#none < :seven",
  "#none <> :seven",
  "attribute_exists(#color)",
  "attribute_not_exists(#color)",
  "attribute_not_exists(#none)",
  "NOT #fence = :six",
  "NOT (#fence = :seven OR #fence = :six)",
  "#color = :blue OR #fence = :six AND #fence = :six",
  "#fence = :six AND (#fence = :seven OR #color = :blue)",
];

const updates = [
  "SET #fence = #fence + :one",
  "SET #fence = #fence - :ten",
  "SET #fence = if_not_exists(#fence, :one)",
  "SET #none = if_not_exists(#none, :one)",
  "SET #color = :apple, #none = :one",
  "SET #color = :apple REMOVE #fence",
  "REMOVE #color, #none",
  "ADD #fence :one",
  "ADD #none :one",
  "ADD #holders :more",
  "DELETE #holders :more",
];

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/ */
export const dynamodbCases: readonly ContractCase[] = [
  {
    name: "an item comes back as it was put, whatever its types",
    run: async (aws) => itemOf(aws, await withItem(aws, "types")),
    emulators: both,
  },
  {
    name: "an item that isn't there is none",
    run: async (aws) => itemOf(aws, await table(aws, "none")),
    emulators: both,
  },
  ...conditions.map(
    (ConditionExpression, index): ContractCase => ({
      name: `a write is made or refused where ${ConditionExpression}`,
      run: async (aws) => {
        const TableName = await withItem(aws, `condition-${index}`);
        const input = { TableName, Key, ConditionExpression, ...placeholders(ConditionExpression) };
        return [await refusal(aws.dynamodb.send(new DeleteItemCommand(input))), await itemOf(aws, TableName)];
      },
      emulators: ConditionExpression === unlikeTypes ? { ministack: "agrees", moto: { differs: failsOnTypes } } : both,
    }),
  ),
  ...updates.map(
    (UpdateExpression, index): ContractCase => ({
      name: `an item is changed by ${UpdateExpression}`,
      run: async (aws) => {
        const TableName = await withItem(aws, `update-${index}`);
        const input = { TableName, Key, UpdateExpression, ReturnValues: "ALL_NEW" as const };
        const { Attributes } = await aws.dynamodb.send(
          new UpdateItemCommand({ ...input, ...placeholders(UpdateExpression) }),
        );
        return Attributes;
      },
      emulators: both,
    }),
  ),
  {
    name: "an update makes the item that isn't there",
    run: async (aws) => {
      const TableName = await table(aws, "made");
      const UpdateExpression = "SET #fence = :one";
      await aws.dynamodb.send(
        new UpdateItemCommand({ TableName, Key, UpdateExpression, ...placeholders(UpdateExpression) }),
      );
      return itemOf(aws, TableName);
    },
    emulators: both,
  },
  {
    name: "an item is put once with a condition on its key",
    run: async (aws) => {
      const TableName = await table(aws, "once");
      const put = (fence: string) =>
        refusal(
          aws.dynamodb.send(
            new PutItemCommand({
              TableName,
              Item: { ...Key, fence: { N: fence } },
              ConditionExpression: "attribute_not_exists(#id)",
              ExpressionAttributeNames: { "#id": "id" },
            }),
          ),
        );
      return [await put("1"), await put("2"), await itemOf(aws, TableName)];
    },
    emulators: both,
  },
  {
    name: "a refused write tells the item where it is asked to",
    run: async (aws) => {
      const TableName = await withItem(aws, "told");
      const ConditionExpression = "#fence = :six";
      const input = { TableName, Key, ConditionExpression, ...placeholders(ConditionExpression) };
      try {
        await aws.dynamodb.send(new DeleteItemCommand({ ...input, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }));
        return "accepted";
      } catch (error) {
        return (error as { readonly Item?: Item }).Item?.["fence"];
      }
    },
    emulators: both,
  },
  {
    name: "a transaction is made as a whole or not at all, and says which part failed",
    run: async (aws) => {
      const TableName = await withItem(aws, "transaction");
      const other = { id: { S: "other" } };
      const part = (ConditionExpression: string) => ({
        Update: {
          TableName,
          Key,
          UpdateExpression: "SET #fence = :ten",
          ConditionExpression,
          ...placeholders(`SET #fence = :ten ${ConditionExpression}`),
        },
      });
      const transact = async (condition: string): Promise<unknown> => {
        const TransactItems = [part(condition), { Put: { TableName, Item: { ...other } } }];
        try {
          await aws.dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
          return "accepted";
        } catch (error) {
          const { name, CancellationReasons = [] } = error as Error & {
            readonly CancellationReasons?: readonly { readonly Code?: string }[];
          };
          return [name, CancellationReasons.map(({ Code }) => Code)];
        }
      };
      const look = async (): Promise<unknown> => {
        const { Item } = await aws.dynamodb.send(new GetItemCommand({ TableName, Key: other }));
        return [Item?.["id"]?.S ?? "none", ((await itemOf(aws, TableName)) as Item)["fence"]];
      };
      return [await transact("#fence = :six"), await look(), await transact("#fence = :seven"), await look()];
    },
    emulators: both,
  },
  {
    name: "an expression that isn't one is refused",
    run: async (aws) => {
      const TableName = await withItem(aws, "syntax");
      const ask = (ConditionExpression: string) =>
        refusal(
          aws.dynamodb.send(
            new DeleteItemCommand({ TableName, Key, ConditionExpression, ...placeholders(ConditionExpression) }),
          ),
        );
      return [await ask("#fence = "), await ask("(#fence = :seven"), await ask("#fence ! :seven")];
    },
    emulators: {
      ministack: {
        differs: "MiniStack takes a ! that no operator has; AWS answers ValidationException (Expressions.html)",
      },
      moto: { differs: "moto fails; AWS answers ValidationException (Expressions.html)" },
    },
  },
  {
    name: "a placeholder that nothing uses is refused",
    run: async (aws) => {
      const TableName = await withItem(aws, "unused");
      return refusal(
        aws.dynamodb.send(
          new DeleteItemCommand({
            TableName,
            Key,
            ConditionExpression: "attribute_exists(#fence)",
            ExpressionAttributeNames: { "#fence": "fence", "#other": "other" },
          }),
        ),
      );
    },
    emulators: both,
  },
  {
    name: "an item expires by the attribute that is named for it",
    run: async (aws) => {
      const TableName = await table(aws, "expiry");
      const look = async (): Promise<unknown> => {
        const { TimeToLiveDescription } = await aws.dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
        return [TimeToLiveDescription?.TimeToLiveStatus, TimeToLiveDescription?.AttributeName];
      };
      const before = await look();
      await aws.dynamodb.send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { Enabled: true, AttributeName: "expiresAt" },
        }),
      );
      return [before, await look()];
    },
    emulators: both,
  },
  {
    name: "a table's name is taken once, and what isn't there is named as such",
    run: async (aws) => {
      const TableName = await table(aws, "taken");
      const twice = await refusal(table(aws, "taken"));
      await aws.dynamodb.send(new DeleteTableCommand({ TableName }));
      const status = () => refusal(aws.dynamodb.send(new DescribeTableCommand({ TableName })));
      await aws.untilEqual(status, "ResourceNotFoundException");
      return [twice, await status(), await refusal(itemOf(aws, TableName))];
    },
    emulators: both,
  },
  {
    name: "tags are added and removed",
    run: async (aws) => {
      const TableName = await table(aws, "tagged");
      const { Table } = await aws.dynamodb.send(new DescribeTableCommand({ TableName }));
      const ResourceArn = Table?.TableArn;
      const Tags = [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ];
      await aws.dynamodb.send(new TagResourceCommand({ ResourceArn, Tags }));
      await aws.dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
      return (await aws.dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags;
    },
    emulators: both,
  },
];
