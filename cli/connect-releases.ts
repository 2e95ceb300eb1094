import { setTimeout as sleep } from "node:timers/promises";
import type { AwsSessionSettings } from "../clients/aws-session";
import { createThrottleRetry } from "../clients/drain-retry";
import { createKeyValueStore, type KeyValueStore } from "../clients/key-value-store";
import type { ObjectStore } from "../clients/object-store";
import { createS3Bucket, isTransientS3Error } from "../clients/s3-bucket";
import type { Frontend } from "./parse-frontend";

/** A frontend's bucket and the store of its pointer. */
export interface ReleaseStores {
  readonly store: ObjectStore;
  readonly pointer: KeyValueStore;
}

/** Calls in all, the first one included: the last pause is up to 3 seconds. */
const attempts = 5;

/** Both through AWS, as the stack's config reaches it. */
export const connectReleases = (aws: AwsSessionSettings, { bucket, pointerStoreArn }: Frontend): ReleaseStores => {
  const retry = createThrottleRetry({ attempts, random: Math.random, sleep, isTransient: isTransientS3Error });
  return { store: createS3Bucket(aws, bucket, retry), pointer: createKeyValueStore(aws, pointerStoreArn) };
};
