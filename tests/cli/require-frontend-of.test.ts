import { expect } from "chai";
import { flip } from "../../cli/flip";
import type { ObjectStore } from "../../clients/object-store";
import { CliModel, stopOf } from "./cli-model";

const pointer = {
  urn: "urn:pulumi:staging::switchyard::aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey::frontend-active",
  type: "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey",
};

describe("a flip to the colour that has all requests already", () => {
  let model: CliModel;

  beforeEach(() => {
    model = new CliModel();
  });

  const flipTo = async (get: () => Promise<string>, own: readonly object[] = [pointer]) => {
    const { deployment } = JSON.parse(await model.ports.pulumi.state()) as { deployment: { resources: object[] } };
    const outputs = { releaseBucket: "bucket-1", pointerStoreArn: "arn:store" };
    const frontend = { urn: "urn:frontend", type: "switchyard:index:StaticFrontend", outputs };
    const state = JSON.stringify({ deployment: { resources: [...deployment.resources, frontend, ...own] } });
    const pulumi = { ...model.ports.pulumi, state: async () => state };
    const connectReleases = () => ({ store: {} as ObjectStore, pointer: { get } });
    return flip({ to: "blue", yes: true }, { ...model.ports, pulumi, connectReleases });
  };
  const pointerTo = (c: "blue" | "green") => async () => JSON.stringify({ v: 1, c, r: `frontend_${c}`, x: [] });

  it("has nothing to do where viewers get its frontend, or nobody says which", async () => {
    for (const get of [pointerTo("blue"), () => Promise.reject(new Error("no answer"))]) {
      const { exitCode, report } = await flipTo(get);
      expect([exitCode, report["kind"]]).to.deep.equal([0, "nothing-to-do"]);
    }
  });

  it("names the update that is missing where viewers still get the other frontend", async () => {
    const stop = await stopOf(flipTo(pointerTo("green")));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "frontend-behind"]);
    expect(stop.message.split("\n")).to.deep.equal([
      "blue has all requests of staging already, but viewers still get the frontend of green. Have it follow:",
      `  pulumi up --refresh --target ${pointer.urn} --stack staging`,
    ]);
    expect(model.updates).to.deep.equal([]);
  });

  it("has nothing to do where Pulumi has no pointer yet", async () => {
    expect((await flipTo(pointerTo("green"), [])).exitCode).to.equal(0);
  });
});
