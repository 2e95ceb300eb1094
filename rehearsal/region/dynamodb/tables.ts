import type {
  CreateTableCommandInput,
  DeleteTableCommandInput,
  DescribeTableCommandInput,
  TableDescription,
  UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { AwsError, type CallContext, type Operation } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import { valuesIn } from "./buckets";
import { notModelled, requireModelled, validation } from "./refusals";
import type { TableRecord } from "./state";
import { isActive, putTable, tableOf } from "./table-records";

/**
 * Creates a table, which is ACTIVE a moment later. Modelled: one hash key, billing by request.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 */
export const createTable: Operation<CreateTableCommandInput> = (state, input, context) => {
  const { TableName = "" } = input;
  requireModelled("CreateTable", input, [
    "TableName",
    "AttributeDefinitions",
    "KeySchema",
    "BillingMode",
    "DeletionProtectionEnabled",
    "SSESpecification",
    "TableClass",
    "Tags",
  ]);
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(TableName))
    throw validation(`TableName ${JSON.stringify(TableName)}: use 3 to 255 letters, digits, _, - or .`);
  if (state.dynamodb.tables[TableName] !== undefined)
    throw new AwsError("ResourceInUseException", `Table already exists: ${TableName}`);
  if (input.BillingMode !== "PAY_PER_REQUEST") throw notModelled(`the billing mode ${input.BillingMode}`);
  const table: TableRecord = {
    tableName: TableName,
    tableArn: `arn:aws:dynamodb:${context.region}:${context.accountId}:table/${TableName}`,
    tableId: [8, 4, 4, 4, 12].map((digits) => randomHex(context.random, digits)).join("-"),
    key: keyOf(input),
    createdAt: context.now,
    deletionProtection: input.DeletionProtectionEnabled ?? false,
    hasKmsEncryption: input.SSESpecification?.Enabled ?? false,
    hasPointInTimeRecovery: false,
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    items: {},
  };
  const created = putTable(state, table);
  return { state: created, output: { TableDescription: describe(created, table, context) } };
};

const keyOf = ({ KeySchema = [], AttributeDefinitions = [] }: CreateTableCommandInput): TableRecord["key"] => {
  const [hash, ...more] = KeySchema;
  if (hash?.KeyType !== "HASH" || more.length > 0) throw notModelled("a key of other than one HASH attribute");
  const [definition, ...unused] = AttributeDefinitions;
  if (definition === undefined || definition.AttributeName !== hash.AttributeName || unused.length > 0)
    throw validation(
      "One or more parameter values were invalid: Some AttributeDefinitions are not used, or some index key attributes are not defined in AttributeDefinitions.",
    );
  const { AttributeName: name = "", AttributeType: type } = definition;
  if (type !== "S" && type !== "N") throw notModelled(`a key of type ${type}`);
  return { name, type };
};

/** What is known of a table besides its settings for backups and expiry. */
export const describeTable: Operation<DescribeTableCommandInput> = (state, input, context) => ({
  state,
  output: { Table: describe(state, tableOf(state, input.TableName), context) },
});

/** Changes the deletion protection or the encryption, at once; nothing else is modelled. */
export const updateTable: Operation<UpdateTableCommandInput> = (state, input, context) => {
  requireModelled("UpdateTable", input, ["TableName", "DeletionProtectionEnabled", "SSESpecification"]);
  const table = tableOf(state, input.TableName);
  const updated: TableRecord = {
    ...table,
    deletionProtection: input.DeletionProtectionEnabled ?? table.deletionProtection,
    hasKmsEncryption: input.SSESpecification?.Enabled ?? table.hasKmsEncryption,
  };
  const after = putTable(state, updated);
  return { state: after, output: { TableDescription: describe(after, updated, context) } };
};

/**
 * Deletes a table with its items, unless it is protected.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection
 */
export const deleteTable: Operation<DeleteTableCommandInput> = (state, input, context) => {
  const table = tableOf(state, input.TableName);
  if (table.deletionProtection)
    throw validation(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
  const { [table.tableName]: _deleted, ...tables } = state.dynamodb.tables;
  const TableDescription = { ...describe(state, table, context), TableStatus: "DELETING" };
  return { state: { ...state, dynamodb: { ...state.dynamodb, tables } }, output: { TableDescription } };
};

const describe = (state: RegionState, table: TableRecord, { now }: CallContext): TableDescription => ({
  TableName: table.tableName,
  TableArn: table.tableArn,
  TableId: table.tableId,
  TableStatus: isActive(state, table, now) ? "ACTIVE" : "CREATING",
  CreationDateTime: new Date(table.createdAt),
  AttributeDefinitions: [{ AttributeName: table.key.name, AttributeType: table.key.type }],
  KeySchema: [{ AttributeName: table.key.name, KeyType: "HASH" }],
  BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
  ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  DeletionProtectionEnabled: table.deletionProtection,
  ...(table.hasKmsEncryption ? { SSEDescription: { Status: "ENABLED", SSEType: "KMS" } } : {}),
  ItemCount: valuesIn(table.items).length,
});
