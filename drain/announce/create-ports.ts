import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { createContainerInstances } from "../../clients/container-instances";
import { createDrainQueue } from "../../clients/drain-queue";
import { createThrottleRetry } from "../../clients/drain-retry";
import type { DrainSdk } from "../../clients/drain-sdk";
import { createDrainThreads } from "../../clients/drain-threads";
import { createEc2Instances } from "../../clients/ec2-instances";
import { createInstanceTasks } from "../../clients/instance-tasks";
import { createSecretParameter } from "../../clients/secret-parameter";
import { createSlackThreads } from "../../clients/slack";
import type { DrainRuntime } from "../create-ports";
import type { AnnouncePorts } from "./announce-ports";

/** The services that announcing speaks to. */
export interface AnnounceSdk extends Pick<DrainSdk, "ecs" | "ec2" | "sqs"> {
  readonly dynamodb: Pick<DynamoDBClient, "send">;
  readonly ssm: Pick<SSMClient, "send">;
}

/** Where announcements are remembered, and where they go. */
export interface AnnouncePlace {
  readonly tableName: string;
  readonly queueUrl: string;
  /** The name of the parameter that holds Slack's token. */
  readonly tokenParameter: string;
  readonly channel: string;
  readonly apiUrl: string;
}

/** Everything that announcing touches; the token is read at the first use, which is before anything is to be told. */
export const createAnnouncePorts = (
  sdk: AnnounceSdk,
  { tableName, queueUrl, tokenParameter, channel, apiUrl }: AnnouncePlace,
  { random, sleep, now, log }: DrainRuntime,
): AnnouncePorts => {
  const retry = createThrottleRetry({ attempts: 3, random, sleep });
  const readToken = createSecretParameter(sdk.ssm, tokenParameter);
  // A cold start is part of the two seconds within which people are to know.
  readToken().catch(() => undefined);
  return {
    threads: createDrainThreads(sdk.dynamodb, retry, { tableName, now }),
    ec2: createEc2Instances(sdk.ec2, retry),
    // The drain function needs the account's reads of ECS more: no second try.
    instances: createContainerInstances(sdk.ecs, once),
    tasks: createInstanceTasks(sdk.ecs, once),
    // It never sends: nothing here is dead-lettered.
    queue: createDrainQueue(sdk.sqs, retry, { queueUrl, deadLetterQueueUrl: "" }),
    slack: {
      postInThread: async (message, thread, signal) =>
        createSlackThreads({ channel, apiUrl, token: await readToken() }).postInThread(message, thread, signal),
    },
    after: (milliseconds) => AbortSignal.timeout(milliseconds),
    sleep,
    now,
    log,
  };
};

const once = <T>(call: () => Promise<T>): Promise<T> => call();
