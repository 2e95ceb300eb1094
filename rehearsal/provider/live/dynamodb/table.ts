import type { CreateTableCommandInput, DescribeTableCommandOutput, TableDescription } from "@aws-sdk/client-dynamodb";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveType, type LiveUpdate } from "../../live-type";
import { flagIn, objectIn, objectsIn, type Properties, textIn } from "../../properties";
import { tagChange, tagsOf } from "../tags";

const notFound = ["ResourceNotFoundException"];

/** The provider's own limit for a creation. Milliseconds. */
const creationLimitMs = 1_800_000;

/** `aws.dynamodb.Table`; keys of more than one attribute, indexes and streams are refused by the region. */
export const table: LiveType = {
  create: async (inputs, context) => {
    const { send, keep, waitUntil } = context;
    const name = nameOf(inputs);
    await send("dynamodb", "CreateTable", creationOf(inputs));
    keep({ id: name, outputs: {} });
    const found = await waitUntil(`table ${name} to be ACTIVE`, () => findActive(name, context), creationLimitMs);
    if (Object.keys(objectIn(inputs, "ttl")).length > 0) await putTimeToLive(name, objectIn(inputs, "ttl"), context);
    await putBackups(inputs, context);
    return { id: name, outputs: outputsOf(found) };
  },
  read: async ({ id }, context) => {
    const found = await find(id, context);
    return found && { id, outputs: outputsOf(found) };
  },
  update: async (change, context) => {
    await updateProtection(change, context);
    await updateTimeToLive(change, context);
    if (hasChanged(change, ["pointInTimeRecovery"])) await putBackups(change.news, context);
    await updateTags(change, context);
    return {};
  },
  delete: async ({ id }, { send }) => {
    await unlessRefused(send("dynamodb", "DeleteTable", { TableName: id }), notFound);
  },
};

const nameOf = (inputs: Properties): string => textIn(inputs, "name") ?? "";

const creationOf = (inputs: Properties): CreateTableCommandInput => ({
  TableName: nameOf(inputs),
  AttributeDefinitions: objectsIn(inputs, "attributes").map((attribute) => ({
    AttributeName: textIn(attribute, "name"),
    AttributeType: textIn(attribute, "type") === "N" ? "N" : "S",
  })),
  KeySchema: [
    { AttributeName: textIn(inputs, "hashKey"), KeyType: "HASH" },
    ...(textIn(inputs, "rangeKey") === undefined
      ? []
      : [{ AttributeName: textIn(inputs, "rangeKey"), KeyType: "RANGE" as const }]),
  ],
  BillingMode: textIn(inputs, "billingMode") === "PAY_PER_REQUEST" ? "PAY_PER_REQUEST" : "PROVISIONED",
  DeletionProtectionEnabled: flagIn(inputs, "deletionProtectionEnabled"),
  ...encryptionOf(inputs),
  Tags: tagsOf(inputs),
});

const encryptionOf = (inputs: Properties) => {
  const Enabled = flagIn(objectIn(inputs, "serverSideEncryption"), "enabled");
  return Enabled === undefined ? {} : { SSESpecification: { Enabled } };
};

const find = async (name: string, { send }: LiveContext): Promise<TableDescription | undefined> => {
  const request = send<DescribeTableCommandOutput>("dynamodb", "DescribeTable", { TableName: name });
  return (await unlessRefused(request, notFound))?.Table;
};

const findActive = async (name: string, context: LiveContext): Promise<TableDescription | undefined> => {
  const found = await find(name, context);
  return found?.TableStatus === "ACTIVE" ? found : undefined;
};

const outputsOf = ({ TableArn }: TableDescription): Properties => ({ arn: TableArn, streamArn: "", streamLabel: "" });

const putTimeToLive = async (name: string, ttl: Properties, { send }: LiveContext): Promise<void> => {
  const TimeToLiveSpecification = {
    Enabled: flagIn(ttl, "enabled") ?? false,
    AttributeName: textIn(ttl, "attributeName"),
  };
  await send("dynamodb", "UpdateTimeToLive", { TableName: name, TimeToLiveSpecification });
};

const putBackups = async (inputs: Properties, { send }: LiveContext): Promise<void> => {
  const PointInTimeRecoveryEnabled = flagIn(objectIn(inputs, "pointInTimeRecovery"), "enabled");
  if (PointInTimeRecoveryEnabled === undefined) return;
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled };
  await send("dynamodb", "UpdateContinuousBackups", { TableName: nameOf(inputs), PointInTimeRecoverySpecification });
};

const updateProtection = async (change: LiveUpdate, { send }: LiveContext): Promise<void> => {
  if (!hasChanged(change, ["deletionProtectionEnabled", "serverSideEncryption"])) return;
  const DeletionProtectionEnabled = flagIn(change.news, "deletionProtectionEnabled") ?? false;
  await send("dynamodb", "UpdateTable", {
    TableName: change.id,
    DeletionProtectionEnabled,
    ...encryptionOf(change.news),
  });
};

/** A ttl that is left out stays what it was. */
const updateTimeToLive = async (change: LiveUpdate, context: LiveContext): Promise<void> => {
  const ttl = objectIn(change.news, "ttl");
  if (hasChanged(change, ["ttl"]) && Object.keys(ttl).length > 0) await putTimeToLive(change.id, ttl, context);
};

const updateTags = async ({ state, olds, news }: LiveUpdate, { send }: LiveContext): Promise<void> => {
  const { set, removedKeys } = tagChange(olds, news);
  const ResourceArn = textIn(state, "arn");
  if (removedKeys.length > 0) await send("dynamodb", "UntagResource", { ResourceArn, TagKeys: removedKeys });
  if (set.length > 0) await send("dynamodb", "TagResource", { ResourceArn, Tags: set });
};
