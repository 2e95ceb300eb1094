import { expect } from "chai";
import fc from "fast-check";
import { planRamp, type RampAlarm, type RampFacts, type RampPlan } from "../../cutover/plan-ramp";
import { type Color, colors } from "../../cutover/plan-weights";

const alarm = (color: Color, state: RampAlarm["state"] = "OK"): RampAlarm => ({ name: `${color}-5xx`, color, state });
const quiet = colors.map((color) => alarm(color));

/** At 25 % for two minutes, of which one was to be waited for. */
const facts = (changes: Partial<RampFacts> = {}): RampFacts => ({
  steps: [1, 25],
  bakeSeconds: 60,
  patienceSeconds: 30,
  now: 1_000_000,
  live: 25,
  liveSince: 880_000,
  ordered: { percent: 25, at: 870_000 },
  alarms: quiet,
  isCancelled: false,
  drivenAt: 999_000,
  ...changes,
});

const notBegun = (changes: Partial<RampFacts> = {}): RampFacts => {
  const { ordered: _none, ...rest } = facts({ live: 0, liveSince: 1_000_000, ...changes });
  return rest;
};

/** Does what the plan says until it is done. */
const drive = (steps: readonly number[], bakeSeconds: number): { readonly taken: number[]; readonly now: number } => {
  const taken: number[] = [];
  let [now, since] = [0, 0];
  for (;;) {
    const live = taken.at(-1) ?? 0;
    const at = { steps, bakeSeconds, now, live, liveSince: since, drivenAt: now };
    const plan = planRamp(live === 0 ? notBegun(at) : facts({ ...at, ordered: { percent: live, at: since } }));
    if (plan.kind === "wait") now = plan.until;
    else if (plan.kind === "shift") {
      taken.push(plan.percent);
      since = now;
    } else return { taken, now };
  }
};

