import { expect } from "chai";
import { waitUntil } from "../../../rehearsal/provider/wait-until";

const signal = new AbortController().signal;

describe("waitUntil", () => {
  it("asks until there is an answer", async () => {
    const answers = [undefined, undefined, "there"];
    const wait = waitUntil({ timeoutMs: undefined, pollMs: 1, signal });
    expect(await wait("it is there", async () => answers.shift(), 1000)).to.equal("there");
    expect(answers).to.deep.equal([]);
  });

  it("gives up at the type's limit, or at the program's", async () => {
    const never = async (): Promise<undefined> => undefined;
    const own = await waitUntil({ timeoutMs: undefined, pollMs: 1, signal })("it is there", never, 20).catch(String);
    const custom = await waitUntil({ timeoutMs: 10, pollMs: 1, signal })("it is there", never, 60_000).catch(String);
    expect([own, custom]).to.deep.equal([
      "Error: timeout while waiting until it is there: 0.02 s passed; customTimeouts allows more.",
      "Error: timeout while waiting until it is there: 0.01 s passed; customTimeouts allows more.",
    ]);
  });

  it("ends at once when the engine gives up", async () => {
    const controller = new AbortController();
    const wait = waitUntil({ timeoutMs: undefined, pollMs: 60_000, signal: controller.signal });
    const waiting = wait("it is there", async () => undefined, 120_000).catch((error: Error) => error.name);
    controller.abort();
    expect(await waiting).to.equal("AbortError");
  });
});
