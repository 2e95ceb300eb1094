import type { LeaseTimes } from "../../../consumption/plan-lease";

/** How the demo worker behaves. */
export interface DemoWorkerSettings {
  /** How long it works on a message, in milliseconds. @default 0 */
  readonly workMs: number;
  /** Without a queue there is nothing to do. */
  readonly hasQueue: boolean;
  /** @default those of a worker in production */
  readonly times: LeaseTimes | undefined;
}

/** A lease short enough to watch, in the proportions of the real one. */
const shortTimes: LeaseTimes = { lease: 6_000, renewal: 1_000, look: 500, retry: 250, poll: 1_000, margin: 1_500 };

/** Reads the environment of the container; refuses values that aren't any. */
export const parseDemoWorkerSettings = (
  environment: Readonly<Record<string, string | undefined>>,
): DemoWorkerSettings => {
  const { SWITCHYARD_QUEUE_URL: queueUrl, DEMO_WORK_MS: workMs = "0", DEMO_LEASE: lease = "long" } = environment;
  if (!/^\d{1,6}$/.test(workMs))
    throw new Error(`DEMO_WORK_MS is ${JSON.stringify(workMs)}: use a number from 0 to 999999.`);
  if (lease !== "long" && lease !== "short")
    throw new Error(`DEMO_LEASE is ${JSON.stringify(lease)}: use long or short.`);
  return {
    workMs: Number(workMs),
    hasQueue: queueUrl !== undefined,
    times: lease === "short" ? shortTimes : undefined,
  };
};
