import type { MessageQueue, QueueMessage } from "../clients/message-queue";
import type { WorkerTable } from "../clients/worker-table";
import { errorText } from "../cutover/error-text";
import { LeaseKeeper, type LeaseKeeperOptions, type LeasePorts } from "./lease-keeper";
import { type Settling, settleMessage } from "./settle-message";

/** What a worker reaches. */
export interface ConsumePorts extends LeasePorts {
  readonly table: WorkerTable;
  readonly queue: MessageQueue;
}

/** How a worker consumes. */
export interface ConsumeOptions
  extends LeaseKeeperOptions,
    Pick<Settling, "handle" | "handlerTimeoutSeconds" | "idOf" | "retentionSeconds"> {
  /** Messages at once. */
  readonly concurrency: number;
  /** Aborted on SIGTERM: what was received is finished, nothing more is received. */
  readonly signal: AbortSignal;
}

/** As many as one ReceiveMessage gives. */
const messagesPerReceive = 10;

/** Until others get a message whose worker is gone: the handler's time and this, for what comes after it. Seconds. */
const settlingSeconds = 10;

/** Consumes while this task's colour is the declared one; resolves when it was told to end and everything is settled. */
export const consume = async (options: ConsumeOptions, ports: ConsumePorts): Promise<void> => {
  const keeper = new LeaseKeeper(options, ports);
  const underWay = new Set<Promise<void>>();
  const start = (message: QueueMessage): void => {
    const work = settle(message, { options, ports, keeper }).finally(() => underWay.delete(work));
    underWay.add(work);
  };
  for (;;) {
    const plan = await keeper.next({ inFlight: underWay.size, isStopping: options.signal.aborted });
    if (plan.kind === "wait" && plan.reason === "stopping") return;
    const free = Math.min(messagesPerReceive, options.concurrency - underWay.size);
    const received = plan.kind === "receive" && free > 0 ? await receive(free, options, ports) : [];
    received.forEach(start);
    if (plan.kind === "wait" || free <= 0)
      await Promise.race([ports.clock.sleep(options.times.retry / 2), ...underWay]);
  }
};

const receive = async (
  most: number,
  { times, handlerTimeoutSeconds }: ConsumeOptions,
  { queue, clock, log }: ConsumePorts,
): Promise<readonly QueueMessage[]> => {
  const waitSeconds = Math.floor(times.poll / 1000);
  try {
    return await queue.receive({ most, waitSeconds, hiddenSeconds: handlerTimeoutSeconds + settlingSeconds });
  } catch (error) {
    log({ event: "receive-failed", problem: errorText(error) });
    await clock.sleep(times.retry);
    return [];
  }
};

const settle = async (
  message: QueueMessage,
  {
    options,
    ports,
    keeper,
  }: { readonly options: ConsumeOptions; readonly ports: ConsumePorts; readonly keeper: LeaseKeeper },
): Promise<void> => {
  const settled = await settleMessage(message, {
    ...options,
    ...ports,
    fence: () => keeper.fence,
    date: () => ports.clock.date(),
  });
  if (settled.kind === "not-ours") keeper.doubt();
  if (settled.kind !== "recorded") ports.log({ event: "message-settled", messageId: message.id, ...settled });
};
