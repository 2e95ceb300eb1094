import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { createDeclaredReader } from "../clients/declared-reader";
import { createMessageQueue } from "../clients/message-queue";
import { createWorkerTable } from "../clients/worker-table";
import { type ConsumeOptions, consume } from "./consume";
import type { WorkerClock } from "./lease-keeper";
import { defaultLeaseTimes, requireLeaseTimes } from "./lease-times";
import type { Handle } from "./settle-message";
import { parseWorkerEnvironment } from "./worker-environment";

/** What a worker may choose. */
export interface WorkerOptions
  extends Partial<
    Pick<ConsumeOptions, "concurrency" | "handlerTimeoutSeconds" | "idOf" | "retentionSeconds" | "times">
  > {
  readonly handle: Handle;
  /** The container's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted on SIGTERM. */
  readonly signal: AbortSignal;
  /** @default JSON lines on standard output */
  readonly log?: (entry: Readonly<Record<string, unknown>>) => void;
}

/** As long as a message may come back at all: 14 days are the most that a queue keeps one. Seconds. */
const longestRetention = 1_209_600;

/**
 * Runs a worker until its signal is aborted: SDK clients that find region, credentials and endpoint in the environment, and
 * everything else as Switchyard's containers are told. Defaults: 10 messages at once, 60 s for each, message ids by SQS,
 * remembered for 14 days, {@link defaultLeaseTimes}.
 */
export const runWorker = async ({
  handle,
  environment,
  signal,
  log = printLine,
  ...chosen
}: WorkerOptions): Promise<void> => {
  const { service, color, tableName, declaredName, queueUrl } = parseWorkerEnvironment(environment);
  const times = requireLeaseTimes(chosen.times ?? defaultLeaseTimes);
  // A receive that the SDK repeats by itself would come when nobody looked at the lease.
  const sqs = new SQSClient({ maxAttempts: 1, requestHandler: handlerWithin(times.poll + times.margin) });
  const quick = { maxAttempts: 2, requestHandler: handlerWithin(times.margin) };
  await consume(
    {
      concurrency: 10,
      handlerTimeoutSeconds: 60,
      idOf: ({ id }) => id,
      retentionSeconds: longestRetention,
      ...chosen,
      service,
      color,
      task: randomUUID(),
      times,
      handle,
      signal,
    },
    {
      declared: createDeclaredReader(new SSMClient(quick), declaredName),
      table: createWorkerTable(new DynamoDBClient(quick), tableName),
      queue: createMessageQueue(sqs, queueUrl),
      clock: machineClock,
      log,
    },
  );
};

/** A connection that hangs must not hold the loop, and with it the lease's renewals. Milliseconds. */
const handlerWithin = (requestTimeout: number) => ({
  connectionTimeout: 1000,
  requestTimeout,
  throwOnRequestTimeout: true,
});

const machineClock: WorkerClock = {
  now: () => performance.now(),
  date: Date.now,
  sleep: (milliseconds) => sleep(milliseconds),
};

const printLine = (entry: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
};
