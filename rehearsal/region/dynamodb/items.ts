import type {
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type CallContext, DetailedAwsError, type Operation, type Transition } from "../operation";
import type { RegionState } from "../state";
import { getIn } from "./buckets";
import { notModelled, requireModelled } from "./refusals";
import { activeTableOf, keyTextOf, putTable } from "./table-records";
import { planWrite, settleWrite, type WriteKind, type WriteOutcome } from "./write-item";

/** One item by its key, always as of now; an expired one too, until it is deleted. */
export const getItem: Operation<GetItemCommandInput> = (state, input, context) => {
  requireModelled("GetItem", input, ["TableName", "Key", "ConsistentRead"]);
  const table = activeTableOf(state, input.TableName, context);
  const item = getIn(table.items, keyTextOf(table, input.Key));
  return { state, output: item === undefined ? {} : { Item: item } };
};

/** Writes a whole item. */
export const putItem: Operation<PutItemCommandInput> = (state, input, context) => {
  requireModelled("PutItem", input, [...common, "Item"]);
  return write(state, { kind: "put", input }, context);
};

/** Changes attributes of an item, which is created where there is none. */
export const updateItem: Operation<UpdateItemCommandInput> = (state, input, context) => {
  requireModelled("UpdateItem", input, [...common, "Key", "UpdateExpression"]);
  return write(state, { kind: "update", input }, context);
};

/** Deletes an item; there needn't be any. */
export const deleteItem: Operation<DeleteItemCommandInput> = (state, input, context) => {
  requireModelled("DeleteItem", input, [...common, "Key"]);
  return write(state, { kind: "delete", input }, context);
};

const common = [
  "TableName",
  "ConditionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnValues",
  "ReturnValuesOnConditionCheckFailure",
];

interface Writing {
  readonly kind: WriteKind;
  readonly input: PutItemCommandInput | UpdateItemCommandInput | DeleteItemCommandInput;
}

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html (Errors, ReturnValues) */
const write = (state: RegionState, { kind, input }: Writing, context: CallContext): Transition => {
  const table = activeTableOf(state, input.TableName, context);
  const outcome = planWrite(table, kind, input);
  if (outcome.isRefused) throw conditionFailed(outcome, input.ReturnValuesOnConditionCheckFailure);
  return { state: putTable(state, settleWrite(table, outcome)), output: returned(outcome, input.ReturnValues) };
};

const conditionFailed = ({ before }: WriteOutcome, asked: string | undefined): DetailedAwsError =>
  new DetailedAwsError(
    "ConditionalCheckFailedException",
    "The conditional request failed",
    asked === "ALL_OLD" && before !== undefined ? { Item: before } : {},
  );

const returned = ({ before, after }: WriteOutcome, asked = "NONE"): object => {
  const Attributes = asked === "ALL_NEW" ? after : before;
  if (!["NONE", "ALL_OLD", "ALL_NEW"].includes(asked)) throw notModelled(`ReturnValues ${asked}`);
  return asked === "NONE" || Attributes === undefined ? {} : { Attributes };
};
