import { expect } from "chai";
import { flip } from "../../cli/flip";
import type { LiveBounds } from "../../standby/plan-bounds";
import { CliModel, colorEntry, ruleUrn, stopOf } from "./cli-model";

const bounds = (min: number, max: number): LiveBounds => ({
  min,
  max,
  suspended: { scaleIn: false, scaleOut: false, scheduled: false },
});
const [blue, green] = ["service/cluster-1/web-blue-9", "service/cluster-1/web-green-9"] as const;

describe("a flip's bounds", () => {
  let model: CliModel;

  beforeEach(() => {
    model = new CliModel();
    model.bounds = { [blue]: bounds(2, 4), [green]: bounds(2, 4) };
  });

  const flipTo = (to: "blue" | "green") => flip({ to, yes: true }, model.ports);

  it("are frozen right before the update, and not moved where they are wide enough", async () => {
    model.afterBounds = () => expect(model.updates).to.deep.equal([]);
    await flipTo("green");

    expect(model.moved).to.deep.equal([[green, 2, 4, true]]);
    expect(model.said.join("\n")).not.to.include("may have");
  });

  it("are raised to those of the colour that serves and to its tasks, and waited for before any request moves", async () => {
    model.bounds = { [blue]: bounds(2, 6), [green]: bounds(0, 0) };
    model.healthy = { blue: 5, green: 0 };
    model.events = [
      {
        at: 10,
        happen: () => {
          expect([model.updates, model.switch]).to.deep.equal([[], ["blue", 0]]);
          model.healthy = { blue: 5, green: 5 };
        },
      },
    ];
    const { exitCode } = await flipTo("green");

    expect(exitCode).to.equal(0);
    expect(model.moved).to.deep.equal([[green, 5, 6, true]]);
    expect(model.said).to.include.members([
      "  start     green was let go and must be started first: web may have 0 tasks, the active colour 6",
      "web of green may have 5 to 6 tasks from now on.",
      "Waiting for green: web has 0 of 5 healthy",
    ]);
    expect(model.updates.map(({ targets }) => targets[0])).to.deep.equal([ruleUrn]);
    expect(model.switch).to.deep.equal(["green", 0]);
  });

  it("are raised while a colour is warmed that wasn't full, since its own minimum isn't enough", async () => {
    model.config["switchyard:activeColor"] = "green";
    model.config["switchyard:blue"] = colorEntry("1", { capacity: "off" });
    model.declared = { weights: { blue: 0, green: 100 }, activeColor: "green", version: 4 };
    model.live = model.declared.weights;
    model.bounds = { [blue]: bounds(0, 0), [green]: bounds(2, 6) };
    model.healthy = { blue: 0, green: 3 };
    model.afterUpdate = () => {
      if (model.updates.length === 1) model.bounds = { [blue]: bounds(2, 6), [green]: bounds(2, 6) };
    };
    model.afterBounds = () => {
      model.healthy = { blue: 3, green: 3 };
    };
    const { exitCode } = await flipTo("blue");

    expect(exitCode).to.equal(0);
    expect(model.moved).to.deep.equal([[blue, 3, 6, true]]);
    expect(model.updates.map(({ message }) => message)).to.deep.equal([
      "Warm blue, requested by bob",
      "Flip to blue, requested by bob",
    ]);
    expect(model.config["switchyard:blue"]).to.deep.equal(colorEntry("1"));
    expect(model.switch).to.deep.equal(["blue", 0]);
  });

  it("are set back where the tasks don't come, and no request has moved", async () => {
    model.bounds = { [blue]: bounds(2, 4), [green]: bounds(0, 0) };
    model.healthy = { blue: 2, green: 1 };
    const stop = await stopOf(flipTo("green"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([1, "not-warm"]);
    expect(model.moved).to.deep.equal([
      [green, 2, 4, true],
      [green, 0, 0, false],
    ]);
    expect([model.updates, model.switch]).to.deep.equal([[], ["blue", 0]]);
  });

  it("are set back where the update was refused, and stay where it might have moved requests", async () => {
    model.mode = "refused";
    await stopOf(flipTo("green"));
    expect(model.moved).to.deep.equal([
      [green, 2, 4, true],
      [green, 2, 4, false],
    ]);

    model = new CliModel();
    model.bounds = { [blue]: bounds(2, 4), [green]: bounds(2, 4) };
    model.mode = "halfway";
    await stopOf(flipTo("green"));
    expect(model.moved).to.deep.equal([[green, 2, 4, true]]);
  });

  it("keep nobody waiting where AWS doesn't tell them", async () => {
    model.bounds = "silent";
    const { exitCode } = await flipTo("green");

    expect(exitCode).to.equal(0);
    expect(model.said).to.include(
      "Warning: autoscaling's bounds could not be set (throttled); the gate looks at the tasks.",
    );
  });

  it("are told where they can't be set back", async () => {
    model.mode = "refused";
    model.afterBounds = () => {
      if (model.moved.length > 1) throw new Error("denied");
    };
    await stopOf(flipTo("green"));

    expect(model.said).to.include(`The bounds of ${green} could not be set back (denied); they stay raised.`);
  });
});
