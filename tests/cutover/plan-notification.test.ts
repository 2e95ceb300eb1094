import { expect } from "chai";
import fc from "fast-check";
import { emptyCutoverNote } from "../../cutover/cutover-note";
import type { Declared } from "../../cutover/declared";
import { type NotificationFacts, type NotificationPlan, planNotification } from "../../cutover/plan-notification";

const declare = (blue: number): Declared => ({
  ruleArns: { web: "arn:rule" },
  groupArns: { web: { blue: "arn:blue", green: "arn:green" } },
  weights: { blue, green: 100 - blue },
});

const flip: NotificationFacts = {
  operation: "updated",
  previous: declare(100),
  declared: declare(0),
  id: 7,
  previousId: 6,
  note: emptyCutoverNote,
  hasSlack: true,
};

describe("planNotification", () => {
  const cases: readonly (readonly [string, Partial<NotificationFacts>, NotificationPlan])[] = [
    ["posts a flip", {}, { kind: "post", change: { kind: "cutover", from: "blue", to: "green" } }],
    [
      "posts the way back",
      { previous: declare(0), declared: declare(100) },
      { kind: "post", change: { kind: "cutover", from: "green", to: "blue" } },
    ],
    [
      "posts a first deployment",
      { operation: "created", previous: undefined },
      { kind: "post", change: { kind: "first-deployment" } },
    ],
    [
      "posts a step of a ramp",
      { declared: declare(90) },
      { kind: "post", change: { kind: "shift", gaining: "green", before: { blue: 100, green: 0 } } },
    ],
    [
      "posts a step back of a ramp by the colour that gains",
      { previous: declare(50), declared: declare(90) },
      { kind: "post", change: { kind: "shift", gaining: "blue", before: { blue: 50, green: 50 } } },
    ],
    [
      "posts the end of a ramp",
      { previous: declare(25) },
      { kind: "post", change: { kind: "settled", to: "green", before: { blue: 25, green: 75 } } },
    ],
    [
      "posts the end of a ramp that was short of half",
      { previous: declare(75) },
      { kind: "post", change: { kind: "settled", to: "green", before: { blue: 75, green: 25 } } },
    ],
    [
      "posts what it can't compare with the record before",
      { previous: undefined },
      { kind: "post", change: { kind: "unknown-before" } },
    ],
    [
      "skips an update that leaves the weights, for example a new service",
      { previous: { ...declare(0), ruleArns: {}, groupArns: {} } },
      { kind: "skip", reason: "weights-unchanged" },
    ],
    ["skips where there is no Slack", { hasSlack: false }, { kind: "skip", reason: "no-slack" }],
    [
      "skips an id that was told",
      { note: { ...emptyCutoverNote, notified: 7 } },
      { kind: "skip", reason: "already-notified" },
    ],
    [
      "skips a first deployment that was told",
      { operation: "created", previous: undefined, id: 1, note: { ...emptyCutoverNote, notified: 1 } },
      { kind: "skip", reason: "already-notified" },
    ],
    [
      "skips a repeated update that was told under the id before",
      { id: 8, note: { ...emptyCutoverNote, notified: 7, notifiedWeights: { blue: 0, green: 100 } } },
      { kind: "skip", reason: "already-notified" },
    ],
    [
      "skips a repeated update of which it isn't known what was told",
      { id: 8, note: { ...emptyCutoverNote, notified: 7 } },
      { kind: "skip", reason: "already-notified" },
    ],
    [
      "posts another change after an update that was told and lost",
      {
        id: 8,
        declared: declare(90),
        note: { ...emptyCutoverNote, notified: 7, notifiedWeights: { blue: 0, green: 100 } },
      },
      { kind: "post", change: { kind: "shift", gaining: "green", before: { blue: 100, green: 0 } } },
    ],
    [
      "posts the same flip again after a way back",
      { id: 9, previousId: 8, note: { ...emptyCutoverNote, notified: 8, notifiedWeights: { blue: 100, green: 0 } } },
      { kind: "post", change: { kind: "cutover", from: "blue", to: "green" } },
    ],
    [
      "posts although a lost record had higher ids",
      { operation: "created", previous: undefined, id: 1, note: { ...emptyCutoverNote, notified: 9 } },
      { kind: "post", change: { kind: "first-deployment" } },
    ],
  ];
  for (const [title, facts, plan] of cases) {
    it(title, () => {
      const { previousId: _known, ...withoutPreviousId } = flip;
      const base = facts.operation === "created" ? withoutPreviousId : flip;
      expect(planNotification({ ...base, ...facts })).to.deep.equal(plan);
    });
  }

  it("decides without the note as if nothing had been told", () => {
    const { note: _note, ...unread } = flip;
    expect(planNotification(unread)).to.deep.equal(planNotification(flip));
  });

  it("posts exactly when the weights change, whatever they are", () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(percent, percent, (before, after) => {
        const { kind } = planNotification({ ...flip, previous: declare(before), declared: declare(after) });
        expect(kind).to.equal(before === after ? "skip" : "post");
      }),
    );
  });
});
