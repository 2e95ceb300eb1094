import type {
  DescribeKeyValueStoreCommandInput,
  GetKeyCommandInput,
  ListKeysCommandInput,
} from "@aws-sdk/client-cloudfront-keyvaluestore";
import { AwsError, type Operation } from "../operation";
import { pageOf } from "../page";
import { sizeOf, storeOf } from "./stores";

/** The store's version and size; each write needs the version. */
export const describeKeyValueStore: Operation<DescribeKeyValueStoreCommandInput> = (state, { KvsARN }) => {
  const store = storeOf(state, KvsARN);
  return {
    state,
    output: {
      ...sizeOf(store),
      KvsARN: store.arn,
      Created: new Date(store.createdAt),
      LastModified: new Date(store.modifiedAt),
      ETag: store.etag,
      Status: "READY",
    },
  };
};

/** One value. Source: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_GetKey.html */
export const getKey: Operation<GetKeyCommandInput> = (state, { KvsARN, Key = "" }) => {
  const store = storeOf(state, KvsARN);
  if (!Object.hasOwn(store.items, Key)) {
    throw new AwsError("ResourceNotFoundException", `Key ${Key} was not found.`, 404);
  }
  return { state, output: { ...sizeOf(store), Key, Value: store.items[Key] } };
};

/** Keys of one page: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_ListKeys.html. */
const pageSize = 50;

/** Keys and values, a page at a time. */
export const listKeys: Operation<ListKeysCommandInput> = (state, { KvsARN, NextToken, MaxResults }) => {
  const items = Object.entries(storeOf(state, KvsARN).items).map(([Key, Value]) => ({ Key, Value }));
  const page = pageOf(items, { nextToken: NextToken, maxResults: MaxResults }, pageSize);
  return { state, output: { Items: page.items, ...(page.nextToken && { NextToken: page.nextToken }) } };
};
