import { expect } from "chai";
import { planThread } from "../../../drain/announce/plan-thread";
import type { ThreadRecord } from "../../../drain/announce/thread-record";
import type { DrainEvent } from "../../../drain/drain-event";
import { instanceId, start } from "../../support/drain-harness";

const event: DrainEvent = { kind: "rebalance", instanceId: instanceId(1), at: start };
const record: ThreadRecord = { openedBy: "rebalance", openedAt: start, opening: "posted", ts: "1.1" };

describe("planThread", () => {
  for (const [title, found, milliseconds, expected] of [
    ["opens a thread where there is none", undefined, 3_600_000, { kind: "open" }],
    ["tells no old news", undefined, 3_600_001, { kind: "drop", reason: "too-late" }],
    ["waits for whoever is posting", { ...record, opening: "posting" }, 60_000, { kind: "wait", delaySeconds: 5 }],
    ["doesn't wait for ever", { ...record, opening: "posting" }, 60_001, { kind: "give-up-opening" }],
    ["follows what it opened itself", record, 0, { kind: "follow" }],
    ["follows an opening that failed", { ...record, opening: "unknown" }, 0, { kind: "follow" }],
    ["adds to the thread of another event", { ...record, openedBy: "interruption" }, 0, { kind: "add" }],
  ] as const) {
    it(title, () => {
      expect(planThread(event, found, start + milliseconds)).to.deep.equal(expected);
    });
  }
});
