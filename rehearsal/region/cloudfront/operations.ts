import type { Operations } from "../operation";
import { createKeyValueStore, deleteKeyValueStore, describeKeyValueStore } from "./key-value-stores";

/** The CloudFront operations that the provider sends for key value stores. */
export const cloudFrontOperations: Operations = {
  CreateKeyValueStore: createKeyValueStore,
  DeleteKeyValueStore: deleteKeyValueStore,
  DescribeKeyValueStore: describeKeyValueStore,
};
