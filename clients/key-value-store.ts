import { lookup } from "node:dns";
import { Agent } from "node:http";
import { CloudFrontKeyValueStoreClient, GetKeyCommand } from "@aws-sdk/client-cloudfront-keyvaluestore";
// Its API takes only signatures that hold for all regions, which this adds to the SDK.
import "@aws-sdk/signature-v4a";
import { type AwsClientConfig, type AwsSessionSettings, clientConfig } from "./aws-session";

/** Reads a CloudFront KeyValueStore. */
export interface KeyValueStore {
  /** Throws where there is no such key. */
  get(key: string, signal: AbortSignal): Promise<string>;
}

/** A store by its ARN. */
export const createKeyValueStore = (settings: AwsSessionSettings, arn: string): KeyValueStore => {
  const config = withoutAccountInHost(clientConfig(settings, "cloudfront-keyvaluestore"));
  const client = new CloudFrontKeyValueStoreClient(config);
  return {
    get: async (Key, abortSignal) => {
      const { Value } = await client.send(new GetKeyCommand({ KvsARN: arn, Key }), { abortSignal });
      if (Value === undefined) throw new Error(`AWS answered without a value for the key ${Key} of ${arn}.`);
      return Value;
    },
  };
};

/**
 * The SDK puts the account's id in front of the host, which an emulator's address doesn't have and an IP address can't:
 * whatever it makes of the name, the connection goes to the endpoint.
 */
const withoutAccountInHost = (config: AwsClientConfig) => {
  const url = URL.parse(config.endpoint ?? "");
  if (url?.protocol !== "http:") return config;
  const { hostname } = url;
  const httpAgent = new Agent({
    keepAlive: true,
    lookup: (_name, options, done) => lookup(hostname, options, done),
  });
  url.hostname = "localhost";
  return { ...config, endpoint: url.href, requestHandler: { ...config.requestHandler, httpAgent } };
};
