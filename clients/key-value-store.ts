import { CloudFrontKeyValueStoreClient, GetKeyCommand } from "@aws-sdk/client-cloudfront-keyvaluestore";
import "@aws-sdk/signature-v4a";
import { type AwsSessionSettings, clientConfig } from "./aws-session";

/** Reads a CloudFront KeyValueStore. */
export interface KeyValueStore {
  /** Throws where there is no such key. */
  get(key: string, signal: AbortSignal): Promise<string>;
}

/** A store by its ARN; its API takes only signatures for all regions, which the second import adds to the SDK. */
export const createKeyValueStore = (settings: AwsSessionSettings, arn: string): KeyValueStore => {
  const client = new CloudFrontKeyValueStoreClient(clientConfig(settings, "cloudfront-keyvaluestore"));
  return {
    get: async (Key, abortSignal) => {
      const { Value } = await client.send(new GetKeyCommand({ KvsARN: arn, Key }), { abortSignal });
      if (Value === undefined) throw new Error(`AWS answered without a value for the key ${Key} of ${arn}.`);
      return Value;
    },
  };
};
