import { expect } from "chai";
import { flip } from "../../cli/flip";
import type { StackUpdate } from "../../cli/pulumi-cli";
import type { ObjectStore } from "../../clients/object-store";
import { CliModel, stopOf } from "./cli-model";

const pointer = {
  urn: "urn:pulumi:staging::switchyard::aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey::frontend-active",
  type: "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey",
};

describe("a flip to the colour that has all requests already", () => {
  let model: CliModel;
  let updates: StackUpdate[];
  let exitCode: number;

  beforeEach(() => {
    model = new CliModel();
    updates = [];
    exitCode = 0;
  });

  const flipTo = async (get: () => Promise<string>, own: readonly object[] = [pointer], yes = true) => {
    const { deployment } = JSON.parse(await model.ports.pulumi.state()) as { deployment: { resources: object[] } };
    const outputs = { releaseBucket: "bucket-1", pointerStoreArn: "arn:store" };
    const frontend = { urn: "urn:frontend", type: "switchyard:index:StaticFrontend", outputs };
    const state = JSON.stringify({ deployment: { resources: [...deployment.resources, frontend, ...own] } });
    const update = async (asked: StackUpdate) => {
      updates.push(asked);
      return { exitCode, stdout: "", stderr: "error: no", durationMs: 1, isInterrupted: false };
    };
    const pulumi = { ...model.ports.pulumi, state: async () => state, update };
    const connectReleases = () => ({ store: {} as ObjectStore, pointer: { get } });
    return flip({ to: "blue", yes }, { ...model.ports, pulumi, connectReleases });
  };
  const pointerTo = (c: "blue" | "green") => async () => JSON.stringify({ v: 1, c, r: `frontend_${c}`, x: [] });

  it("has nothing to do where viewers get its frontend, or nobody says which", async () => {
    for (const get of [pointerTo("blue"), () => Promise.reject(new Error("no answer"))]) {
      const { exitCode, report } = await flipTo(get);
      expect([exitCode, report["kind"]]).to.deep.equal([0, "nothing-to-do"]);
    }
  });

  it("has the frontend follow by the one update that is missing", async () => {
    const outcome = await flipTo(pointerTo("green"));

    expect(outcome.report).to.deep.equal({
      stack: "staging",
      kind: "frontend-followed",
      to: "blue",
      updates: [pointer.urn],
    });
    expect(model.said).to.deep.equal([
      "blue has all requests of staging already, but viewers still get the frontend of green.",
    ]);
    const message = "Flip of the frontend to blue, requested by bob";
    expect(updates).to.deep.equal([{ targets: [pointer.urn], message, refresh: true }]);
  });

  it("names the update where that failed", async () => {
    exitCode = 255;
    const stop = await stopOf(flipTo(pointerTo("green")));

    expect([stop.exitCode, stop.reason]).to.deep.equal([1, "frontend-behind"]);
    expect(stop.message.split("\n")).to.deep.equal([
      "pulumi up ended with exit code 255; viewers may still get the frontend of green. The same command again completes it, or:",
      `  pulumi up --refresh --target ${pointer.urn} --stack staging`,
      "error: no",
    ]);
  });

  it("asks first", async () => {
    model.answer = undefined;
    const stop = await stopOf(flipTo(pointerTo("green"), [pointer], false));
    expect([stop.exitCode, stop.reason]).to.deep.equal([2, "nobody-to-ask"]);
    expect(updates).to.deep.equal([]);
  });

  it("has nothing to do where Pulumi has no pointer yet", async () => {
    expect((await flipTo(pointerTo("green"), [])).exitCode).to.equal(0);
  });
});
