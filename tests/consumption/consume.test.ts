import { expect } from "chai";
import type { QueueMessage } from "../../clients/message-queue";
import type { RecordAnswer } from "../../clients/worker-table";
import { type ConsumeOptions, consume } from "../../consumption/consume";
import type { Handle } from "../../consumption/settle-message";
import { formatDeclared } from "../../cutover/declared";
import { planWeights } from "../../cutover/plan-weights";

const value = formatDeclared({ ruleArns: {}, groupArns: {}, weights: planWeights("blue", 0), activeColor: "blue" });

interface Scene {
  /** What each receive gives; the worker is told to end with the last one. */
  readonly batches: readonly (readonly string[] | Error)[];
  readonly handle?: Handle;
  readonly answer?: RecordAnswer;
  readonly change?: Partial<ConsumeOptions>;
}

/** A worker that holds the lease, and everything that came of its messages. */
const run = async ({ batches, handle = async () => [], answer = "recorded", change = {} }: Scene) => {
  const ending = new AbortController();
  const received: number[] = [];
  const deleted: string[] = [];
  const logged: unknown[] = [];
  let looks = 0;
  let now = 0;
  const sleep = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
    await new Promise((resolve) => setImmediate(resolve));
  };
  const receive = async ({ most }: { readonly most: number }): Promise<readonly QueueMessage[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    const batch = batches[received.length] ?? [];
    received.push(most);
    if (received.length >= batches.length) ending.abort();
    if (batch instanceof Error) throw batch;
    return batch.map((id) => ({ id, body: id, attributes: {}, receiptHandle: `r-${id}` }));
  };
  await consume(
    {
      service: "bot",
      color: "blue",
      task: "t-1",
      times: { lease: 3_000_000, renewal: 800_000, look: 500_000, retry: 100, poll: 4_000, margin: 200 },
      concurrency: 10,
      handlerTimeoutSeconds: 60,
      retentionSeconds: 100,
      idOf: ({ id }) => id,
      handle,
      signal: ending.signal,
      ...change,
    },
    {
      declared: async () => {
        looks += 1;
        return { value, modifiedAt: 7 };
      },
      table: {
        renew: async () => ({ kind: "held" }),
        release: async () => undefined,
        isDone: async () => false,
        record: async () => answer,
      },
      queue: {
        receive,
        delete: async (receipt) => {
          deleted.push(receipt);
        },
        giveBack: async () => undefined,
      },
      clock: { now: () => now, date: () => now, sleep },
      log: (entry) => logged.push(entry),
    },
  );
  return { received, deleted, logged, looks };
};

describe("consume", () => {
  it("settles everything that it received before it ends", async () => {
    const { deleted } = await run({ batches: [["a", "b"], [], ["c"]] });
    expect(deleted).to.deep.equal(["r-a", "r-b", "r-c"]);
  });

  it("asks for at most ten messages, and no more than it may work on at once", async () => {
    const release: (() => void)[] = [];
    const handle: Handle = async ({ id }) => {
      if (id !== "c") await new Promise<void>((resolve) => release.push(resolve));
      else for (const go of release) go();
      return [];
    };
    const { received, deleted } = await run({ batches: [["a", "b"], ["c"], []], handle, change: { concurrency: 3 } });
    expect(received.slice(0, 2)).to.deep.equal([3, 1]);
    expect(deleted).to.have.members(["r-a", "r-b", "r-c"]);
    expect((await run({ batches: [[]], change: { concurrency: 50 } })).received).to.deep.equal([10]);
  });

  it("waits for a free place without receiving", async () => {
    let go = (): void => undefined;
    const handle: Handle = ({ id }) =>
      id === "a" ? new Promise((resolve) => (go = () => resolve([]))) : Promise.resolve([]);
    setTimeout(() => go(), 20);
    const { received } = await run({ batches: [["a"], []], handle, change: { concurrency: 1 } });
    expect(received).to.deep.equal([1, 1]);
  });

  it("goes on after a receive that failed", async () => {
    const { deleted, logged } = await run({ batches: [new Error("down"), ["a"]] });
    expect(deleted).to.deep.equal(["r-a"]);
    expect(logged).to.deep.include({ event: "receive-failed", problem: "down" });
  });

  it("says which messages it didn't settle, and doubts its lease when the table did", async () => {
    const { logged, deleted, looks } = await run({ batches: [["a"], [], []], answer: "not-ours" });
    expect(deleted).to.deep.equal([]);
    expect(logged).to.deep.include({ event: "message-settled", messageId: "a", kind: "not-ours" });
    expect(looks).to.equal(2);
  });
});
