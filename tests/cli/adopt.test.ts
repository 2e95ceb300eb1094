import { expect } from "chai";
import { adopt } from "../../cli/adopt";
import { CliModel, recordUrn, ruleUrn, stopOf } from "./cli-model";

describe("adopt", () => {
  let model: CliModel;

  beforeEach(() => {
    model = new CliModel();
  });

  it("has config and record say what somebody set the load balancer to", async () => {
    model.live = { blue: 0, green: 100 };
    const { exitCode, report } = await adopt({ yes: true }, model.ports);

    expect([exitCode, report]).to.deep.equal([
      0,
      {
        stack: "staging",
        kind: "done",
        activeColor: "green",
        shift: 0,
        weights: { blue: 0, green: 100 },
        commit: "git commit -m 'Adopt what is live on staging' -- Pulumi.staging.yaml",
      },
    ]);
    expect(model.updates).to.deep.equal([{ targets: [ruleUrn, recordUrn], message: "Adopt, requested by bob" }]);
    expect(model.switch).to.deep.equal(["green", 0]);
    expect(model.note).to.include({ id: 5, requestedBy: "bob" });
  });

  it("says what it does, and asks", async () => {
    model.live = { blue: 70, green: 30 };
    model.answer = false;
    const stop = await stopOf(adopt({ yes: false }, model.ports));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "declined"]);
    expect(model.said).to.deep.equal([
      "Adopt what the load balancer of staging does:",
      "  declared  blue 100 %, green 0 %  ->  blue 70 %, green 30 %, as it is live",
      "  config    activeColor blue, shift 30; no request moves",
    ]);
    expect(model.questions).to.deep.equal(["Have config and record of staging say so?"]);
    expect([model.switch, model.updates]).to.deep.equal([["blue", 0], []]);
  });

  it("has nothing to do where nobody has changed anything by hand", async () => {
    const { exitCode, report } = await adopt({ yes: true }, model.ports);

    expect([exitCode, report, model.updates]).to.deep.equal([0, { stack: "staging", kind: "nothing-to-do" }, []]);
  });

  it("refuses what no config can say, and tells the other way out", async () => {
    model.live = { blue: 7, green: 3 };
    const stop = await stopOf(adopt({ yes: true }, model.ports));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "not-adoptable"]);
    expect(stop.message).to.include("it prints the override");
    expect([model.switch, model.updates]).to.deep.equal([["blue", 0], []]);
  });

  it("keeps the config where the update ends halfway, so that the same command completes it", async () => {
    model.live = { blue: 0, green: 100 };
    model.mode = "before-record";
    const stop = await stopOf(adopt({ yes: true }, model.ports));

    expect([stop.exitCode, stop.reason]).to.deep.equal([1, "halfway"]);
    expect(model.switch).to.deep.equal(["green", 0]);
  });
});
