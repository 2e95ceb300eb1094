import type { CancellationReason, TransactWriteItem, TransactWriteItemsCommandInput } from "@aws-sdk/client-dynamodb";
import { AwsError, type CallContext, DetailedAwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { getIn, putIn } from "./buckets";
import { requireModelled, validation } from "./refusals";
import { activeTableOf, putTable, tableOf } from "./table-records";
import { type ItemWrite, planWrite, settleWrite, type WriteKind, type WriteOutcome } from "./write-item";

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const mostActions = 100;

/** Milliseconds. Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems-idempotency */
export const tokenLifetime = 600_000;

/**
 * All writes or none. Two transactions at once don't conflict here: a region answers one call after the other.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const transactWriteItems: Operation<TransactWriteItemsCommandInput> = (state, input, context) => {
  requireModelled("TransactWriteItems", input, ["TransactItems", "ClientRequestToken"]);
  const actions = (input.TransactItems ?? []).map(parseAction);
  if (actions.length === 0 || actions.length > mostActions)
    throw validation(`TransactItems has ${actions.length} items: use 1 to ${mostActions}.`);
  const request = JSON.stringify(input.TransactItems);
  if (isRepeated(state, { token: input.ClientRequestToken, request }, context)) return { state, output: {} };
  const planned = actions.map((action) => planAction(state, action, context));
  refuseTwiceTheSame(planned);
  if (planned.some(({ outcome }) => outcome.isRefused)) throw cancelled(planned);
  const written = planned.reduce(settle, state);
  return { state: remember(written, { token: input.ClientRequestToken, request }, context), output: {} };
};

interface Action {
  readonly kind: WriteKind;
  readonly write: ItemWrite & {
    readonly TableName: string | undefined;
    readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
  };
}

const parseAction = ({ ConditionCheck, Delete, Put, Update }: TransactWriteItem): Action => {
  const given: readonly (readonly [WriteKind, Action["write"] | undefined])[] = [
    ["check", ConditionCheck],
    ["delete", Delete],
    ["put", Put],
    ["update", Update],
  ];
  const [only, ...more] = given.flatMap(([kind, write]) => (write === undefined ? [] : [{ kind, write }]));
  if (only !== undefined && more.length === 0) return only;
  throw validation("TransactItems can only contain one of Check, Put, Update or Delete");
};

interface Planned extends Action {
  readonly tableName: string;
  readonly outcome: WriteOutcome;
}

const planAction = (state: RegionState, action: Action, context: CallContext): Planned => {
  const table = activeTableOf(state, action.write.TableName, context);
  return { ...action, tableName: table.tableName, outcome: planWrite(table, action.kind, action.write) };
};

const refuseTwiceTheSame = (planned: readonly Planned[]): void => {
  const keys = planned.map(({ tableName, outcome }) => `${tableName} ${outcome.keyText}`);
  if (new Set(keys).size < keys.length)
    throw validation("Transaction request cannot include multiple operations on one item");
};

const settle = (state: RegionState, { tableName, outcome }: Planned): RegionState =>
  putTable(state, settleWrite(tableOf(state, tableName), outcome));

const cancelled = (planned: readonly Planned[]): AwsError => {
  const reasons = planned.map(reasonOf);
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new DetailedAwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
};

const reasonOf = ({ outcome, write }: Planned): CancellationReason => {
  if (!outcome.isRefused) return { Code: "None" };
  const isAsked = write.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && outcome.before !== undefined;
  const failed = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };
  return isAsked ? { ...failed, Item: { ...outcome.before } } : failed;
};

interface Asked {
  readonly token: string | undefined;
  readonly request: string;
}

/** A client that got no answer asks again with the same token, and must not write twice. */
const isRepeated = (state: RegionState, { token, request }: Asked, { now }: CallContext): boolean => {
  const before = token === undefined ? undefined : getIn(state.dynamodb.transactions, token);
  if (before === undefined || now - before.at >= tokenLifetime) return false;
  if (before.request === request) return true;
  throw new AwsError(
    "IdempotentParameterMismatchException",
    "The request uses the same client token as a previous, but non-identical request.",
  );
};

const remember = (state: RegionState, { token, request }: Asked, { now }: CallContext): RegionState =>
  token === undefined
    ? state
    : {
        ...state,
        dynamodb: {
          ...state.dynamodb,
          transactions: putIn(state.dynamodb.transactions, token, { at: now, request }),
        },
      };
