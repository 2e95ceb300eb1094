import { expect } from "chai";
import { ThreadWatch } from "../../../rehearsal/scenarios/watch-threads";
import type { StoredMessage } from "../../../rehearsal/slack/web-api";

const message = (ts: string, instance: string, threadTs?: string, type = "drain_ended"): StoredMessage => ({
  channel: "C1",
  ts,
  text: "",
  blocks: [],
  metadata: {
    event_type: `switchyard_${threadTs === undefined ? "drain_started" : type}`,
    event_payload: { instance },
  },
  ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
});

describe("ThreadWatch", () => {
  it("counts threads and ends, and the longest way from a notice to its first message", () => {
    const messages: StoredMessage[] = [message("0", "cutover")];
    let now = 1000;
    const watch = new ThreadWatch({ messages }, () => now);
    watch.look();
    messages.push(message("1", "i-1"));
    now = 1500;
    watch.look();
    messages.push(message("2", "i-2"), message("3", "i-1", "1"), message("4", "i-2", "2", "drain_continued"));
    now = 2600;
    watch.look();
    const notices = [
      { instanceId: "i-1", noticedAt: 1000 },
      { instanceId: "i-2", noticedAt: 1000 },
    ];
    expect(watch.figures(notices)).to.deep.equal({ opened: 2, ended: 1, doubled: 0, startWithinMs: 1600 });
  });

  it("says where a thread is missing or there are two", () => {
    const messages = [message("1", "i-1"), message("2", "i-1")];
    const watch = new ThreadWatch({ messages }, () => 0);
    watch.look();
    const notices = ["i-1", "i-2"].map((instanceId) => ({ instanceId, noticedAt: 0 }));
    expect(watch.figures(notices)).to.deep.equal({ opened: 2, ended: 0, doubled: 1, startWithinMs: null });
    expect(watch.figures([])).to.deep.equal({ opened: 0, ended: 0, doubled: 0, startWithinMs: null });
  });
});
