import { expect } from "chai";
import fc from "fast-check";
import { planReleaseOld, type ReleaseFacts, type ReleasePlan } from "../../cutover/plan-release-old";
import { ReleaseModel } from "../support/release-model";

const hour = 3_600_000;
const flippedAt = 10 * hour;

/** Two tasks, three hours after a flip: everything may go. */
const facts = (changes: Partial<ReleaseFacts> = {}): ReleaseFacts => ({
  holdSeconds: 7200,
  settleSeconds: 120,
  maxDisconnects: 100,
  maxTasks: 10,
  intervalSeconds: 60,
  jitterSeconds: 10,
  windowSeconds: 3600,
  maxFailedShare: 0.05,
  now: flippedAt + 3 * hour,
  flippedAt,
  readBackSince: flippedAt + 1000,
  isRolledBack: false,
  oldRequests: 0,
  tasks: [
    { id: "a", connections: 60 },
    { id: "b", connections: 70 },
  ],
  keep: 0,
  ...changes,
});

const without = (key: "readBackSince" | "oldRequests", changes: Partial<ReleaseFacts> = {}): ReleaseFacts => {
  const { [key]: _left, ...rest } = facts(changes);
  return rest;
};

const half = (): number => 0.5;

describe("planReleaseOld", () => {
  const begun = { startedAt: flippedAt + 3 * hour - 70_000, lastBatchAt: flippedAt + 3 * hour - 70_000 };
  const fine = { attempted: 100, failed: 5 };
  const cases: readonly (readonly [string, ReleaseFacts, ReleasePlan])[] = [
    [
      "lets a batch go, each task at its own moment",
      facts(),
      { kind: "release", tasks: [{ id: "a", afterMs: 5000 }], disconnects: 60 },
    ],
    [
      "lets several tasks go where the cap allows it",
      facts({ maxDisconnects: 130 }),
      {
        kind: "release",
        tasks: [
          { id: "b", afterMs: 5000 },
          { id: "a", afterMs: 5000 },
        ],
        disconnects: 130,
      },
    ],
    ["holds until the weights are read back", without("readBackSince"), { kind: "hold", reason: "not-read-back" }],
    [
      "holds for two minutes after the read-back, whatever is configured",
      facts({ holdSeconds: 0, settleSeconds: 1, now: flippedAt + 120_999 }),
      { kind: "hold", reason: "settling" },
    ],
    [
      "holds longer where that is configured",
      facts({ holdSeconds: 0, settleSeconds: 300, now: flippedAt + 300_999 }),
      { kind: "hold", reason: "settling" },
    ],
    [
      "lets go when it has settled",
      facts({ holdSeconds: 0, now: flippedAt + 121_000 }),
      { kind: "release", tasks: [{ id: "a", afterMs: 5000 }], disconnects: 60 },
    ],
    ["holds while the old colour gets requests", facts({ oldRequests: 1 }), { kind: "hold", reason: "still-serving" }],
    ["holds while nobody knows whether it does", without("oldRequests"), { kind: "hold", reason: "requests-unknown" }],
    ["holds for the hold window", facts({ now: flippedAt + 2 * hour - 1 }), { kind: "hold", reason: "hold-window" }],
    [
      "lets go when the hold window is over",
      facts({ now: flippedAt + 2 * hour }),
      { kind: "release", tasks: [{ id: "a", afterMs: 5000 }], disconnects: 60 },
    ],
    [
      "waits between two batches, from the last disconnect to the first",
      facts({ ...begun, lastBatchAt: begun.lastBatchAt + 1, reconnects: fine }),
      { kind: "wait", until: flippedAt + 3 * hour + 1 },
    ],
    [
      "goes on after that",
      facts({ ...begun, reconnects: fine }),
      { kind: "release", tasks: [{ id: "a", afterMs: 5000 }], disconnects: 60 },
    ],
    [
      "pauses when reconnects fail",
      facts({ ...begun, reconnects: { attempted: 100, failed: 6 } }),
      { kind: "paused", reason: "reconnects-fail" },
    ],
    [
      "pauses at once when reconnects fail, also between batches",
      facts({ ...begun, lastBatchAt: facts().now, reconnects: { attempted: 1, failed: 1 } }),
      { kind: "paused", reason: "reconnects-fail" },
    ],
    [
      "pauses when nobody knows what became of the last batch",
      facts(begun),
      { kind: "paused", reason: "reconnects-unknown" },
    ],
    [
      "pauses at a task that no batch can hold",
      facts({ tasks: [{ id: "a", connections: 101 }] }),
      { kind: "paused", reason: "task-above-cap", id: "a", connections: 101 },
    ],
    [
      "doesn't begin what can't end in the window",
      facts({ windowSeconds: 79 }),
      { kind: "paused", reason: "window-too-short", neededSeconds: 80 },
    ],
    [
      "begins what just can",
      facts({ windowSeconds: 80 }),
      { kind: "release", tasks: [{ id: "a", afterMs: 5000 }], disconnects: 60 },
    ],
    [
      "goes on at the same pace when the window is over",
      facts({ ...begun, reconnects: fine, windowSeconds: 1 }),
      { kind: "release", tasks: [{ id: "a", afterMs: 5000 }], disconnects: 60 },
    ],
    [
      "keeps as many tasks as it is told, the fullest ones",
      facts({ keep: 1 }),
      { kind: "release", tasks: [{ id: "a", afterMs: 5000 }], disconnects: 60 },
    ],
    ["is done when only those are left", facts({ keep: 2 }), { kind: "done" }],
    [
      "is done when nothing is left, whatever else isn't known",
      without("readBackSince", { tasks: [] }),
      { kind: "done" },
    ],
    [
      "is cancelled by a rollback, also in the middle",
      facts({ ...begun, reconnects: fine, isRolledBack: true }),
      { kind: "cancelled" },
    ],
    [
      "is cancelled by a rollback before anything else is asked",
      without("readBackSince", { isRolledBack: true, tasks: [] }),
      { kind: "cancelled" },
    ],
  ];
  for (const [title, given, plan] of cases) {
    it(title, () => {
      expect(planReleaseOld(given, half)).to.deep.equal(plan);
    });
  }

  it("never picks outside its batches, wherever chance leads", () => {
    const plans = [0, 0.999_999_9].map((chance) => planReleaseOld(facts(), () => chance));
    expect(plans).to.deep.equal([
      { kind: "release", tasks: [{ id: "b", afterMs: 0 }], disconnects: 70 },
      { kind: "release", tasks: [{ id: "a", afterMs: 9999 }], disconnects: 60 },
    ]);
  });

  describe("with 10,000 sockets", () => {
    const settings = facts({ maxDisconnects: 600, windowSeconds: 3600 });

    it("ends no more than the cap in any interval, and all within the window", () => {
      fc.assert(
        fc.property(fc.integer(), fc.integer({ min: 25, max: 120 }), (seed, taskCount) => {
          const model = new ReleaseModel({ settings, sockets: 10_000, taskCount, seed });
          model.run();
          expect(model.outcome).to.equal("done");
          expect(model.disconnected).to.equal(10_000);
          expect(model.mostInAnyInterval()).to.be.at.most(600);
          expect(model.firstAt).to.be.at.least(flippedAt + 2 * hour);
          expect(model.lastAt - model.firstAt).to.be.at.most(3600 * 1000);
        }),
        { numRuns: 40 },
      );
    });

    it("ends nothing while reconnects fail, and goes on at the same pace afterwards", () => {
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const from = flippedAt + 2 * hour + 300_000;
          const broken = { from, to: from + 900_000 };
          const model = new ReleaseModel({ settings, sockets: 10_000, taskCount: 50, seed, broken });
          model.run();
          expect(model.outcome).to.equal("done");
          expect(model.mostInAnyInterval()).to.be.at.most(600);
          // One batch may begin before the first failure shows, and its last task goes after the jitter.
          const during = model.batchesBetween(broken.from, broken.to);
          expect(during).to.be.at.most(1);
        }),
        { numRuns: 20 },
      );
    });

    it("ends nothing after a rollback", () => {
      const at = flippedAt + 2 * hour + 400_000;
      const model = new ReleaseModel({ settings, sockets: 10_000, taskCount: 50, seed: 1, rolledBackAt: at });
      model.run();
      expect(model.outcome).to.equal("cancelled");
      expect(model.disconnected).to.be.within(1, 9_999);
      expect(model.batchesBetween(at, Number.POSITIVE_INFINITY)).to.equal(0);
    });
  });
});
