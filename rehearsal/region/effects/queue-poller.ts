import type { Message } from "@aws-sdk/client-sqs";
import { settleBatch } from "../lambda/settle-batch";
import { sqsEvent } from "../lambda/sqs-event";
import type { EventSourceMappingRecord } from "../lambda/state";
import type { Region } from "../region";
import { findQueueByArn } from "../sqs/queue-records";

/** As many as one ReceiveMessage gives and one DeleteMessageBatch takes. */
const messagesPerCall = 10;
/** Lambda begins with five batches at once; that it takes more under lasting load is not modelled. Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const batchesAtOnce = 5;

/** Runs a function once. */
export type Invoke = (functionArn: string, event: object) => Promise<unknown>;

/** Feeds a function from a queue, as one event source mapping says. */
export class QueuePoller {
  private gathered: Message[] = [];
  private gatheringSince = 0;
  private isPolling = false;
  private readonly underWay = new Set<Promise<void>>();

  public constructor(
    private readonly region: Region,
    private readonly invoke: Invoke,
    private readonly uuid: string,
  ) {}

  /** Looks once whether there is something to do: call it after every advance. */
  public async poll(): Promise<void> {
    const mapping = this.region.state.lambda.mappings[this.uuid];
    if (this.isPolling || mapping === undefined || mapping.config.Enabled === false) return;
    this.isPolling = true;
    try {
      await this.gather(mapping);
      if (this.isDue(mapping)) this.start(mapping);
    } finally {
      this.isPolling = false;
    }
  }

  /** Waits for what is under way. */
  public async close(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private async gather({ config }: EventSourceMappingRecord): Promise<void> {
    const { now } = this.region.context;
    const most = config.BatchSize ?? 10;
    const atOnce = Math.min(batchesAtOnce, config.ScalingConfig?.MaximumConcurrency ?? batchesAtOnce);
    while (this.gathered.length < most && this.underWay.size < atOnce && this.hasVisible(config.EventSourceArn, now)) {
      const MaxNumberOfMessages = Math.min(messagesPerCall, most - this.gathered.length);
      const input = { QueueUrl: this.queueUrl(config.EventSourceArn), MaxNumberOfMessages };
      const { Messages = [] } = (await this.region.call("sqs", "ReceiveMessage", input)) as { Messages?: Message[] };
      if (Messages.length === 0) return;
      if (this.gathered.length === 0) this.gatheringSince = now;
      this.gathered.push(...Messages);
    }
  }

  private hasVisible(queueArn: string | undefined, now: number): boolean {
    const queue = findQueueByArn(this.region.state, queueArn);
    return queue?.messages.some(({ visibleAt }) => visibleAt <= now) === true;
  }

  private queueUrl(queueArn: string | undefined): string | undefined {
    return findQueueByArn(this.region.state, queueArn)?.queueUrl;
  }

  private isDue({ config }: EventSourceMappingRecord): boolean {
    const { BatchSize = 10, MaximumBatchingWindowInSeconds: window = 0 } = config;
    if (this.gathered.length === 0) return false;
    return this.gathered.length >= BatchSize || this.region.context.now - this.gatheringSince >= window * 1000;
  }

  private start(mapping: EventSourceMappingRecord): void {
    const batch = this.gathered;
    this.gathered = [];
    // What fails comes back when its visibility timeout ends.
    const work = this.run(mapping, batch).catch(() => undefined);
    this.underWay.add(work);
    void work.then(() => this.underWay.delete(work));
  }

  private async run({ functionArn, config }: EventSourceMappingRecord, batch: readonly Message[]): Promise<void> {
    const queueArn = config.EventSourceArn ?? "";
    const answer = await this.invoke(functionArn, sqsEvent(batch, queueArn, this.region.context));
    const ids = batch.map(({ MessageId = "" }) => MessageId);
    const reportsFailures = config.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false;
    const done = settleBatch(ids, answer, reportsFailures);
    const finished = batch.filter(({ MessageId = "" }) => done.includes(MessageId));
    for (let from = 0; from < finished.length; from += messagesPerCall) {
      const Entries = finished
        .slice(from, from + messagesPerCall)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.region.call("sqs", "DeleteMessageBatch", { QueueUrl: this.queueUrl(queueArn), Entries });
    }
  }
}