describe("planRamp", () => {
  const cases: readonly (readonly [string, RampFacts, RampPlan])[] = [
    ["begins with the first step at once", notBegun(), { kind: "shift", percent: 1 }],
    [
      "begins without data about a standby that has no requests",
      notBegun({ alarms: [alarm("blue"), alarm("green", "INSUFFICIENT_DATA")] }),
      { kind: "shift", percent: 1 },
    ],
    ["goes to the next step", facts({ live: 1, ordered: { percent: 1, at: 0 } }), { kind: "shift", percent: 25 }],
    ["goes to 100 after the last step", facts(), { kind: "shift", percent: 100 }],
    ["goes to 100 at once without steps", notBegun({ steps: [] }), { kind: "shift", percent: 100 }],
    [
      "goes on from a percent that is no step",
      facts({ live: 7, ordered: { percent: 7, at: 0 } }),
      { kind: "shift", percent: 25 },
    ],
    ["lets each step bake", facts({ liveSince: 940_001 }), { kind: "wait", reason: "baking", until: 1_000_001 }],
    ["goes on the moment it is baked", facts({ liveSince: 940_000 }), { kind: "shift", percent: 100 }],
    [
      "lets 100 bake too",
      facts({ live: 100, ordered: { percent: 100, at: 0 }, liveSince: 990_000 }),
      { kind: "wait", reason: "baking", until: 1_050_000 },
    ],
    ["is done when 100 is baked", facts({ live: 100, ordered: { percent: 100, at: 0 } }), { kind: "done" }],
    [
      "needs no data about an active colour that has no requests any more",
      facts({
        live: 100,
        ordered: { percent: 100, at: 0 },
        alarms: [alarm("blue", "INSUFFICIENT_DATA"), alarm("green")],
      }),
      { kind: "done" },
    ],
    [
      "aborts on an alarm of the standby",
      facts({ alarms: [alarm("blue"), alarm("green", "ALARM")] }),
      { kind: "abort", reason: "alarm", alarms: ["green-5xx"] },
    ],
    [
      "aborts on an alarm of the active colour",
      facts({ alarms: [alarm("blue", "ALARM"), alarm("green")] }),
      { kind: "abort", reason: "alarm", alarms: ["blue-5xx"] },
    ],
    [
      "aborts on an alarm while baking",
      facts({ liveSince: 999_999, alarms: [alarm("green", "ALARM")] }),
      { kind: "abort", reason: "alarm", alarms: ["green-5xx"] },
    ],
    [
      "aborts on an alarm at 100",
      facts({ live: 100, alarms: [alarm("green", "ALARM")] }),
      { kind: "abort", reason: "alarm", alarms: ["green-5xx"] },
    ],
    [
      "doesn't begin while an alarm rings",
      notBegun({ alarms: [alarm("blue", "ALARM"), alarm("green")] }),
      { kind: "abort", reason: "alarm", alarms: ["blue-5xx"] },
    ],
    [
      "names all alarms",
      facts({ alarms: colors.map((color) => alarm(color, "ALARM")) }),
      { kind: "abort", reason: "alarm", alarms: ["blue-5xx", "green-5xx"] },
    ],
    ["aborts when it is cancelled", facts({ isCancelled: true }), { kind: "abort", reason: "cancelled", alarms: [] }],
    [
      "aborts when it is cancelled, though nothing is known",
      facts({ isCancelled: true, alarms: [], drivenAt: 0 }),
      { kind: "abort", reason: "cancelled", alarms: [] },
    ],
    [
      "waits for a shift to be read back",
      facts({ live: 1, ordered: { percent: 25, at: 980_000 } }),
      { kind: "wait", reason: "not-read-back", until: 1_010_000 },
    ],
    [
      "stalls when a shift isn't read back",
      facts({ live: 1, ordered: { percent: 25, at: 969_999 } }),
      { kind: "stalled", reason: "not-read-back" },
    ],
    ["stalls when nobody drives it", facts({ drivenAt: 969_999 }), { kind: "stalled", reason: "not-driven" }],
    [
      "waits while an alarm isn't told",
      facts({ liveSince: 940_000, alarms: [alarm("blue"), alarm("green", "silent")] }),
      { kind: "wait", reason: "alarms-unknown", until: 1_030_000 },
    ],
    [
      "waits while an alarm about requests has no data",
      facts({ liveSince: 940_000, alarms: [alarm("blue"), alarm("green", "INSUFFICIENT_DATA")] }),
      { kind: "wait", reason: "alarms-unknown", until: 1_030_000 },
    ],
    [
      "stalls when an alarm isn't told for long",
      facts({ alarms: [alarm("blue"), alarm("green", "silent")] }),
      { kind: "stalled", reason: "alarms-unknown" },
    ],
    [
      "stalls where a colour has no alarm",
      facts({ alarms: [alarm("green")] }),
      { kind: "stalled", reason: "alarms-missing" },
    ],
    [
      "doesn't begin where a colour has no alarm",
      notBegun({ alarms: [alarm("blue")] }),
      { kind: "stalled", reason: "alarms-missing" },
    ],
  ];
  for (const [title, given, plan] of cases) {
    it(title, () => {
      expect(planRamp(given)).to.deep.equal(plan);
    });
  }

  const states = fc.constantFrom<RampAlarm["state"]>("OK", "ALARM", "INSUFFICIENT_DATA", "silent");

  it("never leads forward while an alarm rings, is silent, or what was ordered isn't there", () => {
    fc.assert(
      fc.property(states, states, fc.nat(100), fc.nat(100), fc.nat(300_000), (blue, green, live, percent, age) => {
        const plan = planRamp(
          facts({
            live,
            ordered: { percent, at: 999_000 },
            liveSince: 1_000_000 - age,
            alarms: [alarm("blue", blue), alarm("green", green)],
          }),
        );
        if (plan.kind !== "shift") return;
        expect([blue, green]).not.to.include("ALARM");
        expect([blue, green]).not.to.include("silent");
        expect(percent).to.equal(live);
        expect(plan.percent).to.be.greaterThan(live);
      }),
    );
  });

  it("reaches 100 through every step, never faster than it bakes", () => {
    const rising = fc
      .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 6 })
      .map((steps) => steps.sort((a, b) => a - b));
    fc.assert(
      fc.property(rising, fc.integer({ min: 1, max: 600 }), (steps, bakeSeconds) => {
        const { taken, now } = drive(steps, bakeSeconds);
        expect(taken).to.deep.equal([...steps, 100]);
        expect(now).to.equal((steps.length + 1) * bakeSeconds * 1000);
      }),
    );
  });
});
