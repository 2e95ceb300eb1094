import { PassThrough } from "node:stream";
import { expect } from "chai";
import { taskList } from "../../../rehearsal/scenarios/steps";

const recorded = (): { readonly progress: NodeJS.WriteStream; readonly text: () => string } => {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return { progress: stream as unknown as NodeJS.WriteStream, text: () => Buffer.concat(chunks).toString() };
};

describe("taskList", () => {
  it("returns what the step found and adds its description to the list", async () => {
    const { progress, text } = recorded();
    const step = taskList(progress);
    const found = await step(
      "Deploy",
      async () => 42,
      (count) => `${count} resources`,
    );

    expect(found).to.equal(42);
    expect(text()).to.match(/Deploy: 42 resources/);
  });

  it("shows progress while a step runs", async () => {
    const { progress, text } = recorded();
    await taskList(progress)("Build", async (show) => show("still building"));

    expect(text()).to.include("still building");
  });

  it("fails as the step fails", async () => {
    const { progress, text } = recorded();
    const failure = await taskList(progress)("Flip", () => Promise.reject(new Error("refused"))).catch(
      (error: unknown) => error,
    );

    expect(failure).to.be.instanceOf(Error).with.property("message", "refused");
    expect(text()).to.include("FAILED");
  });
});
