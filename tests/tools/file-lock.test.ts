import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { withFileLock } from "../../tools/file-lock.cjs";

describe("withFileLock", () => {
  let place: string;
  let file: string;
  let holders: number[];
  const onWait = (holder: number): void => {
    holders.push(holder);
  };

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "switchyard-lock-"));
    file = join(place, "deep", "lock");
    holders = [];
  });

  afterEach(() => rmSync(place, { recursive: true, force: true }));

  it("names this process while the action runs, and returns its result", async () => {
    const seen = await withFileLock(file, { onWait }, async () => readFileSync(file, "utf8"));
    expect(seen).to.equal(String(process.pid));
    expect(existsSync(file)).to.equal(false);
    expect(holders).to.deep.equal([]);
  });

  it("is released by an action that throws", async () => {
    const message = await withFileLock(file, { onWait }, () => Promise.reject(new Error("no"))).catch(
      (error: Error) => error.message,
    );
    expect(message).to.equal("no");
    expect(existsSync(file)).to.equal(false);
  });

  it("lets one action run at a time and tells each waiter once", async () => {
    let running = 0;
    let most = 0;
    const action = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await wait(30);
      running -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withFileLock(file, { onWait }, action)));
    expect(most).to.equal(1);
    expect(holders).to.deep.equal([process.pid, process.pid]);
  });

  it("breaks the lock of a dead process, once for several waiters", async () => {
    await withFileLock(file, { onWait }, async () => undefined);
    writeFileSync(file, String(spawnSync("/bin/true").pid));
    let running = 0;
    const action = async (): Promise<number> => {
      running += 1;
      await wait(20);
      return running--;
    };
    expect(await Promise.all([1, 2].map(() => withFileLock(file, { onWait }, action)))).to.deep.equal([1, 1]);
    expect(existsSync(`${file}.breaking`)).to.equal(false);
  });

  it("breaks a lock that was never signed, when it is old enough", async () => {
    await withFileLock(file, { onWait }, async () => undefined);
    writeFileSync(file, "");
    const old = new Date(Date.now() - 6000);
    utimesSync(file, old, old);
    expect(await withFileLock(file, { onWait }, async () => "done")).to.equal("done");
  });

  it("waits for a lock that is just being signed", async () => {
    await withFileLock(file, { onWait }, async () => undefined);
    writeFileSync(file, "");
    let isDone = false;
    const done = withFileLock(file, { onWait }, async () => {
      isDone = true;
    });
    await wait(300);
    expect(isDone).to.equal(false);
    rmSync(file);
    await done;
    expect(holders).to.deep.equal([]);
  });

  it("stops waiting when it is interrupted", async () => {
    const controller = new AbortController();
    const stopping = (): void => controller.abort(new Error("interrupted"));
    const message = await withFileLock(file, { onWait }, () =>
      withFileLock(file, { onWait: stopping, signal: controller.signal }, async () => "never").catch(
        (error: Error) => error.message,
      ),
    );
    expect(message).to.equal("interrupted");
  });
});
