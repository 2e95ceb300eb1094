import { expect } from "chai";
import fc from "fast-check";
import {
  type LeaseFacts,
  type LeasePlan,
  type LeaseTimes,
  mayReceive,
  planHold,
  planLease,
  planSeen,
} from "../../consumption/plan-lease";

const times: LeaseTimes = { lease: 30, renewal: 8, look: 5, retry: 1, poll: 4, margin: 2 };
const now = 1_000;
const idle: LeaseFacts = {
  color: "blue",
  declaration: { color: "blue", fence: 7, seenAt: now },
  lookedAt: now,
  hold: undefined,
  askedAt: undefined,
  seen: undefined,
  inFlight: 0,
  isStopping: false,
};
const hold = { fence: 7, until: now + 30, renewedAt: now };
const green = { color: "green", fence: 6, renewals: 3, unchangedSince: now } as const;
const declared = (color: "blue" | "green" | undefined, seenAt = now) => ({ declaration: { color, fence: 7, seenAt } });

const plan = (change: Partial<LeaseFacts>): LeasePlan => planLease({ ...idle, ...change }, times, now);

describe("planLease", () => {
  const cases: readonly (readonly [title: string, change: Partial<LeaseFacts>, plan: LeasePlan])[] = [
    ["looks at `declared` first", { lookedAt: undefined, declaration: undefined }, { kind: "look" }],
    ["looks again after a while", { lookedAt: now - 5, hold }, { kind: "look" }],
    [
      "waits where `declared` was never readable",
      { declaration: undefined },
      { kind: "wait", reason: "declared-unreadable" },
    ],
    [
      "gives the lease up where `declared` hasn't been readable for its length",
      { ...declared("blue", now - 30), hold },
      { kind: "release" },
    ],
    ["waits where nothing is declared yet", declared(undefined), { kind: "wait", reason: "nothing-declared" }],
    ["waits while the other colour is declared", declared("green"), { kind: "wait", reason: "other-color-declared" }],
    [
      "finishes what it has when the other colour is declared",
      { ...declared("green"), hold, inFlight: 1 },
      { kind: "wait", reason: "finishing-messages" },
    ],
    ["releases when the other colour is declared", { ...declared("green"), hold }, { kind: "release" }],
    ["asks for the lease when its colour is declared", {}, { kind: "renew", fence: 7, takeOver: undefined }],
    ["asks no more often than agreed", { askedAt: now }, { kind: "wait", reason: "no-lease" }],
    ["receives while it holds the lease", { hold }, { kind: "receive" }],
    ["renews in time", { hold: { ...hold, renewedAt: now - 8 } }, { kind: "renew", fence: 7, takeOver: undefined }],
    [
      "renews by the newer fence at once",
      { hold: { ...hold, fence: 6 } },
      { kind: "renew", fence: 7, takeOver: undefined },
    ],
    [
      "receives nothing that may come after the lease",
      { hold: { ...hold, until: now + 5 } },
      { kind: "wait", reason: "lease-ends-too-soon" },
    ],
    [
      "asks as usual while the other colour renews",
      { seen: { ...green, unchangedSince: now - 31 } },
      { kind: "renew", fence: 7, takeOver: undefined },
    ],
    [
      "takes over a lease that nobody renewed for its length and a margin",
      { seen: { ...green, unchangedSince: now - 32 } },
      { kind: "renew", fence: 7, takeOver: 3 },
    ],
    [
      "finishes what it has when told to end",
      { hold, inFlight: 2, isStopping: true },
      { kind: "wait", reason: "finishing-messages" },
    ],
    ["releases when told to end", { hold, isStopping: true }, { kind: "release" }],
    [
      "finishes what it has when told to end, also after it lost the lease",
      { inFlight: 2, isStopping: true },
      { kind: "wait", reason: "finishing-messages" },
    ],
    ["has nothing more to do once it released", { isStopping: true }, { kind: "wait", reason: "stopping" }],
  ];
  for (const [title, change, expected] of cases) {
    it(title, () => {
      expect(plan(change)).to.deep.equal(expected);
    });
  }

  it("never receives for a colour that isn't declared, nor beyond its hold, whatever it knows", () => {
    const color = fc.constantFrom("blue" as const, "green" as const);
    const moment = fc.integer({ min: now - 60, max: now });
    const facts: fc.Arbitrary<LeaseFacts> = fc.record({
      color,
      declaration: fc.option(
        fc.record({
          color: fc.option(color, { nil: undefined }),
          fence: fc.integer({ min: 1, max: 3 }),
          seenAt: moment,
        }),
        { nil: undefined },
      ),
      lookedAt: fc.option(moment, { nil: undefined }),
      hold: fc.option(
        fc.record({
          fence: fc.integer({ min: 1, max: 3 }),
          until: fc.integer({ min: now - 60, max: now + 60 }),
          renewedAt: moment,
        }),
        { nil: undefined },
      ),
      askedAt: fc.option(moment, { nil: undefined }),
      seen: fc.constant(undefined),
      inFlight: fc.nat(2),
      isStopping: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (known) => {
        if (planLease(known, times, now).kind !== "receive") return true;
        const isDeclared = known.declaration?.color === known.color && now - known.declaration.seenAt < times.lease;
        return isDeclared && !known.isStopping && known.hold !== undefined && mayReceive(known.hold, times, now);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("planHold", () => {
  it("counts from when it was asked for, not from when it was answered", () => {
    expect(planHold(7, now, times)).to.deep.equal({ fence: 7, until: now + 30, renewedAt: now });
  });
});

describe("planSeen", () => {
  const seen = { color: "green", fence: 6, renewals: 3 };

  it("begins to watch what it sees for the first time", () => {
    expect(planSeen(undefined, seen, now)).to.deep.equal({ ...seen, unchangedSince: now });
  });

  it("goes on watching what didn't change", () => {
    expect(planSeen({ ...seen, unchangedSince: 5 }, seen, now).unchangedSince).to.equal(5);
  });

  for (const [what, change] of [
    ["renewed", { renewals: 4 }],
    ["taken by another fence", { fence: 8 }],
  ] as const) {
    it(`begins anew when it was ${what}`, () => {
      expect(planSeen({ ...seen, unchangedSince: 5 }, { ...seen, ...change }, now).unchangedSince).to.equal(now);
    });
  }
});
