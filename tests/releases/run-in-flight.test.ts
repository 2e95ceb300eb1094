import { setImmediate as turn } from "node:timers/promises";
import { expect } from "chai";
import { runInFlight } from "../../releases/run-in-flight";

const { signal } = new AbortController();

describe("runInFlight", () => {
  it("works on every item, never on more at a time than allowed", async () => {
    const done: number[] = [];
    let [now, most] = [0, 0];
    await runInFlight([1, 2, 3, 4, 5, 6, 7], { limit: 3, signal }, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await turn();
      now -= 1;
      done.push(item);
    });
    expect({ done, most }).to.deep.equal({ done: [1, 2, 3, 4, 5, 6, 7], most: 3 });
  });

  it("begins nothing after a failure, and throws it when all have ended", async () => {
    const begun: number[] = [];
    let ended = 0;
    const working = runInFlight([1, 2, 3, 4], { limit: 2, signal }, async (item, either) => {
      begun.push(item);
      if (item === 1) throw new Error("no");
      await turn();
      expect(either.aborted).to.equal(true);
      ended += 1;
    });
    expect(await working.catch((error: Error) => error.message)).to.equal("no");
    expect({ begun, ended }).to.deep.equal({ begun: [1, 2], ended: 1 });
  });

  it("begins nothing once it is told to stop", async () => {
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    let begun = 0;
    const working = runInFlight([1], { limit: 1, signal: stop.signal }, async () => {
      begun += 1;
    });
    expect(await working.catch((error: Error) => error.message)).to.equal("stopped");
    expect(begun).to.equal(0);
  });

  it("has nothing to do without items", () => runInFlight([], { limit: 3, signal }, () => Promise.reject(new Error())));
});
