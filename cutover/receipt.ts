import { type Color, colors, otherColor } from "./plan-weights";

/** One finished request, as the client saw it. */
export interface RequestSample {
  /** When it was sent, epoch milliseconds. */
  readonly at: number;
  readonly latencyMs: number;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** Which colour answered, where it said so. */
  readonly color: string | undefined;
  /** True for a complete answer with status 2xx. */
  readonly ok: boolean;
}

/** What to measure around which moment. */
export interface ReceiptFacts {
  readonly samples: readonly RequestSample[];
  /** When AWS acknowledged the change of the rule, epoch milliseconds. */
  readonly changedAt: number;
  /** The colour that took over. */
  readonly to: Color;
}

/** The answers that ended in one second. */
export interface ReceiptSecond {
  /** Counted from the change; negative before it. */
  readonly second: number;
  readonly blue: number;
  readonly green: number;
  readonly failed: number;
}

/** What clients noticed of a cutover: measured, never computed from what was intended. */
export interface Receipt {
  readonly requests: number;
  readonly failed: number;
  /** The failed ones by status; `0` is no answer. */
  readonly failedByStatus: Readonly<Record<string, number>>;
  readonly failedBefore: number;
  readonly failedAfter: number;
  /** From the first request sent to the last answer. */
  readonly requestsPerSecond: number;
  /** From the change to the first answer of the new colour after it, in milliseconds; null where there was none. */
  readonly firstNewMs: number | null;
  /** From the change to the last answer of the old colour, in milliseconds; null where there was none after it. */
  readonly lastOldMs: number | null;
  /** Of the good answers, in milliseconds; null where there was none. */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | null;
  /** Every second from the first answer to the last, also those without any. */
  readonly byColorPerSecond: readonly ReceiptSecond[];
}

/** Adds up what was measured. */
export const createReceipt = ({ samples, changedAt, to }: ReceiptFacts): Receipt => {
  const failed = samples.filter(({ ok }) => !ok);
  const failedBefore = failed.filter((sample) => endOf(sample) < changedAt).length;
  return {
    requests: samples.length,
    failed: failed.length,
    failedByStatus: countBy(failed, ({ status }) => String(status)),
    failedBefore,
    failedAfter: failed.length - failedBefore,
    requestsPerSecond: rateOf(samples),
    firstNewMs: lowest(answersAfter(samples, changedAt, to)),
    lastOldMs: highest(answersAfter(samples, changedAt, otherColor(to))),
    latencyMs: latencyOf(samples),
    byColorPerSecond: secondsOf(samples, changedAt),
  };
};

const endOf = ({ at, latencyMs }: RequestSample): number => at + latencyMs;

const countBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
};

const rateOf = (samples: readonly RequestSample[]): number => {
  const first = lowest(samples.map(({ at }) => at));
  const last = highest(samples.map(endOf));
  return first === null || last === null || last <= first ? 0 : (samples.length * 1000) / (last - first);
};

/** Milliseconds from the change to each good answer of the colour. */
const answersAfter = (samples: readonly RequestSample[], changedAt: number, color: Color): readonly number[] =>
  samples
    .filter((sample) => sample.ok && sample.color === color)
    .map((sample) => endOf(sample) - changedAt)
    .filter((milliseconds) => milliseconds >= 0);

/** A reduce, since spreading 100,000 numbers into `Math.min` overflows the stack. */
const lowest = (values: readonly number[]): number | null =>
  values.reduce<number | null>((low, value) => (low === null || value < low ? value : low), null);

const highest = (values: readonly number[]): number | null =>
  values.reduce<number | null>((high, value) => (high === null || value > high ? value : high), null);

const latencyOf = (samples: readonly RequestSample[]): Receipt["latencyMs"] => {
  const sorted = samples.filter(({ ok }) => ok).map(({ latencyMs }) => latencyMs);
  sorted.sort((one, other) => one - other);
  const at = (share: number): number | undefined => sorted[Math.ceil(share * sorted.length) - 1];
  const [p50, p99] = [at(0.5), at(0.99)];
  return p50 === undefined || p99 === undefined ? null : { p50, p99 };
};

const secondsOf = (samples: readonly RequestSample[], changedAt: number): readonly ReceiptSecond[] => {
  const secondOf = (sample: RequestSample): number => Math.floor((endOf(sample) - changedAt) / 1000);
  const counts = countBy(samples, (sample) => `${secondOf(sample)} ${labelOf(sample)}`);
  const seconds = samples.map(secondOf);
  const [first, last] = [lowest(seconds), highest(seconds)];
  if (first === null || last === null) return [];
  const count = (second: number, label: string): number => counts[`${second} ${label}`] ?? 0;
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const second = first + index;
    return { second, blue: count(second, "blue"), green: count(second, "green"), failed: count(second, "failed") };
  });
};

const labelOf = ({ ok, color }: RequestSample): string => {
  if (!ok) return "failed";
  return colors.find((known) => known === color) ?? "other";
};
