import { expect } from "chai";
import { rollback } from "../../cli/rollback";
import { imageText } from "../../cutover/cutover-note";
import { blueServiceUrn, CliModel, colorEntry, pastUpdate, recordUrn, ruleUrn, stopOf } from "./cli-model";

describe("rollback", () => {
  let model: CliModel;

  /** Green serves; blue did before, as it is configured still. */
  beforeEach(() => {
    model = new CliModel();
    model.config["switchyard:activeColor"] = "green";
    model.declared = { weights: { blue: 0, green: 100 }, activeColor: "green", version: 4 };
    model.live = model.declared.weights;
    model.history = [pastUpdate("green", 20), pastUpdate("blue", 10), pastUpdate("green", 5), pastUpdate("blue", 1)];
  });

  const rollBack = (number?: number, yes = true) =>
    rollback({ yes, ...(number === undefined ? {} : { number }) }, model.ports);

  it("is one update of rule and record where the other colour is configured as it served", async () => {
    const { exitCode, report } = await rollBack();

    expect([exitCode, report["to"], report["weightsAfter"]]).to.deep.equal([0, "blue", { blue: 100, green: 0 }]);
    expect(model.updates).to.deep.equal([
      { targets: [ruleUrn, recordUrn], message: "Roll back to blue, requested by bob" },
    ]);
    expect(model.said).to.include("  start     nothing: this is instant");
  });

  it("remembers what was taken out, so that an old commit can't bring it in again", async () => {
    await rollBack();

    expect(model.note).to.deep.include({
      rolledBackFrom: { color: "green", image: imageText({ web: "registry.example/web:2" }) },
    });
  });

  it("restores the other colour's entry as it served, and warms it before any request moves", async () => {
    model.config["switchyard:blue"] = colorEntry("3");
    const { report } = await rollBack();

    expect(model.config["switchyard:blue"]).to.deep.equal(colorEntry("1"));
    expect(model.updates.map(({ targets }) => targets)).to.deep.equal([[blueServiceUrn], [ruleUrn, recordUrn]]);
    expect(report["versions"]).to.deep.equal({ from: "1.2.0.RELEASE", to: "1.1.0.RELEASE" });
    expect(model.said).to.include("  start     blue must be warmed first, as version 1.1.0.RELEASE");
  });

  it("sets the entry back too where the answer is no", async () => {
    model.config["switchyard:blue"] = colorEntry("3");
    model.answer = false;
    const stop = await stopOf(rollBack(undefined, false));

    expect(stop.reason).to.equal("declined");
    expect([model.config["switchyard:blue"], model.switch, model.updates]).to.deep.equal([
      colorEntry("3"),
      ["green", 0],
      [],
    ]);
  });

  it("passes over updates that failed or were cancelled", async () => {
    const failed = { result: "failed", blue: colorEntry("7") };
    model.history = [
      pastUpdate("blue", 30, failed),
      pastUpdate("blue", 29, { ...failed, result: "in-progress" }),
      ...model.history,
    ];
    await rollBack();

    expect(model.config["switchyard:blue"]).to.deep.equal(colorEntry("1"));
    expect(model.updates).to.have.length(1);
  });

  it("goes to a numbered update, on backends that number as on those that don't", async () => {
    const old = pastUpdate("blue", 1, { blue: colorEntry("0") });
    model.history = [...model.history.slice(0, 3), old];
    await rollBack(1);
    expect(model.config["switchyard:blue"]).to.deep.equal(colorEntry("0"));

    model.config["switchyard:activeColor"] = "green";
    model.declared = { weights: { blue: 0, green: 100 }, activeColor: "green", version: 6 };
    model.live = model.declared.weights;
    model.history = [pastUpdate("green", 20, { version: 18 }), pastUpdate("blue", 10, { version: 17 })];
    await rollBack(17);
    expect(model.config["switchyard:blue"]).to.deep.equal(colorEntry("1"));
  });

  it("takes all requests back to the active colour in the middle of a ramp, without asking the history", async () => {
    model.declared = { weights: { blue: 25, green: 75 }, activeColor: "green", version: 4 };
    model.live = model.declared.weights;
    model.config["switchyard:shift"] = 25;
    model.history = [];
    const { report } = await rollBack();

    expect([report["to"], model.switch, model.live]).to.deep.equal(["green", ["green", 0], { blue: 0, green: 100 }]);
    expect(model.note).to.deep.include({
      rolledBackFrom: { color: "blue", image: imageText({ web: "registry.example/web:1" }) },
    });
  });

  it("works where neither the note nor the health of anything is answered", async () => {
    model.note = "silent";
    model.healthy = { blue: "silent", green: "silent" };

    expect((await rollBack()).exitCode).to.equal(0);
  });

  const impossible: readonly [string, (stack: CliModel) => void, number | undefined, string][] = [
    ["a number that isn't there", () => undefined, 9, "unknown-number"],
    ["an update of the colour that serves", () => undefined, 4, "same-color"],
    [
      "an update that failed",
      (stack) => {
        stack.history = [pastUpdate("green", 20), pastUpdate("blue", 10, { result: "failed" })];
      },
      1,
      "not-succeeded",
    ],
    [
      "a refresh",
      (stack) => {
        stack.history = [pastUpdate("green", 20), pastUpdate("blue", 10, { kind: "refresh" })];
      },
      1,
      "not-an-update",
    ],
    [
      "the other colour, where it never was active",
      (stack) => {
        stack.history = [pastUpdate("green", 20)];
      },
      undefined,
      "other-color-never-active",
    ],
    [
      "anything before the first success",
      (stack) => {
        stack.history = [pastUpdate("green", 20, { result: "failed" })];
      },
      undefined,
      "no-succeeded-update",
    ],
  ];
  for (const [what, arrange, number, reason] of impossible) {
    it(`doesn't go back to ${what}`, async () => {
      arrange(model);
      const stop = await stopOf(rollBack(number));

      expect([stop.exitCode, stop.reason]).to.deep.equal([3, reason]);
      expect([model.switch, model.updates]).to.deep.equal([["green", 0], []]);
    });
  }
});
