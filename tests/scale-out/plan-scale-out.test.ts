import { expect } from "chai";
import fc from "fast-check";
import { planScaleOut, type ScaleOutFacts, type Size } from "../../scale-out/plan-scale-out";

const large: Size = { cpu: 2048, memory: 7680 };
const limits = { maximumTarget: 10, spareTasks: 0 };
const nothing: ScaleOutFacts = { demands: [], rooms: [], target: 2, spotInstances: 2, newInstance: large };

const demand = (missing: number, size: Size = { cpu: 256, memory: 512 }, needsOnDemand = false) => ({
  size,
  missing,
  needsOnDemand,
});
const room = (cpu: number, memory: number, isOnDemand = false) => ({ free: { cpu, memory }, isOnDemand });
const ofMemory = (memory: number): Size => ({ cpu: 2, memory });
const raiseTo = (target: number) => ({ kind: "raise", target, reason: "no-room" });

const cases: readonly [string, Partial<ScaleOutFacts>, object][] = [
  ["keeps a fleet whose tasks all run", { demands: [demand(0)] }, { kind: "keep", reason: "enough-room" }],
  [
    "keeps a fleet with room for what is missing",
    { demands: [demand(2)], rooms: [room(512, 1024)] },
    { kind: "keep", reason: "enough-room" },
  ],
  ["adds an instance for one task without room", { demands: [demand(1)] }, raiseTo(3)],
  ["looks at CPU", { demands: [demand(1)], rooms: [room(255, 9999)] }, raiseTo(3)],
  ["looks at memory", { demands: [demand(1)], rooms: [room(9999, 511)] }, raiseTo(3)],
  [
    "doesn't add up room on different instances",
    { demands: [demand(1)], rooms: [room(255, 9999), room(9999, 511)] },
    raiseTo(3),
  ],
  ["adds as many instances as the tasks fill", { demands: [demand(17)] }, raiseTo(5)],
  [
    "waits for instances that are on their way",
    { demands: [demand(16)], target: 4 },
    { kind: "keep", reason: "on-the-way" },
  ],
  ["adds to those on their way what they can't take", { demands: [demand(17)], target: 4 }, raiseTo(5)],
  ["goes beyond instances that the fleet has over its target", { demands: [demand(1)], spotInstances: 5 }, raiseTo(6)],
  ["grows no further than allowed", { demands: [demand(800)] }, raiseTo(10)],
  [
    "stays at the maximum",
    { demands: [demand(1)], target: 10, spotInstances: 10 },
    { kind: "keep", reason: "at-maximum" },
  ],
  [
    "never shrinks a fleet that somebody made larger",
    { demands: [demand(1)], target: 12, spotInstances: 12 },
    { kind: "keep", reason: "at-maximum" },
  ],
  [
    "adds nothing for tasks that no new instance holds",
    { demands: [demand(3, { cpu: 4096, memory: 512 })] },
    { kind: "keep", reason: "enough-room" },
  ],
  [
    "adds no spot instance for tasks of the on-demand base",
    { demands: [demand(3, large, true)] },
    { kind: "keep", reason: "enough-room" },
  ],
  [
    "leaves the base's room to those that need it",
    { demands: [demand(1), demand(1, { cpu: 256, memory: 512 }, true)], rooms: [room(256, 512, true)] },
    raiseTo(3),
  ],
  [
    "uses what they leave of it",
    { demands: [demand(1), demand(1, { cpu: 256, memory: 512 }, true)], rooms: [room(512, 1024, true)] },
    { kind: "keep", reason: "enough-room" },
  ],
  [
    "gives the on-demand base's tasks no room on spot",
    { demands: [demand(1), demand(1, { cpu: 256, memory: 512 }, true)], rooms: [room(256, 512)] },
    { kind: "keep", reason: "enough-room" },
  ],
  ["counts no further than the maximum", { demands: [demand(100_000)], spotInstances: 0, target: 0 }, raiseTo(10)],
  ["begins with one instance while none is known", { demands: [demand(50)], newInstance: undefined }, raiseTo(3)],
  [
    "places the large ones first, which fit nowhere else",
    { demands: [demand(1, ofMemory(700)), demand(2, ofMemory(1000))], rooms: [room(2048, 1000), room(2048, 1700)] },
    { kind: "keep", reason: "enough-room" },
  ],
  [
    "fills the tightest room first, as the services' own strategy does",
    {
      demands: [demand(1, ofMemory(600)), demand(2, ofMemory(500)), demand(1, ofMemory(400))],
      rooms: [room(2048, 1400), room(2048, 600)],
    },
    { kind: "keep", reason: "enough-room" },
  ],
];

