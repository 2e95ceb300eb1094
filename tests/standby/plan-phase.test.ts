import { expect } from "chai";
import { type PhaseFacts, type PhasePlan, planPhase, type StandbyNote } from "../../standby/plan-phase";

const at = 1_000_000_000;
const facts = (changes: Partial<PhaseFacts> = {}): PhaseFacts => ({
  version: 7,
  changedAt: at,
  serving: "green",
  weights: { blue: 0, green: 100 },
  isReadBack: true,
  holdSeconds: 7200,
  now: at + 60_000,
  ...changes,
});

/** Green took over at version 7, and was seen read back a second later. */
const note = (changes: Partial<StandbyNote> = {}): StandbyNote => ({
  version: 7,
  serving: "green",
  previous: "blue",
  readBackSince: at + 1000,
  isFrozen: true,
  released: {},
  ...changes,
});

const begun = { startedAt: at, lastBatchAt: at + 1, connectionsPerTask: 9, released: { web: { max: 3 } } };

describe("planPhase", () => {
  const cases: readonly (readonly [string, StandbyNote, PhaseFacts, PhasePlan])[] = [
    [
      "takes the first look as it is: nothing served before",
      { version: 0, isFrozen: false, released: {} },
      facts(),
      {
        phase: { kind: "settled", serving: "green" },
        note: { version: 7, serving: "green", readBackSince: at + 60_000, isFrozen: false, released: {} },
        restored: [],
      },
    ],
    [
      "holds from the moment at which the record was written, not from its own look",
      note({ version: 6, serving: "blue", isFrozen: false }),
      facts(),
      {
        phase: { kind: "hold", serving: "green", old: "blue", until: at + 7_200_000 },
        note: note({ readBackSince: at + 60_000 }),
        restored: [],
      },
    ],
    [
      "goes on holding while the record stays the same",
      note(),
      facts({ now: at + 7_199_999 }),
      { phase: { kind: "hold", serving: "green", old: "blue", until: at + 7_200_000 }, note: note(), restored: [] },
    ],
    [
      "releases when the hold is over",
      note(),
      facts({ now: at + 7_200_000 }),
      { phase: { kind: "release", serving: "green", old: "blue" }, note: note({ isFrozen: false }), restored: [] },
    ],
    [
      "holds two minutes from the read-back at least",
      note(),
      facts({ holdSeconds: 0, now: at + 120_999 }),
      { phase: { kind: "hold", serving: "green", old: "blue", until: at + 121_000 }, note: note(), restored: [] },
    ],
    [
      "releases after these two minutes",
      note(),
      facts({ holdSeconds: 0, now: at + 121_000 }),
      { phase: { kind: "release", serving: "green", old: "blue" }, note: note({ isFrozen: false }), restored: [] },
    ],
    [
      "begins anew after a break",
      note(),
      facts({ isReadBack: false, holdSeconds: 0, now: at + 900_000 }),
      {
        phase: { kind: "hold", serving: "green", old: "blue", until: at + 1_020_000 },
        note: { version: 7, serving: "green", previous: "blue", isFrozen: true, released: {} },
        restored: [],
      },
    ],
    [
      "begins anew when the record was written again, and keeps what was released",
      note({ version: 5, ...begun }),
      facts({ holdSeconds: 0, now: at + 900_000 }),
      {
        phase: { kind: "hold", serving: "green", old: "blue", until: at + 1_020_000 },
        note: note({ readBackSince: at + 900_000, ...begun }),
        restored: [],
      },
    ],
    [
      "gives up a release when the old colour serves again",
      note({ ...begun }),
      facts({ version: 8, serving: "blue", weights: { blue: 100, green: 0 } }),
      {
        phase: { kind: "hold", serving: "blue", old: "green", until: at + 7_200_000 },
        note: note({ version: 8, serving: "blue", previous: "green", readBackSince: at + 60_000 }),
        restored: ["web"],
      },
    ],
    [
      "gives up a release when the old colour gets some of the requests",
      note({ ...begun }),
      facts({ version: 8, weights: { blue: 1, green: 99 } }),
      {
        phase: { kind: "shared", serving: "green" },
        note: note({ version: 8, readBackSince: at + 60_000 }),
        restored: ["web"],
      },
    ],
    [
      "treats the first ramp as shared, without a cutover",
      { version: 6, serving: "green", isFrozen: false, released: {} },
      facts({ weights: { blue: 25, green: 75 }, isReadBack: false }),
      {
        phase: { kind: "shared", serving: "green" },
        note: { version: 7, serving: "green", isFrozen: true, released: {} },
        restored: [],
      },
    ],
  ];
  for (const [title, before, given, plan] of cases) {
    it(title, () => {
      expect(planPhase(before, given)).to.deep.equal(plan);
    });
  }
});
