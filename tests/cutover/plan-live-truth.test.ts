import { expect } from "chai";
import fc from "fast-check";
import { type CutoverNote, emptyCutoverNote, imageText } from "../../cutover/cutover-note";
import type { Declared } from "../../cutover/declared";
import { type LiveTruth, type LiveTruthFacts, planLiveTruth } from "../../cutover/plan-live-truth";
import type { LiveGroup, LiveRule } from "../../cutover/plan-read-back";
import { type Color, colors, otherColor, planWeights, type Weights } from "../../cutover/plan-weights";

const onBlue = planWeights("blue", 0);
const onGreen = planWeights("green", 0);
const images = { blue: imageText({ web: "web:1" }), green: imageText({ web: "web:2" }) };
const serviceNames = ["api", "web"];

const record = (weights: Weights, activeColor?: Color): Declared => ({
  ruleArns: Object.fromEntries(serviceNames.map((name) => [name, `arn:rule:${name}`])),
  groupArns: Object.fromEntries(
    serviceNames.map((name) => [name, { blue: `arn:${name}:blue`, green: `arn:${name}:green` }]),
  ),
  weights,
  ...(activeColor === undefined ? {} : { activeColor }),
});

const group = (groupArn: string, weight: number): LiveGroup => ({ groupArn, weight });

const rule = (name: string, weights: Weights): LiveRule => ({
  ruleArn: `arn:rule:${name}`,
  groups: colors.map((color) => group(`arn:${name}:${color}`, weights[color])),
});

const read = <Value>(value: Value) => ({ kind: "read", value }) as const;

/** Everything on blue, wherever one looks. */
const facts = (changes: {
  readonly config?: Weights;
  readonly declared?: Weights;
  readonly live?: readonly LiveRule[];
  readonly note?: Partial<CutoverNote>;
  readonly override?: string;
}): LiveTruthFacts => ({
  config: { weights: changes.config ?? onBlue, images },
  declared: read({ record: record(changes.declared ?? onBlue), version: 7 }),
  note: read({ ...emptyCutoverNote, ...changes.note }),
  rules: read(changes.live ?? serviceNames.map((name) => rule(name, onBlue))),
  override: changes.override,
});

const everywhere = (weights: Weights) => serviceNames.map((name) => rule(name, weights));
const [api = rule("api", onBlue), web = rule("web", onBlue)] = everywhere(onBlue);

/** A stop without its override, which has tests of its own. */
const reasonOf = (truth: LiveTruth) => {
  expect(truth.kind).to.equal("stop");
  return truth.kind === "stop" ? truth.stop : undefined;
};

