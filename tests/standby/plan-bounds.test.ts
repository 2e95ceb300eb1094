import { expect } from "chai";
import { type BoundsChange, type BoundsFacts, type LiveBounds, planBounds } from "../../standby/plan-bounds";

const bounds = (min: number, max: number, ...suspended: readonly ("in" | "out" | "scheduled")[]): LiveBounds => ({
  min,
  max,
  suspended: {
    scaleIn: suspended.includes("in"),
    scaleOut: suspended.includes("out"),
    scheduled: suspended.includes("scheduled"),
  },
});
const blue = (...args: Parameters<typeof bounds>): BoundsChange => ({ color: "blue", ...bounds(...args) });
const green = (...args: Parameters<typeof bounds>): BoundsChange => ({ color: "green", ...bounds(...args) });

const hold = { kind: "hold", serving: "green", old: "blue", until: 1 } as const;
const release = { kind: "release", serving: "green", old: "blue" } as const;
const shared = { kind: "shared", serving: "green" } as const;
const settled = { kind: "settled", serving: "green" } as const;

/** Both colours at 2 to 8, as configured. */
const facts = (changes: Partial<BoundsFacts> = {}): BoundsFacts => ({
  phase: hold,
  count: { min: 2, max: 8 },
  live: { blue: bounds(2, 8), green: bounds(2, 8) },
  isRestored: false,
  isReleased: false,
  wasFrozen: false,
  ...changes,
});

describe("planBounds", () => {
  const cases: readonly (readonly [string, BoundsFacts, readonly BoundsChange[]])[] = [
    ["freezes both colours in the hold", facts(), [blue(2, 8, "in"), green(2, 8, "in", "scheduled")]],
    [
      "changes nothing that is so already",
      facts({ live: { blue: bounds(2, 8, "in"), green: bounds(2, 8, "in", "scheduled") } }),
      [],
    ],
    [
      "keeps what somebody suspended that isn't its own",
      facts({ live: { blue: bounds(2, 8, "out"), green: bounds(2, 8, "in", "out", "scheduled") } }),
      [blue(2, 8, "in", "out")],
    ],
    [
      "leaves the schedule of an old colour alone that was let go before",
      facts({
        isReleased: true,
        live: { blue: bounds(2, 2, "in", "scheduled"), green: bounds(2, 8, "in", "scheduled") },
      }),
      [],
    ],
    [
      "gives a colour that serves again what its sibling may have, at least",
      facts({ isRestored: true, live: { blue: bounds(3, 9, "in"), green: bounds(0, 0, "scheduled") } }),
      [green(3, 9, "in", "scheduled")],
    ],
    [
      "gives it what is configured where the sibling has less, and takes nothing away",
      facts({
        isRestored: true,
        live: { blue: bounds(1, 1, "in"), green: bounds(5, 6, "in", "scheduled") },
      }),
      [green(5, 8, "in", "scheduled")],
    ],
    [
      "gives both colours of a ramp back what one of them lost, schedules included",
      facts({
        phase: shared,
        isRestored: true,
        live: { blue: bounds(2, 2, "scheduled"), green: bounds(2, 8, "in") },
      }),
      [blue(2, 8, "in")],
    ],
    [
      "leaves the schedules of a ramp as they are",
      facts({ phase: shared, live: { blue: bounds(2, 8, "scheduled"), green: bounds(2, 8, "in") } }),
      [blue(2, 8, "in", "scheduled")],
    ],
    [
      "bounds the new colour as the old one is bounded when the hold is over, and thaws both",
      facts({
        phase: release,
        wasFrozen: true,
        live: { blue: bounds(3, 9, "in"), green: bounds(7, 8, "in", "scheduled") },
      }),
      [blue(3, 9), green(3, 9)],
    ],
    [
      "takes the configured minimum where the old colour was made smaller meanwhile",
      facts({
        phase: release,
        wasFrozen: true,
        live: { blue: bounds(0, 0, "in"), green: bounds(7, 8, "in", "scheduled") },
      }),
      [blue(0, 0), green(2, 8)],
    ],
    [
      "keeps the schedule of a colour suspended that is being let go",
      facts({
        phase: release,
        wasFrozen: true,
        isReleased: true,
        live: { blue: bounds(2, 4, "in", "scheduled"), green: bounds(2, 8, "in", "scheduled") },
      }),
      [blue(2, 4, "scheduled"), green(2, 8)],
    ],
    [
      "thaws once: what is suspended afterwards has another reason",
      facts({ phase: release, live: { blue: bounds(2, 8, "in"), green: bounds(7, 8, "in", "scheduled") } }),
      [],
    ],
    [
      "thaws both colours after a ramp that was taken back, and takes the number of tasks back that it had asked for",
      facts({
        phase: settled,
        wasFrozen: true,
        live: { blue: bounds(6, 8, "in", "scheduled"), green: bounds(2, 8, "in") },
      }),
      [blue(2, 8), green(2, 8)],
    ],
    [
      "changes nothing where nothing was cut over",
      facts({ phase: settled, live: { blue: bounds(2, 8, "in"), green: bounds(1, 3, "scheduled") } }),
      [],
    ],
  ];
  for (const [title, given, changes] of cases) {
    it(title, () => {
      expect(planBounds(given)).to.deep.equal(changes);
    });
  }

  it("is done after one go", () => {
    for (const [, given] of cases) {
      const live = { ...given.live };
      for (const { color, ...change } of planBounds(given)) live[color] = change;
      expect(planBounds({ ...given, live })).to.deep.equal([]);
    }
  });
});
