import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import { countOpenHandles } from "../../rehearsal/leftovers";

describe("countOpenHandles", () => {
  it("counts a listener until it is closed", async () => {
    const before = countOpenHandles();
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    expect(countOpenHandles()).to.equal(before + 1);
    server.close();
    await once(server, "close");

    // Node lets go of a handle some turns after its last event; if it never did, this would time out.
    while (countOpenHandles() > before) await setImmediate();
    expect(countOpenHandles()).to.equal(before);
  });

  it("counts a child process until it has ended", async () => {
    const before = countOpenHandles();
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    expect(countOpenHandles()).to.equal(before + 1);
    child.kill("SIGKILL");
    await once(child, "close");

    // Node lets go of a handle some turns after its last event; if it never did, this would time out.
    while (countOpenHandles() > before) await setImmediate();
    expect(countOpenHandles()).to.equal(before);
  });
});
