import { expect } from "chai";
import { flip } from "../../cli/flip";
import type { Outcome } from "../../cli/outcome";
import { rollback } from "../../cli/rollback";
import { type CutoverNote, imageText } from "../../cutover/cutover-note";
import { type RampNote, rampIn, withRamp } from "../../cutover/ramp-note";
import { CliModel, colorEntry, pastUpdate, recordUrn, ruleUrn, stopOf } from "./cli-model";

const greenErrors = "web-green-errors-1";
const blueErrors = "web-blue-errors-1";

describe("a ramp", () => {
  let model: CliModel;

  beforeEach(() => {
    model = new CliModel();
  });

  const rampTo = (to: "blue" | "green", yes = true): Promise<Outcome> =>
    flip({ to, yes, ramp: { steps: [1, 25], bakeSeconds: 60 } }, model.ports);
  const shares = (): number[] => model.updates.map(({ message }) => Number(/(\d+) %/.exec(message)?.[1]));
  const ramp = (): RampNote | undefined => rampIn(model.note as CutoverNote);
  const rings = (at: number, name: string) => ({ at, happen: () => (model.alarms = { [name]: "ALARM" }) });
  const isBack = (): void => {
    expect([model.switch, model.live, model.declared?.weights]).to.deep.equal([
      ["blue", 0],
      { blue: 100, green: 0 },
      { blue: 100, green: 0 },
    ]);
    expect(ramp()).to.equal(undefined);
  };

  it("goes up step by step, each for as long as asked, and makes the colour the active one", async () => {
    const { exitCode, report } = await rampTo("green");

    expect(exitCode).to.equal(0);
    expect(model.updates).to.deep.equal(
      [1, 25, 100].map((percent) => ({
        targets: [ruleUrn, recordUrn],
        message: `Ramp to green: ${percent} %, requested by bob`,
      })),
    );
    const at = (seconds: number): string => new Date((1000 + seconds) * 1000).toISOString();
    expect(report).to.deep.equal({
      stack: "staging",
      kind: "done",
      to: "green",
      weightsBefore: { blue: 100, green: 0 },
      weightsAfter: { blue: 0, green: 100 },
      steps: [
        { percent: 1, orderedAt: at(0), liveAt: at(7), cutoverId: 5 },
        { percent: 25, orderedAt: at(67), liveAt: at(74), cutoverId: 6 },
        { percent: 100, orderedAt: at(134), liveAt: at(141), cutoverId: 7 },
      ],
      bakeSeconds: 60,
      requestedBy: "bob",
      watched: [blueErrors, greenErrors],
      seconds: { total: 201 },
      commit: "git commit -m 'Ramp staging to green' -- Pulumi.staging.yaml",
    });
    expect([model.switch, model.live]).to.deep.equal([["green", 0], { blue: 0, green: 100 }]);
    expect(ramp()).to.equal(undefined);
  });

  it("asks once, and changes nothing where the answer is no", async () => {
    model.answer = false;
    const stop = await stopOf(rampTo("green", false));
    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "declined"]);
    expect([model.updates, model.switch]).to.deep.equal([[], ["blue", 0]]);

    model.answer = true;
    await rampTo("green", false);
    expect(model.questions).to.deep.equal(["Ramp staging to green?", "Ramp staging to green?"]);
  });

  it("says who asks, how far it is and when to expect a sign of life", async () => {
    const seen: unknown[] = [];
    const note = (at: number) => ({ at, happen: () => seen.push([at, ramp()]) });
    model.events = [note(3), note(8), note(40)];
    await rampTo("green");

    const common = { id: "bob 1000000", to: "green", steps: [1, 25], bakeSeconds: 60, percent: 1, stalled: null };
    expect(seen).to.deep.equal([
      [3, { ...common, drivenAt: 1_000_000, dueAt: 1_300_000 }],
      [8, { ...common, drivenAt: 1_007_000, dueAt: 1_027_000 }],
      [40, { ...common, drivenAt: 1_037_000, dueAt: 1_057_000 }],
    ]);
    expect(model.note).to.include({ requestedBy: "bob", approvedBy: null, id: 7 });
  });

  it("lets what was rolled back serve once more after it was brought in on purpose", async () => {
    model.note = { ...(model.note as CutoverNote), rolledBackFrom: { color: "green", image: "x" } };
    await rampTo("green");
    expect(model.note).to.include({ rolledBackFrom: null, notified: 7 });
  });

  it("has promised a sign of life soon by the time it says that a step is under watch", async () => {
    const dues: unknown[] = [];
    const say = (line: string): void => {
      if (line.includes("under watch")) dues.push([model.seconds, (ramp()?.dueAt ?? 0) / 1000 - 1000]);
    };
    await flip({ to: "green", yes: true, ramp: { steps: [1], bakeSeconds: 60 } }, { ...model.ports, say });
    expect(dues).to.deep.equal([
      [7, 27],
      [74, 94],
    ]);
  });

  for (const [color, alarm] of [
    ["new", greenErrors],
    ["active", blueErrors],
  ] as const) {
    it(`takes everything back at once when an alarm of the ${color} colour rings`, async () => {
      model.events = [rings(80, alarm)];
      const { exitCode, report, text } = await rampTo("green");

      expect(exitCode).to.equal(1);
      expect(report).to.deep.include({ kind: "taken-back", reason: "alarm", alarms: [alarm] });
      expect(report["weightsAfter"]).to.deep.equal({ blue: 100, green: 0 });
      expect(text).to.include(`ALARM of ${alarm}: blue has all requests again (blue 100 %, green 0 %), read back.`);
      expect(model.updates.map(({ message }) => message).slice(1)).to.deep.equal([
        "Ramp to green: 25 %, requested by bob",
        "Ramp to green taken back, requested by bob",
      ]);
      expect(model.seconds).to.be.below(80 + 2 + 8);
      isBack();
    });
  }

  it("takes it back from 100 too", async () => {
    model.events = [rings(150, greenErrors)];
    const { report } = await rampTo("green");

    expect((report["steps"] as unknown[]).length).to.equal(3);
    expect(report).to.include({ kind: "taken-back" });
    isBack();
  });

  it("remembers what proved to be bad, but not what an alarm of the other colour says nothing about", async () => {
    model.events = [rings(80, greenErrors)];
    await rampTo("green");
    const image = imageText(colorEntry("2").images);
    expect((model.note as CutoverNote).rolledBackFrom).to.deep.equal({ color: "green", image });

    model = new CliModel();
    model.events = [rings(80, blueErrors)];
    await rampTo("green");
    expect((model.note as CutoverNote).rolledBackFrom).to.equal(null);
  });

  it("goes back and ends with 130 when Ctrl-C comes while a step is under watch", async () => {
    model.events = [{ at: 30, happen: () => model.interrupt() }];
    const { exitCode, report } = await rampTo("green");

    expect(exitCode).to.equal(130);
    expect(report).to.deep.include({ kind: "taken-back", reason: "cancelled", alarms: [] });
    isBack();
  });

  it("goes back and ends with 130 when Ctrl-C comes in the middle of an update", async () => {
    model.events = [{ at: 60, happen: () => (model.mode = "interrupted") }];
    const running = rampTo("green");
    model.afterUpdate = () => (model.mode = "succeeds");
    const { exitCode } = await running;

    expect(exitCode).to.equal(130);
    isBack();
  });

  it("tries three times to take back, and says so where that fails", async () => {
    model.events = [rings(80, greenErrors), { at: 79, happen: () => (model.mode = "refused") }];
    const { exitCode, report, text } = await rampTo("green");

    expect(exitCode).to.equal(1);
    expect(report).to.deep.include({ kind: "not-back", reason: "alarm" });
    expect(model.updates.length).to.equal(5);
    expect(model.switch).to.deep.equal(["blue", 0]);
    expect(text).to.include("npm run cli -- rollback --stack staging");
  });

  it("stays where it is when the gate refuses a step, says so, and goes on with the same command", async () => {
    model.events = [{ at: 60, happen: () => (model.mode = "refused") }];
    const refused = await rampTo("green");

    expect(refused.exitCode).to.equal(1);
    expect(refused.report).to.deep.include({ kind: "stalled", reason: "step-failed" });
    expect(refused.report["weightsAfter"]).to.deep.equal({ blue: 99, green: 1 });
    expect(refused.text).to.include("stands still at 1 % on green");
    expect(refused.text).to.include("Go on:  npm run cli -- flip green --steps 1,25,100 --bake 60 --stack staging");
    expect([model.switch, model.live]).to.deep.equal([["blue", 1], { blue: 99, green: 1 }]);
    expect(ramp()).to.deep.include({ percent: 1 });
    expect(ramp()?.stalled).to.match(/no request moved/);

    model.mode = "succeeds";
    model.events = [];
    expect((await rampTo("green")).exitCode).to.equal(0);
    expect(shares()).to.deep.equal([1, 25, 25, 100]);
    expect(ramp()).to.equal(undefined);
  });

  it("overrides a stop in its first update alone", async () => {
    model.stop = "00c0ffee";
    expect((await stopOf(rampTo("green"))).reason).to.equal("preview-failed");
    isBack();
    model.afterUpdate = () => (model.stop = undefined);
    await flip({ to: "green", yes: true, override: "00c0ffee", ramp: { steps: [1], bakeSeconds: 60 } }, model.ports);

    expect(model.updates.map(({ override }) => override)).to.deep.equal(["00c0ffee", undefined]);
  });

  it("has nothing to take back when Ctrl-C comes before the first request moved", async () => {
    const { preview } = model.ports.pulumi;
    const ports = {
      ...model.ports,
      pulumi: {
        ...model.ports.pulumi,
        preview: (targets: readonly string[]) => {
          model.interrupt();
          return preview(targets);
        },
      },
    };
    const { exitCode } = await flip({ to: "green", yes: true, ramp: { steps: [1], bakeSeconds: 60 } }, ports);

    expect([exitCode, model.updates]).to.deep.equal([130, []]);
    isBack();
  });

  it("takes back in the second try where the first one met the end of another update", async () => {
    model.events = [rings(80, greenErrors), { at: 79, happen: () => (model.mode = "refused") }];
    model.afterUpdate = () => {
      if (model.mode === "refused") model.mode = "succeeds";
    };
    expect((await rampTo("green")).report).to.deep.include({ kind: "taken-back" });
    expect(model.updates.map(({ message }) => message).slice(2)).to.deep.equal([
      "Ramp to green taken back, requested by bob",
      "Ramp to green taken back, requested by bob",
    ]);
    isBack();
  });

  it("changes nothing when the gate refuses the first step", async () => {
    model.mode = "refused";
    const stop = await stopOf(rampTo("green"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "update-refused"]);
    isBack();
  });

  it("goes on from what is live where its driver died, and lets that percent bake anew", async () => {
    await killedAt(25);
    const before = model.seconds;
    const { exitCode, report } = await rampTo("green");

    expect(exitCode).to.equal(0);
    expect(shares()).to.deep.equal([100]);
    expect(report["weightsBefore"]).to.deep.equal({ blue: 75, green: 25 });
    expect(Date.parse((report["steps"] as { orderedAt: string }[])[0]?.orderedAt ?? "")).to.be.at.least(
      (1000 + before + 60) * 1000,
    );
    expect(model.said).to.include("Ramp staging to green: 1, 25, 100 %, each for 60 s, going on from 25 %.");
  });

  it("completes an update that died between rule and record before it goes on", async () => {
    await killedAt(1);
    model.config["switchyard:shift"] = 25;
    model.live = { blue: 75, green: 25 };
    await rampTo("green");

    expect(shares()).to.deep.equal([25, 100]);
    expect(model.live).to.deep.equal({ blue: 0, green: 100 });
  });

  it("watches a last step to its end where its driver died at 100", async () => {
    await killedAt(100);
    expect((await rampTo("green")).report).to.deep.include({ kind: "done", steps: [] });
    expect(model.seconds).to.equal(60);
    expect((await rampTo("green")).report).to.deep.include({ kind: "nothing-to-do" });
  });

  it("is rolled back from the middle", async () => {
    await killedAt(25);
    const { exitCode } = await rollback({ yes: true }, model.ports);

    expect(exitCode).to.equal(0);
    isBack();
  });

  it("ends without touching anything when somebody rolls back meanwhile", async () => {
    model.events = [
      {
        at: 80,
        happen: () => {
          model.config["switchyard:shift"] = 0;
          model.live = { blue: 100, green: 0 };
          model.declared = { weights: model.live, activeColor: "blue", version: 9 };
          model.note = withRamp(model.note as CutoverNote, undefined);
        },
      },
    ];
    const { exitCode, report } = await rampTo("green");

    expect(exitCode).to.equal(1);
    expect(report).to.deep.include({ kind: "taken-over", weightsAfter: null });
    expect(shares()).to.deep.equal([1, 25]);
    isBack();
  });

  it("ends where the weights are others than it ordered, though the note still speaks of it", async () => {
    model.events = [
      {
        at: 80,
        happen: () => {
          model.live = { blue: 100, green: 0 };
          model.declared = { weights: model.live, activeColor: "blue", version: 9 };
        },
      },
    ];
    expect((await rampTo("green")).report).to.deep.include({ kind: "taken-over" });
    expect(ramp()).to.equal(undefined);
  });

  it("takes the place of a dead driver whose name it can't replace in the note", async () => {
    await killedAt(25);
    model.isNoteFrozen = true;
    expect((await rampTo("green")).report).to.deep.include({ kind: "done" });
  });

  it("doesn't go on where it was left when the load balancer does something else meanwhile", async () => {
    await killedAt(25);
    model.events = [{ at: 5, happen: () => (model.live = { blue: 50, green: 50 }) }];
    expect((await rampTo("green")).report).to.deep.include({ kind: "stalled", reason: "not-read-back" });
    expect(model.updates).to.deep.equal([]);
  });

  it("is still known where a rollback was refused", async () => {
    await killedAt(25);
    model.mode = "refused";
    expect((await stopOf(rollback({ yes: true }, model.ports))).reason).to.equal("update-refused");
    expect(ramp()?.id).to.equal("ann 1");
  });

  it("ends when a rollback has only been announced, or another driver has taken its place", async () => {
    const takenBy = async (happen: () => void): Promise<unknown> => {
      model = new CliModel();
      model.events = [{ at: 80, happen }];
      return (await rampTo("green")).report["kind"];
    };
    const other = (): RampNote => ({ ...(ramp() as RampNote), id: "ann 7" });
    expect(await takenBy(() => (model.note = withRamp(model.note as CutoverNote, undefined)))).to.equal("taken-over");
    expect(await takenBy(() => (model.note = withRamp(model.note as CutoverNote, other())))).to.equal("taken-over");
    expect(ramp()?.id).to.equal("ann 7");
  });

  it("stands still where CloudWatch says nothing for longer than the step and its patience", async () => {
    model.events = [{ at: 20, happen: () => (model.alarms = { "*": "silent" }) }];
    const { exitCode, report } = await rampTo("green");

    expect(exitCode).to.equal(1);
    expect(report).to.deep.include({
      kind: "stalled",
      reason: "alarms-unknown",
      problem: "CloudWatch doesn't tell what the alarms say",
    });
    expect(model.live).to.deep.equal({ blue: 99, green: 1 });
    expect(ramp()?.stalled).to.equal("CloudWatch doesn't tell what the alarms say");
  });

  it("stands still where somebody changed the load balancer by hand", async () => {
    model.events = [{ at: 20, happen: () => (model.live = { blue: 50, green: 50 }) }];
    const { report, text } = await rampTo("green");

    expect(report).to.deep.include({ kind: "stalled", reason: "not-read-back", weightsAfter: null });
    expect(text).to.include("stands still at an unknown share");
  });

  it("goes on without the note, which nobody needs for the requests", async () => {
    model.note = "silent";
    expect((await rampTo("green")).exitCode).to.equal(0);
  });

  it("begins with nothing ringing, with alarms of both colours, and not into another ramp", async () => {
    model.alarms = { [blueErrors]: "ALARM" };
    const ringing = await stopOf(rampTo("green"));
    model.alarms = {};
    model.withoutAlarms = ["green"];
    const missing = await stopOf(rampTo("green"));
    model.withoutAlarms = [];
    model.declared = { weights: { blue: 75, green: 25 }, activeColor: "blue", version: 4 };
    model.live = model.declared.weights;
    const other = await stopOf(rampTo("blue"));

    expect([ringing, missing, other].map(({ exitCode, reason }) => [exitCode, reason])).to.deep.equal([
      [3, "alarm"],
      [3, "alarms-missing"],
      [3, "other-ramp"],
    ]);
    expect(ringing.message).to.include(`${blueErrors} is in ALARM already`);
    expect(missing.message).to.include("Nothing would ring for green of web");
    expect(other.message).to.include("green has 25 % of a ramp that isn't over");
    expect(model.updates).to.deep.equal([]);
  });

  it("has nothing to do where the colour serves already", async () => {
    expect((await rampTo("blue")).report).to.deep.equal({ stack: "staging", kind: "nothing-to-do", to: "blue" });
  });

  it("warms a colour that isn't full before it gets the first requests", async () => {
    model.config["switchyard:activeColor"] = "green";
    model.config["switchyard:blue"] = colorEntry("1", { capacity: "min" });
    model.declared = { weights: { blue: 0, green: 100 }, activeColor: "green", version: 4 };
    model.live = model.declared.weights;
    await rampTo("blue");

    expect(model.updates.map(({ message }) => message)[0]).to.equal("Warm blue, requested by bob");
    expect(model.config["switchyard:blue"]).to.deep.equal(colorEntry("1"));
    expect(model.switch).to.deep.equal(["blue", 0]);
  });

  it("says that alarms can't ring within a short step", async () => {
    await rampTo("green");
    expect(model.said.filter((line) => line.startsWith("Warning: the alarms"))).to.have.length(1);
  });

  /** As a ramp leaves things whose process dies there: everything agrees, and nobody drives. */
  const killedAt = async (percent: number): Promise<void> => {
    const weights = { blue: 100 - percent, green: percent };
    model.live = weights;
    model.declared = { weights, activeColor: percent === 100 ? "green" : "blue", version: 6 };
    model.config["switchyard:activeColor"] = percent === 100 ? "green" : "blue";
    model.config["switchyard:shift"] = percent === 100 ? 0 : percent;
    model.history = [pastUpdate("blue", 1)];
    const dead = { id: "ann 1", to: "green" as const, steps: [1, 25], bakeSeconds: 60, percent, stalled: null };
    model.note = withRamp(model.note as CutoverNote, { ...dead, drivenAt: 0, dueAt: 1 });
  };
});