describe("planScaleOut", () => {
  for (const [title, facts, plan] of cases)
    it(title, () => {
      expect(planScaleOut({ ...nothing, ...facts }, limits)).to.deep.equal(plan);
    });

  it("keeps room for one more task of each service, the on-demand base's excepted", () => {
    const demands = [demand(0), demand(0, { cpu: 1024, memory: 512 }), demand(0, large, true)];
    const plan = (rooms: ScaleOutFacts["rooms"]) =>
      planScaleOut({ ...nothing, demands, rooms }, { ...limits, spareTasks: 1 });
    expect(plan([room(1280, 1024)])).to.deep.equal({ kind: "keep", reason: "enough-room" });
    expect(plan([room(1279, 1024)])).to.deep.equal(raiseTo(3));
  });

  it("says that it would, where no fleet is allowed", () => {
    const plan = planScaleOut({ ...nothing, demands: [demand(1)], target: 0 }, { ...limits, maximumTarget: 0 });
    expect(plan).to.deep.equal({ kind: "keep", reason: "at-maximum" });
  });

  const size = fc.record({ cpu: fc.integer({ min: 2, max: 3000 }), memory: fc.integer({ min: 6, max: 9000 }) });
  const facts: fc.Arbitrary<ScaleOutFacts> = fc.record({
    demands: fc.array(fc.record({ size, missing: fc.integer({ min: 0, max: 6 }), needsOnDemand: fc.boolean() }), {
      maxLength: 6,
    }),
    rooms: fc.array(fc.record({ free: size, isOnDemand: fc.boolean() }), { maxLength: 6 }),
    target: fc.integer({ min: 0, max: 12 }),
    spotInstances: fc.integer({ min: 0, max: 12 }),
    newInstance: fc.constantFrom(large, undefined),
  });
  const anyLimits = fc.record({
    maximumTarget: fc.integer({ min: 0, max: 20 }),
    spareTasks: fc.integer({ min: 0, max: 2 }),
  });

  it("only ever raises, and never beyond the maximum", () => {
    fc.assert(
      fc.property(facts, anyLimits, (seen, allowed) => {
        const plan = planScaleOut(seen, allowed);
        if (plan.kind === "raise") expect(plan.target).to.be.within(seen.target + 1, allowed.maximumTarget);
      }),
      { numRuns: 1000 },
    );
  });

  it("plans nothing more once the fleet has what it planned", () => {
    fc.assert(
      fc.property(facts, anyLimits, (seen, allowed) => {
        const plan = planScaleOut(seen, allowed);
        const target = plan.kind === "raise" ? plan.target : seen.target;
        expect(planScaleOut({ ...seen, target }, allowed).kind).to.equal("keep");
      }),
      { numRuns: 1000 },
    );
  });

  it("adds at most one instance a missing or spare task", () => {
    fc.assert(
      fc.property(facts, anyLimits, (seen, allowed) => {
        const plan = planScaleOut(seen, allowed);
        const free = seen.demands.filter(({ needsOnDemand }) => !needsOnDemand);
        const tasks = free.reduce((sum, { missing }) => sum + missing + allowed.spareTasks, 0);
        if (plan.kind === "raise") expect(plan.target - seen.spotInstances).to.be.at.most(tasks);
      }),
      { numRuns: 1000 },
    );
  });
});
