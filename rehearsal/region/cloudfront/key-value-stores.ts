import type { KeyValueStoreRecord } from "../cloudfront-keyvaluestore/state";
import { newETag, putStoreRecord } from "../cloudfront-keyvaluestore/stores";
import { AwsError, type CallContext, type Operation } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";

/** The members of CloudFront's own inputs that are modelled. */
export interface KeyValueStoreInput {
  readonly Name?: string;
  readonly Comment?: string;
  readonly IfMatch?: string;
  readonly ImportSource?: object;
}

/** Makes an empty store. Source: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateKeyValueStore.html */
export const createKeyValueStore: Operation<KeyValueStoreInput> = (state, input, context) => {
  const { Name: name = "", Comment: comment = "" } = input;
  validate(state, input);
  const id = uuid(context);
  const store: KeyValueStoreRecord = {
    name,
    id,
    arn: `arn:aws:cloudfront::${context.accountId}:key-value-store/${id}`,
    comment,
    etag: newETag(context),
    items: {},
    createdAt: context.now,
    modifiedAt: context.now,
  };
  return { state: putStoreRecord(state, store), output: describe(store) };
};

/** A store by name. */
export const describeKeyValueStore: Operation<KeyValueStoreInput> = (state, { Name }) => ({
  state,
  output: describe(byName(state, Name)),
});

/** Deletes a store of the version that is named. */
export const deleteKeyValueStore: Operation<KeyValueStoreInput> = (state, { Name, IfMatch }) => {
  const { arn, etag } = byName(state, Name);
  if (IfMatch !== etag) {
    throw new AwsError("PreconditionFailed", "The precondition in one or more of the request fields is false.", 412);
  }
  const { [arn]: _deleted, ...stores } = state.keyValueStores.stores;
  return { state: { ...state, keyValueStores: { stores } }, output: {} };
};

const validate = (state: RegionState, { Name = "", ImportSource }: KeyValueStoreInput): void => {
  if (ImportSource !== undefined) {
    throw new AwsError("NotModelled", "The rehearsal's region doesn't import key value stores from S3.", 501);
  }
  if (!/^[a-zA-Z0-9-_]{1,64}$/.test(Name)) {
    throw new AwsError("InvalidArgument", `The name ${JSON.stringify(Name)}: use 1 to 64 letters, digits, - or _.`);
  }
  if (Object.values(state.keyValueStores.stores).some(({ name }) => name === Name)) {
    throw new AwsError("EntityAlreadyExists", `The key value store ${Name} already exists.`, 409);
  }
};

const byName = (state: RegionState, name: string | undefined): KeyValueStoreRecord => {
  const store = Object.values(state.keyValueStores.stores).find((candidate) => candidate.name === name);
  if (store === undefined) throw new AwsError("EntityNotFound", `The key value store ${name} was not found.`, 404);
  return store;
};

const describe = ({ name, id, arn, comment, etag, modifiedAt }: KeyValueStoreRecord) => ({
  ETag: etag,
  Location: `https://cloudfront.amazonaws.com/2020-05-31/key-value-store/${name}`,
  KeyValueStore: {
    Name: name,
    Id: id,
    ARN: arn,
    Comment: comment,
    Status: "READY",
    LastModifiedTime: new Date(modifiedAt),
  },
});

const uuid = ({ random }: CallContext): string => [8, 4, 4, 4, 12].map((digits) => randomHex(random, digits)).join("-");
