import type { Benchmark, Figure } from "./benchmark";
import { DrainRange } from "./drain-range";
import { ecsBuckets, TokenBucket } from "./token-buckets";

/** What interruptions cost the ECS API, and how long it takes until all instances are DRAINING. */
export const drainCalls: Benchmark = {
  name: "drain-calls",
  run: async () => [
    ...(await measureOne()),
    ...(await measureBatch()),
    ...(await measureStorm(50)),
    ...(await measureStorm(1)),
  ],
};

const measureOne = async (): Promise<readonly Figure[]> => {
  const range = await DrainRange.create({ instances: 1, batchSize: 50 });
  await range.interrupt();
  const calls = range.countOf("ListContainerInstances") + range.countOf("UpdateContainerInstancesState");
  return [{ name: "ECS calls for one interruption", value: calls, unit: "calls", limit: 2 }];
};

const measureBatch = async (): Promise<readonly Figure[]> => {
  const range = await DrainRange.create({ instances: 50, batchSize: 50 });
  await range.interrupt();
  return [
    { name: "lists for a batch of 50", value: range.countOf("ListContainerInstances"), unit: "calls", limit: 5 },
    {
      name: "updates for a batch of 50",
      value: range.countOf("UpdateContainerInstancesState"),
      unit: "calls",
      limit: 5,
    },
  ];
};

/** As if a deployment had taken half of the tokens a moment before. */
const measureStorm = async (batchSize: number): Promise<readonly Figure[]> => {
  const range = await DrainRange.create({ instances: 500, batchSize });
  const now = range.clock.now();
  range.buckets = {
    read: new TokenBucket(ecsBuckets.read, { tokens: ecsBuckets.read.burst / 2, now }),
    modify: new TokenBucket(ecsBuckets.modify, { tokens: ecsBuckets.modify.burst / 2, now }),
  };
  await range.interrupt();
  const { lastMs, lost } = range.outcome(now);
  const title = `500 at once, batches of ${batchSize}`;
  return [
    // The notice is two minutes; half of it is left for the tasks.
    { name: `${title}: all DRAINING after`, value: lastMs / 1000, unit: "s (model)", limit: 60 },
    { name: `${title}: throttled and retried`, value: range.throttled, unit: "calls" },
    { name: `${title}: lost`, value: lost, unit: "instances", limit: 0 },
  ];
};
