import { expect } from "chai";
import { aloneIn } from "../../cli/alone-in";
import { stopOf } from "./cli-model";

describe("aloneIn", () => {
  const folder = `/projects/${process.pid}`;

  it("lets one action at a time run in a folder, and refuses the second one at once", async () => {
    let end: () => void = () => undefined;
    const first = aloneIn(folder)(
      () =>
        new Promise<string>((resolve) => {
          end = () => resolve("first");
        }),
    );
    const stop = await stopOf(aloneIn(folder)(async () => "second"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "update-running"]);
    expect(stop.message).to.include(`(process ${process.pid})`);
    expect(await aloneIn(`${folder}/other`)(async () => "other")).to.equal("other");
    end();
    expect(await first).to.equal("first");
    expect(await aloneIn(folder)(async () => "third")).to.equal("third");
  });

  it("leaves no lock behind where the action fails", async () => {
    const failing = aloneIn(folder)(() => Promise.reject(new Error("failed")));
    expect(await failing.catch(String)).to.equal("Error: failed");
    expect(await aloneIn(folder)(async () => "next")).to.equal("next");
  });
});