describe("planLiveTruth", () => {
  it("sees a first deployment where there is neither record", () => {
    const nothing = { declared: { kind: "missing" }, note: { kind: "missing" }, rules: read([]) } as const;
    expect(planLiveTruth({ ...facts({}), ...nothing })).to.deep.equal({ kind: "first-deployment" });
  });

  it("sees nothing to do where config, record and load balancer agree", () => {
    expect(planLiveTruth(facts({}))).to.deep.equal({ kind: "in-step", activeBefore: "blue" });
  });

  it("sees a flip where only the config differs", () => {
    expect(planLiveTruth(facts({ config: onGreen }))).to.deep.equal({
      kind: "flip",
      activeBefore: "blue",
      from: onBlue,
      to: onGreen,
    });
  });

  it("sees a flip of queue workers, which no rule leads requests to", () => {
    const workers = { ruleArns: {}, groupArns: {}, weights: onBlue };
    const truth = planLiveTruth({
      ...facts({ config: onGreen, live: [] }),
      declared: read({ record: workers, version: 1 }),
    });
    expect(truth).to.deep.equal({ kind: "flip", activeBefore: "blue", from: onBlue, to: onGreen });
  });

  describe("heals an update that ended halfway", () => {
    it("after all rules", () => {
      expect(planLiveTruth(facts({ config: onGreen, live: everywhere(onGreen) }))).to.deep.equal({
        kind: "heal",
        activeBefore: "blue",
        done: ["api", "web"],
        pending: [],
      });
    });

    it("between two rules", () => {
      expect(planLiveTruth(facts({ config: onGreen, live: [api, rule("web", onGreen)] }))).to.deep.equal({
        kind: "heal",
        activeBefore: "blue",
        done: ["web"],
        pending: ["api"],
      });
    });
  });

  describe("stops where the load balancer does what neither record nor config says", () => {
    const differing = { kind: "live-differs", declared: onBlue, config: onBlue };
    const asDeclared = { service: "api", kind: "as-declared", weights: onBlue };
    const cases: readonly (readonly [string, readonly LiveRule[], object])[] = [
      [
        "the other colour",
        everywhere(onGreen),
        {
          services: serviceNames.map((service) => ({ service, kind: "weights-differ", weights: onGreen })),
          adopt: { activeColor: "green", shift: 0 },
        },
      ],
      [
        "half and half",
        everywhere({ blue: 50, green: 50 }),
        {
          services: serviceNames.map((service) => ({
            service,
            kind: "weights-differ",
            weights: { blue: 50, green: 50 },
          })),
          adopt: { activeColor: "blue", shift: 50 },
        },
      ],
      [
        "one service only, so that no config says it",
        [api, rule("web", onGreen)],
        { services: [asDeclared, { service: "web", kind: "weights-differ", weights: onGreen }] },
      ],
      [
        "weights that are no percentages",
        everywhere({ blue: 1, green: 1 }),
        {
          services: serviceNames.map((service) => ({
            service,
            kind: "weights-differ",
            weights: { blue: 1, green: 1 },
          })),
        },
      ],
      [
        "a missing group",
        [api, { ruleArn: "arn:rule:web", groups: [group("arn:web:blue", 100)] }],
        { services: [asDeclared, { service: "web", kind: "groups-differ", missing: ["green"], foreign: [] }] },
      ],
      [
        "an extra group",
        [api, { ...web, groups: [...web.groups, group("arn:canary", 5)] }],
        {
          services: [
            asDeclared,
            { service: "web", kind: "groups-differ", missing: [], foreign: [group("arn:canary", 5)] },
          ],
        },
      ],
      ["a rule that is gone", [api], { services: [asDeclared, { service: "web", kind: "rule-missing" }] }],
    ];
    for (const [title, live, found] of cases) {
      it(title, () => {
        expect(reasonOf(planLiveTruth(facts({ live })))).to.deep.equal({ ...differing, ...found });
      });
    }

    it("names the first service's rule as one that can't be adopted when it is gone", () => {
      expect(reasonOf(planLiveTruth(facts({ live: [] })))).to.deep.equal({
        ...differing,
        services: serviceNames.map((service) => ({ service, kind: "rule-missing" })),
      });
    });

    it("takes rules that nobody could name for gone", () => {
      const truth = planLiveTruth({ ...facts({}), rules: { kind: "missing" } });
      expect(reasonOf(truth)?.kind).to.equal("live-differs");
    });

    it("in a flip too", () => {
      const live = everywhere({ blue: 50, green: 50 });
      expect(reasonOf(planLiveTruth(facts({ config: onGreen, live })))).to.deep.include({
        kind: "live-differs",
        declared: onBlue,
        config: onGreen,
      });
    });
  });

  it("stops where what was declared is lost, though there has been a deployment", () => {
    const lost = planLiveTruth({ ...facts({}), declared: { kind: "missing" }, rules: read([]) });
    expect(reasonOf(lost)).to.deep.equal({ kind: "declared-lost" });
  });

  for (const part of ["declared", "note", "rules"] as const) {
    it(`stops where AWS is silent about ${part}`, () => {
      const truth = planLiveTruth({ ...facts({}), [part]: { kind: "silent", problem: "no answer in time" } });
      expect(reasonOf(truth)).to.deep.equal({ kind: "api-silent", problem: "no answer in time" });
    });
  }

  it("stops where a record makes no sense", () => {
    const truth = planLiveTruth({ ...facts({}), declared: { kind: "unreadable", problem: "weights is 7" } });
    expect(reasonOf(truth)).to.deep.equal({ kind: "record-unreadable", problem: "weights is 7" });
  });

  describe("after a rollback", () => {
    const rolledBackFrom = { color: "green", image: images.green } as const;

    it("stops an old config from bringing the same images in again", () => {
      const truth = planLiveTruth(facts({ config: onGreen, note: { rolledBackFrom } }));
      expect(reasonOf(truth)).to.deep.equal({ kind: "rolled-back", color: "green" });
    });

    it("stops a ramp to them, and the rest of a flip that ended halfway", () => {
      const ramp = planLiveTruth(facts({ config: planWeights("blue", 1), note: { rolledBackFrom } }));
      const rest = planLiveTruth(
        facts({ config: onGreen, live: [api, rule("web", onGreen)], note: { rolledBackFrom } }),
      );
      expect([reasonOf(ramp), reasonOf(rest)]).to.deep.equal([
        { kind: "rolled-back", color: "green" },
        { kind: "rolled-back", color: "green" },
      ]);
    });

    it("knows of no rollback where the note is gone", () => {
      expect(planLiveTruth({ ...facts({ config: onGreen }), note: { kind: "missing" } }).kind).to.equal("flip");
    });

    it("lets other images in", () => {
      const other = { ...rolledBackFrom, image: imageText({ web: "web:1.9" }) };
      expect(planLiveTruth(facts({ config: onGreen, note: { rolledBackFrom: other } })).kind).to.equal("flip");
    });

    it("lets the other colour be flipped", () => {
      const note = { rolledBackFrom: { color: "blue", image: images.blue } } as const;
      expect(planLiveTruth(facts({ config: onGreen, note })).kind).to.equal("flip");
    });

    it("heals what serves already: stopping would not take it back", () => {
      const truth = planLiveTruth(facts({ config: onGreen, live: everywhere(onGreen), note: { rolledBackFrom } }));
      expect(truth.kind).to.equal("heal");
    });
  });

  describe("overridden", () => {
    const overrideOf = (truth: LiveTruth): string => (truth.kind === "stop" ? truth.override : "not a stop");
    const drift = { live: everywhere(onGreen) };
    const override = overrideOf(planLiveTruth(facts(drift)));

    it("goes on, and knows which colour was active", () => {
      const truth = planLiveTruth(facts({ ...drift, override }));
      expect(truth).to.deep.include({ kind: "overridden", activeBefore: "blue" });
    });

    it("goes on without a record too", () => {
      const lost = { ...facts({}), declared: { kind: "missing" }, rules: read([]) } as const;
      const truth = planLiveTruth({ ...lost, override: overrideOf(planLiveTruth(lost)) });
      expect(truth).to.deep.equal({ kind: "overridden", stop: { kind: "declared-lost" } });
    });

    it("is void for another state of the load balancer, another config and another version of the record", () => {
      const others = [
        facts({ live: everywhere({ blue: 50, green: 50 }), override }),
        facts({ ...drift, config: planWeights("blue", 1), override }),
        { ...facts({ ...drift, override }), declared: read({ record: record(onBlue), version: 8 }) },
        facts({ ...drift, override: "1" }),
      ];
      expect(others.map((each) => planLiveTruth(each).kind)).to.deep.equal(["stop", "stop", "stop", "stop"]);
    });

    it("holds while AWS words its silence differently", () => {
      const silent = (problem: string, given?: string) => ({
        ...facts(given === undefined ? {} : { override: given }),
        declared: { kind: "silent", problem } as const,
      });
      const given = overrideOf(planLiveTruth(silent("request 1 timed out")));
      expect(planLiveTruth(silent("request 2 timed out", given)).kind).to.equal("overridden");
    });

    it("changes nothing where nothing stops", () => {
      expect(planLiveTruth(facts({ override })).kind).to.equal("in-step");
    });
  });

  it("takes the active colour from the record, which knows it past the middle of a ramp", () => {
    const ramp = planWeights("blue", 75);
    const known = { ...facts({ config: ramp, live: everywhere(ramp) }) };
    const activeIn = (activeColor?: Color) =>
      planLiveTruth({ ...known, declared: read({ record: record(ramp, activeColor), version: 3 }) });
    expect([activeIn("blue"), activeIn()]).to.deep.equal([
      { kind: "in-step", activeBefore: "blue" },
      { kind: "in-step", activeBefore: "green" },
    ]);
  });

  const weights = fc.oneof(
    fc.tuple(fc.constantFrom(...colors), fc.nat(99)).map(([color, shift]) => planWeights(color, shift)),
    fc.record({ blue: fc.nat(999), green: fc.nat(999) }),
  );

  it("never goes on where a service does neither what was declared nor what is configured", () => {
    fc.assert(
      fc.property(weights, weights, weights, weights, (config, declared, liveApi, liveWeb) => {
        const truth = planLiveTruth(facts({ config, declared, live: [rule("api", liveApi), rule("web", liveWeb)] }));
        const isKnown = [liveApi, liveWeb].every((live) =>
          [config, declared].some(({ blue, green }) => live.blue === blue && live.green === green),
        );
        expect(truth.kind === "stop").to.equal(!isKnown);
      }),
    );
  });

  it("offers to adopt only a config whose weights are the live ones", () => {
    fc.assert(
      fc.property(weights, fc.constantFrom(...colors), (live, activeBefore) => {
        const declared = planWeights(activeBefore, 0);
        const truth = planLiveTruth(facts({ config: declared, declared, live: everywhere(live) }));
        if (truth.kind !== "stop" || truth.stop.kind !== "live-differs" || truth.stop.adopt === undefined) return;
        const { activeColor, shift } = truth.stop.adopt;
        expect(planWeights(activeColor, shift)).to.deep.equal(live);
        expect(live[activeColor]).to.be.at.least(live[otherColor(activeColor)]);
      }),
    );
  });
});
