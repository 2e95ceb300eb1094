import { expect } from "chai";
import fc from "fast-check";
import { StandbyModel } from "../support/standby-model";

const hour = 3_600_000;

/** Blue has served; green has taken over at this moment. */
const flipped = async (options: ConstructorParameters<typeof StandbyModel>[0] = {}): Promise<StandbyModel> => {
  const model = new StandbyModel(options);
  await model.pass(1);
  model.flip("green");
  return model;
};

describe("the function that looks after the old colour", () => {
  it("does nothing while nothing was ever cut over, but remember what serves", async () => {
    const model = new StandbyModel();
    const before = model.bounds.get("service/main/web-green");
    await model.pass(300);
    expect(model.bounds.get("service/main/web-green")).to.deep.equal(before);
    expect(JSON.parse(model.note)).to.include({ serving: "blue", isFrozen: false });
    expect(model.shrinks).to.deep.equal([]);
  });

  it("freezes both colours for the hold, and the new one's schedule", async () => {
    const model = await flipped();
    await model.pass(1);
    expect(model.boundsOf("green")).to.deep.equal({
      min: 2,
      max: 60,
      suspended: { scaleIn: true, scaleOut: false, scheduled: true },
    });
    expect(model.boundsOf("blue")).to.deep.equal({
      min: 2,
      max: 60,
      suspended: { scaleIn: true, scaleOut: false, scheduled: false },
    });
  });

  it("lets the new colour follow load and schedule again after it, as the old one was bounded", async () => {
    const model = await flipped();
    await model.pass(1);
    // The command had raised the new colour to the old one's number; then the schedule raised the old one.
    model.setBounds("green", { min: 4, max: 60 });
    model.setBounds("blue", { min: 3, max: 70 });
    await model.pass(120);
    expect(model.boundsOf("green")).to.deep.equal({
      min: 3,
      max: 70,
      suspended: { scaleIn: false, scaleOut: false, scheduled: false },
    });
  });

  for (const [afterHold, tasks, bounds] of [
    ["min", 2, { min: 2, max: 2 }],
    ["off", 0, { min: 0, max: 0 }],
    ["full", 9, { min: 2, max: 60 }],
  ] as const) {
    it(`leaves ${tasks} of 9 tasks where the hold is followed by ${afterHold}`, async () => {
      const model = await flipped({ tasks: 9, config: { afterHold } });
      await model.pass(240);
      expect(model.tasksOf("blue")).to.equal(tasks);
      expect(model.tasksOf("green")).to.equal(9);
      expect(model.boundsOf("blue")).to.deep.include(bounds);
      expect(model.boundsOf("blue").suspended).to.deep.equal({
        scaleIn: false,
        scaleOut: false,
        scheduled: afterHold !== "full",
      });
    });
  }

  it("never makes a colour larger that was configured smaller", async () => {
    const model = await flipped({ tasks: 1 });
    model.setBounds("blue", { min: 0, max: 1 });
    await model.pass(240);
    expect(model.boundsOf("blue")).to.deep.include({ min: 0, max: 1 });
  });

  it("goes on holding while the rules aren't as declared", async () => {
    const model = await flipped({ config: { holdSeconds: 600 } });
    model.weights = { blue: 50, green: 50 };
    await model.pass(300);
    expect(model.shrinks).to.deep.equal([]);
    model.weights = { blue: 0, green: 100 };
    await model.pass(4);
    expect(model.shrinks).to.have.length(2);
  });

  it("treats a ramp as two colours that serve: nothing shrinks, and what was let go comes back", async () => {
    const model = await flipped({ tasks: 9 });
    await model.pass(240);
    expect(model.tasksOf("blue")).to.equal(2);
    model.flip("green", 10);
    await model.pass(2);
    expect(model.boundsOf("blue")).to.deep.equal({
      min: 2,
      max: 60,
      suspended: { scaleIn: true, scaleOut: false, scheduled: false },
    });
    const before = model.shrinks.length;
    await model.pass(300);
    expect(model.shrinks).to.have.length(before);
  });

  it("lets both colours go their ways again after a first ramp that was taken back", async () => {
    const model = new StandbyModel();
    await model.pass(1);
    model.setBounds("green", { min: 4, max: 60 });
    model.flip("blue", 25);
    await model.pass(2);
    expect(model.boundsOf("green").suspended.scaleIn).to.equal(true);
    model.flip("blue");
    await model.pass(2);
    for (const color of ["blue", "green"] as const)
      expect(model.boundsOf(color)).to.deep.equal({
        min: 2,
        max: 60,
        suspended: { scaleIn: false, scaleOut: false, scheduled: false },
      });
    expect(model.shrinks).to.deep.equal([]);
  });

  it("holds anew what somebody has raised", async () => {
    const model = await flipped({ tasks: 9 });
    await model.pass(240);
    model.setBounds("blue", { min: 5, max: 60 });
    await model.pass(1);
    expect(model.lines.at(-1)).to.deep.include({ event: "release", service: "web", kind: "raised" });
    expect(model.boundsOf("blue").suspended.scheduled).to.equal(false);
    await model.pass(118);
    expect(model.tasksOf("blue")).to.equal(5);
    await model.pass(20);
    expect(model.tasksOf("blue")).to.equal(2);
  });

  it("stops within a batch when the bounds move, and when the weights do", async () => {
    for (const meddle of [
      (model: StandbyModel) => model.setBounds("blue", { min: 2, max: 60 }),
      (model: StandbyModel) => {
        model.weights = { blue: 100, green: 0 };
      },
    ]) {
      const model = await flipped({ tasks: 9 });
      await model.pass(121);
      let updates = 0;
      model.interfere = (call) => {
        updates += call === "update" ? 1 : 0;
        if (call === "describe" && updates === 2) meddle(model);
      };
      await model.pass(1);
      expect(model.tasksOf("blue")).to.equal(7);
      expect(model.lines.at(-1)).to.include({ event: "release-given-up", service: "web" });
    }
  });

  it("lets one service go after the other, each batch for all of them", async () => {
    const model = await flipped({ tasks: 9, services: ["api", "web"] });
    await model.pass(125);
    expect([model.tasksOf("blue", "api"), model.tasksOf("blue", "web")]).to.deep.equal([2, 2]);
    const batches = new Map(model.shrinks.map(({ at, id }) => [Math.floor(at / 60_000), id]));
    expect([...batches.values()]).to.deep.equal(["service/main/api-blue", "service/main/web-blue"]);
    const [first = 0, second = 0] = batches.keys();
    expect(second - first).to.equal(3);
  });

  it("leaves a service out that it can't see, and lets the others go", async () => {
    const model = await flipped({ tasks: 9, services: ["api", "web"] });
    model.bounds.delete("service/main/api-green");
    await model.pass(240);
    expect([model.tasksOf("blue", "api"), model.tasksOf("blue", "web")]).to.deep.equal([9, 2]);
  });

  it("does after a failed call what it would have done", async () => {
    for (const failing of ["get", "rules", "describe", "update", "put", "tasks", "metrics"]) {
      const model = await flipped({ tasks: 9, config: { holdSeconds: 600 } });
      let left = 5;
      model.interfere = (call) => {
        if (call !== failing || left === 0) return;
        left -= 1;
        throw new Error(`${call} failed`);
      };
      for (let look = 0; look < 300; look += 1) await model.pass(1).catch(() => undefined);
      expect(model.tasksOf("blue"), failing).to.equal(2);
      expect(left).to.equal(0);
    }
  });

  describe("whatever happens", () => {
    const seeds = fc.integer({ min: 1, max: 1_000_000 });

    it("shrinks nothing before hold, read-back, two minutes more and a time without requests", async () => {
      await fc.assert(
        fc.asyncProperty(
          seeds,
          fc.integer({ min: 0, max: 9000 }),
          fc.integer({ min: 0, max: 30 }),
          fc.integer({ min: 0, max: 180 }),
          async (seed, holdSeconds, driftMinutes, strayMinutes) => {
            const model = await flipped({ seed, tasks: 6, config: { holdSeconds } });
            const at = model.now;
            model.strayUntil = at + strayMinutes * 60_000;
            model.weights = driftMinutes > 0 ? { blue: 100, green: 0 } : model.weights;
            await model.pass(driftMinutes);
            model.weights = { blue: 0, green: 100 };
            const readBackAt = model.now;
            await model.pass(400);
            const first = model.shrinks[0]?.at ?? 0;
            expect(first).to.be.at.least(at + holdSeconds * 1000);
            expect(first).to.be.at.least(readBackAt + 120_000);
            expect(first).to.be.at.least(model.strayUntil);
            expect(model.tasksOf("blue")).to.equal(2);
          },
        ),
        { numRuns: 25 },
      );
    });

    it("ends no more of 10,000 sockets than allowed within two minutes, and all of them within two hours", async () => {
      await fc.assert(
        fc.asyncProperty(seeds, fc.integer({ min: 20, max: 60 }), async (seed, tasks) => {
          const model = await flipped({ seed, tasks, config: { afterHold: "off" } });
          model.connect("blue", 10_000);
          await model.pass(400);
          expect(model.tasksOf("blue")).to.equal(0);
          expect(model.disconnects.reduce((sum, { count }) => sum + count, 0)).to.equal(10_000);
          expect(model.mostDisconnectsWithin(120)).to.be.at.most(1000);
          const times = model.disconnects.map(({ at }) => at);
          expect(Math.max(...times) - Math.min(...times)).to.be.at.most(2 * hour);
          // Not on the minute: each task has its own moment.
          expect(new Set(times.map((time) => time % 60_000)).size).to.be.greaterThan(times.length / 2);
        }),
        { numRuns: 15 },
      );
    });

    it("takes as much longer for tasks that have more sockets than a batch may end", async () => {
      const model = await flipped({ tasks: 4, config: { afterHold: "off", maxDisconnects: 400 } });
      model.connect("blue", 2_000);
      await model.pass(400);
      expect(model.tasksOf("blue")).to.equal(0);
      // 500 each: never two of them within the time that 500 may take at that rate.
      expect(model.mostDisconnectsWithin(120)).to.equal(500);
      expect(model.mostDisconnectsWithin((500 / 400) * 120)).to.equal(500);
    });

    it("doesn't begin what would take longer than its time, and says so", async () => {
      const model = await flipped({ tasks: 50, config: { afterHold: "off", maxDisconnects: 10 } });
      model.connect("blue", 10_000);
      await model.pass(200);
      expect(model.disconnects).to.deep.equal([]);
      expect(model.lines.at(-1)).to.deep.include({ ReleasePaused: 1, service: "web", reason: "window-too-short" });
    });

    it("pauses while clients can't connect, and goes on afterwards", async () => {
      await fc.assert(
        fc.asyncProperty(seeds, async (seed) => {
          const model = await flipped({ seed, tasks: 40, config: { afterHold: "off", holdSeconds: 600 } });
          model.connect("blue", 10_000);
          await model.pass(30);
          model.broken = [model.now, model.now + 20 * 60_000];
          const before = model.disconnects.length;
          await model.pass(20);
          const batches = new Set(model.disconnects.slice(before).map(({ at }) => Math.floor(at / 60_000)));
          expect(batches.size).to.equal(1);
          expect(model.lines.some(({ reason }) => reason === "reconnects-fail")).to.equal(true);
        }),
        { numRuns: 10 },
      );
    });

    it("gives a colour everything back that serves again, and lets nothing of it go, at whatever point it happens", async () => {
      await fc.assert(
        fc.asyncProperty(seeds, fc.integer({ min: 0, max: 900 }), async (seed, callsUntil) => {
          const model = await flipped({ seed, tasks: 30, config: { afterHold: "off", holdSeconds: 600 } });
          model.connect("blue", 3_000);
          let left = callsUntil;
          let rolledBackAt = Number.POSITIVE_INFINITY;
          model.interfere = () => {
            left -= 1;
            if (left !== -1) return;
            model.flip("blue");
            rolledBackAt = model.now;
          };
          while (rolledBackAt === Number.POSITIVE_INFINITY) await model.pass(1);
          await model.pass(2);
          expect(model.boundsOf("blue").max).to.be.at.least(60);
          const late = model.shrinks.filter(({ at, id }) => at > rolledBackAt && id.endsWith("-blue"));
          expect(late.map(({ count }) => count)).to.deep.equal([]);
        }),
        { numRuns: 60 },
      );
    });
  });
});
