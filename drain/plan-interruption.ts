import type { Interruption } from "./drain-event";

/** Drain at once, or not at all. */
export type InterruptionPlan =
  | {
      readonly kind: "drain";
      readonly instanceId: string;
      /** When the instance may go, epoch milliseconds. */
      readonly deadline: number;
    }
  | { readonly kind: "skip"; readonly reason: "past-deadline"; readonly deadline: number };

/**
 * Decides on an interruption at `now` (epoch milliseconds). Past the deadline nothing is drained: a stopped instance may have
 * been started again since, and is then none of this notice's business.
 */
export const planInterruption = ({ instanceId, action, at }: Interruption, now: number): InterruptionPlan => {
  const deadline = action === "hibernate" ? at : at + noticeMilliseconds;
  if (now > at + noticeMilliseconds) return { kind: "skip", reason: "past-deadline", deadline };
  return { kind: "drain", instanceId, deadline };
};

/**
 * Two minutes; hibernation begins with the notice itself.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
 */
const noticeMilliseconds = 120_000;
