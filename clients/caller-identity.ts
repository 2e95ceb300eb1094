import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type AwsSessionSettings, clientConfig } from "./aws-session";

/** Tells whose credentials are in use. */
export interface CallerIdentity {
  /** The account's twelve digits. */
  accountId(signal: AbortSignal): Promise<string>;
}

/** Asks AWS STS. */
export const createCallerIdentity = (settings: AwsSessionSettings): CallerIdentity => {
  const client = new STSClient(clientConfig(settings, "sts"));
  return {
    accountId: async (signal) => {
      const { Account } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
      if (Account === undefined) throw new Error("AWS STS named no account for these credentials.");
      return Account;
    },
  };
};
