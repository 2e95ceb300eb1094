import type { Operations } from "../operation";
import { describeKeyValueStore, getKey, listKeys } from "./read-keys";
import { deleteKey, putKey, updateKeys } from "./write-keys";

/** The data plane of CloudFront's KeyValueStore. */
export const keyValueStoreOperations: Operations = {
  DeleteKey: deleteKey,
  DescribeKeyValueStore: describeKeyValueStore,
  GetKey: getKey,
  ListKeys: listKeys,
  PutKey: putKey,
  UpdateKeys: updateKeys,
};
