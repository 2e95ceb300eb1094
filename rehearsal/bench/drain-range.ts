import type { SQSEvent } from "aws-lambda";
import type { DrainSdk } from "../../clients/drain-sdk";
import { createHandler } from "../../drain/create-handler";
import { createPorts } from "../../drain/create-ports";
import type { DrainSettings } from "../../drain/drain-message";
import { QueuePoller } from "../region/effects/queue-poller";
import { AwsError } from "../region/operation";
import { Region } from "../region/region";
import { ecsBucketOf, type TokenBucket } from "./token-buckets";
import { VirtualClock } from "./virtual-clock";

const accountId = "123456789012";
const regionName = "eu-west-1";
const tag = { key: "switchyard:stack", value: "bench" };
const settings: DrainSettings = {
  scope: { accountId, region: regionName, hookName: "switchyard-drain" },
  lifecycle: { heartbeatSeconds: 900, budgetSeconds: 3600, failurePolicy: "continue" },
  rebalance: { patienceSeconds: 1800, budgetSeconds: 3600, failurePolicy: "continue" },
};
/** From a call to its answer: ECS answers within a region in about that. */
const latencyMs = 20;

/** How AWS throttles, by the buckets of the ECS API. */
export type Buckets = Readonly<Record<"read" | "modify", TokenBucket>>;

/** How a range is set up. */
export interface DrainRangeOptions {
  readonly instances: number;
  readonly batchSize: number;
}

/** A cluster whose instances are interrupted: the real drain handler and its clients against the local region, under a clock that jumps. */
export class DrainRange {
  public readonly clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
  public readonly region = new Region({ now: this.clock.now, accountId, region: regionName, random: evenly() });
  public throttled = 0;
  /** None throttles where it is undefined. */
  public buckets: Buckets | undefined;
  private readonly instanceIds: readonly string[];
  private poller: QueuePoller | undefined;
  private queueUrl = "";

  private constructor(private readonly options: DrainRangeOptions) {
    this.instanceIds = Array.from({ length: options.instances }, (_, index) => `i-${String(index).padStart(17, "0")}`);
  }

  /** Sets it up with a function that knows its cluster already. */
  public static async create(options: DrainRangeOptions): Promise<DrainRange> {
    const range = new DrainRange(options);
    await range.registerInstances();
    await range.connectFunction();
    await range.interrupt([unknownInstance]);
    range.region.calls.length = 0;
    return range;
  }

  /** Sends the notices, all at the same moment, and waits until no message is left; returns how long it took, in milliseconds. */
  public async interrupt(instanceIds: readonly string[] = this.instanceIds): Promise<number> {
    const start = this.clock.now();
    for (const instanceId of instanceIds) {
      await this.region.call("sqs", "SendMessage", {
        QueueUrl: this.queueUrl,
        MessageBody: notice(instanceId, start),
      });
    }
    await this.clock.run(this.emptyQueue());
    return this.clock.now() - start;
  }

  /** From the notice to the last instance's DRAINING, in milliseconds, and how many never were. */
  public outcome(noticedAt: number): { readonly lastMs: number; readonly lost: number } {
    const updates = this.region.calls.filter(
      ({ operation, error }) => operation === "UpdateContainerInstancesState" && error === undefined,
    );
    const statuses = Object.values(this.region.state.ecs.containerInstances).map(({ status }) => status);
    return {
      lastMs: Math.max(...updates.map(({ at }) => at)) - noticedAt,
      lost: statuses.filter((status) => status !== "DRAINING").length,
    };
  }

  /** How often an operation was called and answered. */
  public countOf(operation: string): number {
    return this.region.calls.filter((call) => call.operation === operation && call.error === undefined).length;
  }

  private async registerInstances(): Promise<void> {
    const cluster = "bench";
    const tags = [tag];
    await this.region.call("ecs", "CreateCluster", { clusterName: cluster, tags });
    for (const instanceIdentityDocument of this.instanceIds)
      await this.region.call("ecs", "RegisterContainerInstance", { cluster, instanceIdentityDocument });
  }

  private async connectFunction(): Promise<void> {
    const queue = await this.region.call("sqs", "CreateQueue", {
      QueueName: "drain",
      Attributes: { VisibilityTimeout: "35" },
    });
    this.queueUrl = (queue as { readonly QueueUrl: string }).QueueUrl;
    const QueueArn = `arn:aws:sqs:${regionName}:${accountId}:drain`;
    await this.region.call("lambda", "CreateFunction", {
      FunctionName: "drain",
      Role: "role",
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      Timeout: 30,
      Code: { ZipFile: new Uint8Array() },
    });
    const { batchSize } = this.options;
    const mapping = await this.region.call("lambda", "CreateEventSourceMapping", {
      EventSourceArn: QueueArn,
      FunctionName: "drain",
      BatchSize: batchSize,
      MaximumBatchingWindowInSeconds: batchSize > 10 ? 1 : 0,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
    const handler = this.createHandler();
    const invoke = (_arn: string, event: object): Promise<unknown> => handler(event as SQSEvent);
    this.poller = new QueuePoller(this.region, invoke, (mapping as { readonly UUID: string }).UUID);
  }

  private createHandler() {
    const { sleep, now } = this.clock;
    const place = { clusterTag: tag, queueUrls: { queueUrl: this.queueUrl, deadLetterQueueUrl: this.queueUrl } };
    const sdk = {
      ecs: this.clientOf("ecs"),
      groups: this.clientOf("autoscaling"),
      ec2: this.clientOf("ec2"),
      sqs: this.clientOf("sqs"),
    } as unknown as DrainSdk;
    return createHandler(settings, createPorts(sdk, place, { random: evenly(), sleep, now, log: () => undefined }));
  }

  private clientOf(service: string) {
    const send = async (command: { readonly input: object }): Promise<object> => {
      await this.clock.sleep(latencyMs);
      const operation = command.constructor.name.replace(/Command$/, "");
      const bucket = ecsBucketOf[operation];
      if (bucket !== undefined && this.buckets?.[bucket].take(this.clock.now()) === false) {
        this.throttled += 1;
        throw new AwsError("ThrottlingException", "Rate exceeded");
      }
      return this.region.call(service, operation, command.input);
    };
    return { send };
  }

  private async emptyQueue(): Promise<void> {
    const isEmpty = (): boolean =>
      Object.values(this.region.state.sqs.queues).every(({ messages }) => messages.length === 0);
    while (!isEmpty()) {
      await this.poller?.poll();
      await this.clock.sleep(pollMs);
    }
    await this.poller?.close();
  }
}

/** How often the queue is looked at while it isn't empty. */
const pollMs = 10;

const unknownInstance = `i-${"f".repeat(17)}`;

const notice = (instanceId: string, at: number): string =>
  JSON.stringify({
    version: "0",
    id: "12345678-1234-1234-1234-123456789012",
    "detail-type": "EC2 Spot Instance Interruption Warning",
    source: "aws.ec2",
    account: accountId,
    time: new Date(at).toISOString(),
    region: regionName,
    resources: [],
    detail: { "instance-id": instanceId, "instance-action": "terminate" },
  });

/** Lehmer: even and the same in every run. */
const evenly = (): (() => number) => {
  let last = 1;
  return () => {
    last = (last * 48_271) % 2_147_483_647;
    return last / 2_147_483_647;
  };
};
