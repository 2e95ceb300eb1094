import { expect } from "chai";
import { orAborted } from "../../cutover/or-aborted";

const never = new Promise<string>(() => undefined);

describe("orAborted", () => {
  it("gives what the work gives", async () => {
    expect(await orAborted(new AbortController().signal, Promise.resolve("done"))).to.equal("done");
  });

  it("fails as the work fails", async () => {
    const failure = new Error("failed");
    const outcome = orAborted(new AbortController().signal, Promise.reject(failure));
    expect(await outcome.catch((error: unknown) => error)).to.equal(failure);
  });

  it("ends with the signal, though the work goes on", async () => {
    const controller = new AbortController();
    const outcome = orAborted(controller.signal, never).catch((error: Error) => error.message);
    controller.abort();
    expect(await outcome).to.equal("no answer in time");
  });

  it("ends at once where the signal was before", async () => {
    const outcome = orAborted(AbortSignal.abort(), never).catch((error: Error) => error.message);
    expect(await outcome).to.equal("no answer in time");
  });
});
