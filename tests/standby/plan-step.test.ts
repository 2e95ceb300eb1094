import { expect } from "chai";
import { planStep, type StepFacts, type StepPlan } from "../../standby/plan-step";

const now = 10_000_000;

/** Six tasks of which two stay, with up to 100 connections each; the hold is over. */
const facts = (changes: Partial<StepFacts> = {}): StepFacts => ({
  now,
  readBackSince: now - 1_000_000,
  bounds: { min: 2, max: 8 },
  leftAt: undefined,
  heldSince: undefined,
  tasks: { desired: 6, running: 6 },
  keep: 2,
  oldRequests: 0,
  connectionsPerTask: 100,
  startedAt: undefined,
  lastBatchAt: undefined,
  reconnects: undefined,
  holdSeconds: 600,
  maxDisconnects: 250,
  ...changes,
});

const begun = { leftAt: 8, startedAt: now - 600_000, lastBatchAt: now - 175_000 };
const fine = { attempted: 100, failed: 5 };
const half = (): number => 0.5;

describe("planStep", () => {
  const released: StepPlan = {
    kind: "release",
    steps: [
      { min: 2, max: 5, afterMs: 7500 },
      { min: 2, max: 4, afterMs: 7500 },
    ],
    disconnects: 200,
  };
  const cases: readonly (readonly [string, StepFacts, StepPlan])[] = [
    ["lowers the upper bound from the number of tasks, one by one", facts(), released],
    ["goes on when the time between two batches is over", facts({ ...begun, reconnects: fine }), released],
    [
      "waits until then",
      facts({ ...begun, lastBatchAt: now - 174_999, reconnects: fine }),
      { kind: "wait", until: now + 1 },
    ],
    [
      "never sets a minimum above the upper bound",
      facts({ keep: 0, tasks: { desired: 2, running: 2 } }),
      {
        kind: "release",
        steps: [
          { min: 1, max: 1, afterMs: 7500 },
          { min: 0, max: 0, afterMs: 7500 },
        ],
        disconnects: 200,
      },
    ],
    [
      "lets a task go alone that may have more than a batch",
      facts({ connectionsPerTask: 900 }),
      { kind: "release", steps: [{ min: 2, max: 5, afterMs: 7500 }], disconnects: 900 },
    ],
    [
      "waits as much longer for that",
      facts({ ...begun, lastBatchAt: now - 4 * 175_000 + 1, connectionsPerTask: 900, reconnects: fine }),
      { kind: "wait", until: now + 1 },
    ],
    ["waits for the last batch's tasks to be gone", facts({ tasks: { desired: 6, running: 7 } }), { kind: "stopping" }],
    ["leaves alone what somebody has raised", facts({ leftAt: 7 }), { kind: "raised" }],
    ["goes on where it is lower than it was left", facts({ leftAt: 9 }), released],
    ["holds anew what was raised", facts({ heldSince: now - 599_999 }), { kind: "hold", reason: "hold-window" }],
    ["lets it go after that", facts({ heldSince: now - 600_000 }), released],
    ["holds while requests come", facts({ oldRequests: 1 }), { kind: "hold", reason: "still-serving" }],
    ["holds while nobody knows", facts({ oldRequests: undefined }), { kind: "hold", reason: "requests-unknown" }],
    [
      "holds while the rules aren't read back",
      facts({ readBackSince: undefined }),
      { kind: "hold", reason: "not-read-back" },
    ],
    [
      "pauses when reconnects fail",
      facts({ ...begun, reconnects: { attempted: 100, failed: 6 } }),
      { kind: "paused", reason: "reconnects-fail" },
    ],
    [
      "pauses when nobody knows what became of the last ones",
      facts(begun),
      { kind: "paused", reason: "reconnects-unknown" },
    ],
    [
      "doesn't begin what takes too long",
      facts({ tasks: { desired: 50, running: 50 }, maxDisconnects: 100 }),
      { kind: "paused", reason: "window-too-short", neededSeconds: 8240 },
    ],
    [
      "bounds what is small enough, so that nothing brings it back",
      facts({ tasks: { desired: 2, running: 2 }, oldRequests: undefined }),
      { kind: "pin", bounds: { min: 2, max: 2 } },
    ],
    [
      "raises nothing by that",
      facts({ tasks: { desired: 0, running: 0 }, bounds: { min: 0, max: 1 } }),
      { kind: "done" },
    ],
    [
      "is done when all of it is so",
      facts({ tasks: { desired: 2, running: 2 }, bounds: { min: 2, max: 2 } }),
      { kind: "done" },
    ],
  ];
  for (const [title, given, plan] of cases) {
    it(title, () => {
      expect(planStep(given, half)).to.deep.equal(plan);
    });
  }

  it("gives each task its own moment, in order", () => {
    const random = [0.1, 0.9, 0.2];
    const plan = planStep(facts(), () => random.shift() ?? 0);
    expect(plan).to.deep.include({
      steps: [
        { min: 2, max: 5, afterMs: 3000 },
        { min: 2, max: 4, afterMs: 13_500 },
      ],
    });
  });

  it("lets a tenth of many tasks go at once where they have few connections", () => {
    const many = facts({ tasks: { desired: 300, running: 300 }, connectionsPerTask: 0 });
    expect(planStep(many, () => 0))
      .to.have.property("steps")
      .with.length(30);
  });
});
