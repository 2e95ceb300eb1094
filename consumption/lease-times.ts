import type { LeaseTimes } from "./plan-lease";

/**
 * The times of a worker in production, in milliseconds. A flip reaches a task within one look, a poll and what its messages
 * take; a task that was killed holds the other colour up for one lease and a margin. Each task asks SSM 12 times a minute:
 * its default of 40 a second is enough for 200 tasks
 * (https://docs.aws.amazon.com/general/latest/gr/ssm.html).
 */
export const defaultLeaseTimes: LeaseTimes = {
  lease: 30_000,
  renewal: 8_000,
  look: 5_000,
  retry: 1_000,
  poll: 5_000,
  margin: 3_000,
};

/** Refuses times by which nobody would ever receive, or by which a lease ends between two renewals. */
export const requireLeaseTimes = (times: LeaseTimes): LeaseTimes => {
  const least = times.renewal + times.retry + times.poll + 2 * times.margin;
  if (times.lease >= least && Object.values(times).every((value) => Number.isFinite(value) && value > 0)) return times;
  throw new Error(
    `The lease of ${times.lease} ms is too short, or a time isn't above 0: it must be at least renewal + retry + poll + ` +
      `2 x margin = ${least} ms.`,
  );
};
