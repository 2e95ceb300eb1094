import { expect } from "chai";
import type { LogLine } from "../../../clients/embedded-metric";
import type { ThreadMessage, ThreadPlace, ThreadPostResult } from "../../../clients/slack";
import { postMessage } from "../../../drain/announce/post-message";

const message: ThreadMessage = { text: "hello", blocks: [], metadata: { event_type: "test", event_payload: {} } };

const post = async (...answers: readonly (ThreadPostResult | Error)[]) => {
  const places: ThreadPlace[] = [];
  const log: LogLine[] = [];
  const waits: number[] = [];
  const limits: number[] = [];
  const result = await postMessage(
    message,
    { key: "i-1 start", threadTs: "1.1" },
    {
      slack: {
        postInThread: async (_message, place) => {
          const answer = answers[places.push(place) - 1] ?? new Error("too many tries");
          if (answer instanceof Error) throw answer;
          return answer;
        },
      },
      after: (milliseconds) => {
        limits.push(milliseconds);
        return AbortSignal.abort();
      },
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
      },
      now: () => 0,
      log: (line) => log.push(line),
    },
  );
  return { result, places, waits, limits, log: log.map(({ event, reasons }) => ({ event, reasons })) };
};

const posted = { kind: "posted", ts: "2.2" } as const;
const refused = (reason: string) => ({ kind: "refused", reason }) as const;
const unsent = Object.assign(new Error("request failed"), {
  original: Object.assign(new Error("fetch failed"), { cause: { code: "ECONNREFUSED" } }),
});
const slow = Object.assign(new Error("xoxb-secret"), { name: "TimeoutError" });

describe("postMessage", () => {
  it("posts once where Slack takes the message", async () => {
    const { result, places, waits, log } = await post(posted);
    expect([result, waits, log]).to.deep.equal([posted, [], []]);
    expect(places).to.deep.equal([{ threadTs: "1.1", clientMessageId: places[0]?.clientMessageId }]);
    expect(places[0]?.clientMessageId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("tries three times, three seconds each, with the same id, and counts what is lost", async () => {
    const { result, places, waits, limits, log } = await post(slow, slow, slow);
    expect(result).to.deep.equal({ kind: "unknown" });
    expect(limits).to.deep.equal([3000, 3000, 3000]);
    expect(waits).to.deep.equal([1000, 1000]);
    expect(new Set(places.map(({ clientMessageId }) => clientMessageId)).size).to.equal(1);
    expect(log).to.deep.equal([
      { event: "AnnouncementLost", reasons: ["TimeoutError", "TimeoutError", "TimeoutError"] },
    ]);
  });

  it("knows that Slack has nothing where no connection came about", async () => {
    const { result, log } = await post(unsent, unsent, unsent);
    expect(result).to.deep.equal({ kind: "refused" });
    expect(log[0]?.reasons).to.deep.equal(["ECONNREFUSED", "ECONNREFUSED", "ECONNREFUSED"]);
  });

  it("doesn't know where one of the tries may have got through", async () => {
    expect((await post(unsent, slow, unsent)).result).to.deep.equal({ kind: "unknown" });
  });

  it("goes on after a failure that passes", async () => {
    const limited = refused("its rate limit, which ends in 1 s");
    expect((await post(limited, slow, posted)).result).to.deep.equal(posted);
  });

  it("doesn't repeat what Slack will refuse again", async () => {
    const { result, places, log } = await post(refused("channel_not_found"));
    expect([result, places.length]).to.deep.equal([{ kind: "refused" }, 1]);
    expect(log).to.deep.equal([{ event: "AnnouncementLost", reasons: ["channel_not_found"] }]);
  });

  it("tells failures that aren't errors apart from nothing", async () => {
    const failing = { postInThread: () => Promise.reject("gone") };
    const ports = { slack: failing, after: () => AbortSignal.abort(), sleep: async () => {}, now: () => 0 };
    const log: LogLine[] = [];
    await postMessage(message, { key: "k" }, { ...ports, log: (line) => log.push(line) });
    expect(log[0]?.["reasons"]).to.deep.equal(["unknown", "unknown", "unknown"]);
  });
});
