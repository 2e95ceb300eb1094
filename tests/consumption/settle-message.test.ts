import { expect } from "chai";
import type { QueueMessage } from "../../clients/message-queue";
import type { MessageRecord, RecordAnswer } from "../../clients/worker-table";
import { type Handle, type Settling, settleMessage } from "../../consumption/settle-message";

const message: QueueMessage = { id: "m-1", body: "one", attributes: { order: "7" }, receiptHandle: "r-1" };
const writes = [{ Delete: { TableName: "workers", Key: {} } }];

interface Scene {
  readonly isDone?: boolean;
  readonly answer?: RecordAnswer | Error;
  readonly handle?: Handle;
  /** The fence before and after the handler. */
  readonly fences?: readonly (number | undefined)[];
  readonly change?: Partial<Settling>;
}

/** Everything that happened to a message, in order. */
const settle = async ({ isDone = false, answer = "recorded", handle, fences = [5, 5], change }: Scene) => {
  const happened: unknown[] = [];
  const coming = [...fences];
  const settled = await settleMessage(message, {
    service: "bot",
    color: "blue",
    fence: () => coming.shift(),
    idOf: ({ id }) => id,
    retentionSeconds: 100,
    handlerTimeoutSeconds: 60,
    date: () => 7_500,
    handle:
      handle ??
      (async ({ body }, { fence }) => {
        happened.push(["handled", body, fence]);
        return writes;
      }),
    table: {
      isDone: async (key) => {
        happened.push(["asked", key]);
        return isDone;
      },
      record: async (record: MessageRecord) => {
        happened.push(["record", record]);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    queue: {
      delete: async (receipt) => {
        happened.push(["deleted", receipt]);
      },
      giveBack: async (receipt, seconds) => {
        happened.push(["given back", receipt, seconds]);
      },
    },
    ...change,
  });
  return { settled, happened };
};

const asked = ["asked", "message#bot#m-1"];
const handled = ["handled", "one", 5];
const record = [
  "record",
  { leaseKey: "lease#bot", messageKey: "message#bot#m-1", color: "blue", fence: 5, expires: 108, writes },
];

describe("settleMessage", () => {
  it("handles, records and deletes, in this order", async () => {
    expect(await settle({})).to.deep.equal({
      settled: { kind: "recorded" },
      happened: [asked, handled, record, ["deleted", "r-1"]],
    });
  });

  it("handles nothing that was done before", async () => {
    expect(await settle({ isDone: true })).to.deep.equal({
      settled: { kind: "done-before" },
      happened: [asked, ["deleted", "r-1"]],
    });
  });

  it("deletes what another worker recorded meanwhile", async () => {
    const { settled, happened } = await settle({ answer: "done-before" });
    expect([settled, happened.at(-1)]).to.deep.equal([{ kind: "done-before" }, ["deleted", "r-1"]]);
  });

  it("gives back what it may not record, for whoever has the lease now", async () => {
    const { settled, happened } = await settle({ answer: "not-ours" });
    expect([settled, happened.at(-1)]).to.deep.equal([{ kind: "not-ours" }, ["given back", "r-1", 0]]);
  });

  it("begins nothing without the lease", async () => {
    expect(await settle({ fences: [undefined] })).to.deep.equal({
      settled: { kind: "no-lease" },
      happened: [["given back", "r-1", 0]],
    });
  });

  it("records nothing once the lease is lost", async () => {
    expect(await settle({ fences: [5, undefined] })).to.deep.equal({
      settled: { kind: "no-lease" },
      happened: [asked, handled, ["given back", "r-1", 0]],
    });
  });

  it("records by the fence at the end: the lease went on under a newer one", async () => {
    const { happened } = await settle({ fences: [5, 6] });
    expect(happened[2]).to.have.nested.property("[1].fence", 6);
  });

  it("records a handler's work that has no writes", async () => {
    const { happened } = await settle({ handle: async () => undefined });
    expect(happened[1]).to.have.nested.property("[1].writes").that.deep.equals([]);
  });

  it("tells messages apart as it is told to", async () => {
    const { happened } = await settle({ change: { idOf: ({ attributes }) => `order-${attributes["order"]}` } });
    expect(happened[0]).to.deep.equal(["asked", "message#bot#order-7"]);
  });

  it("tries again later what its handler couldn't do", async () => {
    const handle = () => Promise.reject(new Error("no stock"));
    expect(await settle({ handle })).to.deep.equal({
      settled: { kind: "failed", problem: "no stock" },
      happened: [asked, ["given back", "r-1", 10]],
    });
  });

  it("tells a handler when its time is over", async () => {
    const handle: Handle = (_message, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("too slow"))));
    const { settled } = await settle({ handle, change: { handlerTimeoutSeconds: 0.01 } });
    expect(settled).to.deep.equal({ kind: "failed", problem: "too slow" });
  });

  it("never throws: what can't be given back comes back by itself", async () => {
    const queue = {
      delete: () => Promise.reject(new Error("down")),
      giveBack: () => Promise.reject(new Error("down")),
    };
    expect((await settle({ change: { queue } })).settled).to.deep.equal({ kind: "failed", problem: "down" });
    expect((await settle({ answer: new Error("conflict"), change: { queue } })).settled).to.deep.equal({
      kind: "failed",
      problem: "conflict",
    });
  });
});
