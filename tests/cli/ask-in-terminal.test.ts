import { PassThrough } from "node:stream";
import { expect } from "chai";
import { askInTerminal } from "../../cli/ask-in-terminal";

/** What a terminal sends for these keys. */
const keys = { enter: "\r", ctrlC: "\u0003", ctrlD: "\u0004" } as const;

describe("askInTerminal", () => {
  let interrupted: AbortController;
  let shown: string;

  const press = (text: string): Promise<boolean> => {
    interrupted = new AbortController();
    shown = "";
    const input = new PassThrough();
    const output = Object.assign(new PassThrough(), { isTTY: true });
    output.on("data", (data: Buffer) => {
      shown += data.toString();
    });
    const { signal } = interrupted;
    const interrupt = () => interrupted.abort(new Error("interrupted"));
    const answer = askInTerminal({ question: "Flip?", input, output, signal, interrupt });
    setImmediate(() => input.write(text));
    return answer;
  };

  it("takes y and yes for a yes, whatever their case, and anything else for a no", async () => {
    for (const text of ["y", "Y", "yes", " YES "]) expect(await press(text + keys.enter)).to.equal(true);
    for (const text of ["", "n", "no", "yess"]) expect(await press(text + keys.enter)).to.equal(false);
    expect(shown).to.include("Flip? [y/N] ");
  });

  it("takes Ctrl-D for a no", async () => {
    expect(await press(keys.ctrlD)).to.equal(false);
    expect(interrupted.signal.aborted).to.equal(false);
  });

  it("hands Ctrl-C on, which the terminal gives to the question alone, and answers nothing then", async () => {
    const error: unknown = await press(keys.ctrlC).catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(Error).with.property("name", "AbortError");
    expect(interrupted.signal.aborted).to.equal(true);
  });
});
