import type { Message, SendMessageBatchCommandOutput } from "@aws-sdk/client-sqs";
import type { Region } from "../region/region";
import { queueOf } from "../region/sqs/queue-records";

/** Milliseconds between two batches. */
const batchIntervalMs = 100;
const mostPerCall = 10;
/** Every so many batches one message that somebody works on is shown to others as well. */
const batchesPerDuplicate = 10;

/** Fills a queue at a steady rate, and has some messages delivered twice as SQS does at times. */
export class WorkerTraffic {
  /** The bodies of what was sent. */
  public readonly sent: string[] = [];
  /** How many messages were shown again while somebody had them. */
  public duplicated = 0;
  private readonly timer: NodeJS.Timeout;
  private batches = 0;
  private sending: Promise<unknown> = Promise.resolve();

  public constructor(
    private readonly region: Region,
    private readonly queueUrl: string,
    private readonly plan: { readonly messages: number; readonly perSecond: number },
  ) {
    this.timer = setInterval(() => {
      this.sending = this.sending.then(() => this.tick());
    }, batchIntervalMs);
  }

  /** Whether everything was sent and the queue is empty. */
  public get isDone(): boolean {
    return this.sent.length >= this.plan.messages && this.queue.messages.length === 0;
  }

  /** How many messages are being worked on. */
  public get inFlight(): number {
    const { now } = this.region.context;
    return this.queue.messages.filter(({ visibleAt }) => visibleAt > now).length;
  }

  /** Sends nothing more. */
  public async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.sending;
  }

  private get queue() {
    return queueOf(this.region.state, this.queueUrl);
  }

  private async tick(): Promise<void> {
    this.batches += 1;
    const due = Math.ceil((this.plan.perSecond * batchIntervalMs) / 1000);
    let rest = Math.min(due, this.plan.messages - this.sent.length);
    for (; rest > 0; rest -= mostPerCall) await this.send(Math.min(rest, mostPerCall));
    if (this.batches % batchesPerDuplicate === 0) await this.duplicate();
  }

  private async send(count: number): Promise<void> {
    const Entries = Array.from({ length: count }, (_, index) => {
      const body = `m-${this.sent.length + index}`;
      return { Id: body, MessageBody: body };
    });
    const { Successful = [] } = await this.call<SendMessageBatchCommandOutput>("SendMessageBatch", { Entries });
    this.sent.push(...Successful.map(({ Id = "" }) => Id));
  }

  private async duplicate(): Promise<void> {
    const { now } = this.region.context;
    const taken = this.queue.messages.find(
      ({ visibleAt, receiptHandle }) => visibleAt > now && receiptHandle !== undefined,
    );
    if (taken === undefined) return;
    const { receiptHandle: ReceiptHandle } = taken;
    await this.call<Message>("ChangeMessageVisibility", { ReceiptHandle, VisibilityTimeout: 0 });
    this.duplicated += 1;
  }

  private async call<Output>(operation: string, input: object): Promise<Output> {
    return (await this.region.call("sqs", operation, { QueueUrl: this.queueUrl, ...input })) as Output;
  }
}
