import type { StoredMessage } from "../slack/web-api";

/** What people were told of interrupted instances; times are the region's. */
export interface ThreadFigures {
  /** Threads, one for each instance if all is well. */
  readonly opened: number;
  /** Threads whose end was told. */
  readonly ended: number;
  /** Instances with more than one thread. */
  readonly doubled: number;
  /** From a notice to the first message of its instance, the longest; null where one never came. */
  readonly startWithinMs: number | null;
}

/** An instance and its notice, epoch milliseconds. */
export interface Notice {
  readonly instanceId: string;
  readonly noticedAt: number;
}

/** Notes when each message was first seen in Slack: call `look` often. */
export class ThreadWatch {
  readonly #seenAt = new Map<string, number>();

  public constructor(
    private readonly slack: { readonly messages: readonly StoredMessage[] },
    private readonly now: () => number,
  ) {}

  public look(): void {
    for (const { ts } of this.slack.messages) if (!this.#seenAt.has(ts)) this.#seenAt.set(ts, this.now());
  }

  /** Judges what was told about these instances. */
  public figures(notices: readonly Notice[]): ThreadFigures {
    const threads = notices.map(({ instanceId }) => this.slack.messages.filter(isStartOf(instanceId)));
    const late = notices.map(({ noticedAt }, index) => {
      const seenAt = this.#seenAt.get(threads[index]?.[0]?.ts ?? "");
      return seenAt === undefined ? Number.POSITIVE_INFINITY : seenAt - noticedAt;
    });
    const isTold = late.length > 0 && late.every(Number.isFinite);
    return {
      opened: threads.flat().length,
      ended: threads.flat().filter(({ ts }) => this.slack.messages.some(isEndIn(ts))).length,
      doubled: threads.filter(({ length }) => length > 1).length,
      startWithinMs: isTold ? Math.max(...late) : null,
    };
  }
}

const isStartOf =
  (instanceId: string) =>
  ({ metadata, thread_ts }: StoredMessage): boolean => {
    const { event_payload: payload } = (metadata ?? {}) as { readonly event_payload?: { readonly instance?: unknown } };
    return thread_ts === undefined && payload?.instance === instanceId;
  };

const isEndIn =
  (ts: string) =>
  ({ metadata, thread_ts }: StoredMessage): boolean =>
    thread_ts === ts && (metadata as { readonly event_type?: unknown }).event_type === "switchyard_drain_ended";
