import { expect } from "chai";
import fc from "fast-check";
import { type Pool, type PoolMember, planRoll, type RollFacts } from "../../fleet/plan-roll";
import type { RollNote } from "../../fleet/roll-note";
import { RollModel } from "./roll-model";

interface Run {
  readonly batch: number;
  readonly cuts: readonly ("before" | "after" | "no")[];
  readonly interruptions: readonly number[];
}

/** Runs a roll to its end; each step may be cut off before or after its change, and instances may be interrupted in between. */
const roll = (model: RollModel, run: Run, watch: () => void = () => undefined): void => {
  for (let index = 0; index < 5000; index += 1) {
    const step = planRoll(model.facts(), run.batch);
    if (step.kind === "done") return;
    const cut = run.cuts[index % run.cuts.length];
    if (cut !== "before") model.act(step);
    watch();
    model.interrupt(run.interruptions[index]);
    if (step.kind === "wait" || cut === "after") model.tick();
  }
  throw new Error("the roll doesn't end");
};

const settle = (model: RollModel): void => {
  for (let round = 0; round < 10; round += 1) model.tick();
};

/** Where a run is cut off and started anew; now and then one gets through. */
const cuts = fc
  .array(fc.constantFrom("before" as const, "after" as const, "no" as const), { maxLength: 30 })
  .map((list) => [...list, "no" as const]);

const isEveryoneNew = (model: RollModel): boolean =>
  [...model.spot.hosts, ...model.base.hosts].every(({ version }) => version === 2);

describe("planRoll", () => {
  it("completes what was cut off anywhere: all new, nothing drained twice, never fewer ready than before, 1,000 times", () => {
    fc.assert(
      fc.property(
        fc.record({ spot: fc.nat(8), base: fc.nat(3), batch: fc.integer({ min: 1, max: 4 }), cuts }),
        ({ spot, base, ...how }) => {
          const model = new RollModel(spot, base);
          const drains = new Map<string, number>();
          roll(model, { ...how, interruptions: [] }, () => {
            expect(model.readyOf(model.spot), "ready spot").to.be.at.least(spot);
            expect(model.readyOf(model.base), "ready base").to.be.at.least(base);
            for (const { instanceId, drains: count } of [...model.spot.hosts, ...model.base.hosts])
              drains.set(instanceId, count);
          });
          settle(model);

          expect(isEveryoneNew(model)).to.equal(true);
          expect([...drains.values()].every((count) => count <= 1)).to.equal(true);
          expect(model.cutOff).to.deep.equal([]);
          expect([model.spot.target, model.spot.hosts.length]).to.deep.equal([spot, spot]);
          expect([model.base.target, model.base.ceiling, model.base.hosts.length]).to.deep.equal([base, base, base]);
          expect(model.note).to.equal(undefined);
        },
      ),
      { numRuns: 1000, seed: 42 },
    );
  }).timeout(60_000);

  it("ends with what the target says, whichever instances AWS takes back meanwhile, in 1,000 sequences", () => {
    const sequence = fc.record({
      spot: fc.integer({ min: 1, max: 8 }),
      batch: fc.integer({ min: 1, max: 4 }),
      cuts,
      interruptions: fc.array(fc.nat(200), { maxLength: 60 }),
    });
    fc.assert(
      fc.property(sequence, ({ spot, ...how }) => {
        const model = new RollModel(spot, 1);
        roll(model, how);
        settle(model);

        expect(isEveryoneNew(model)).to.equal(true);
        expect([model.spot.target, model.spot.hosts.length]).to.deep.equal([spot, spot]);
        expect(model.cutOff).to.deep.equal([]);
      }),
      { numRuns: 1000, seed: 42 },
    );
  }).timeout(60_000);

  it("does nothing where everything is new", () => {
    const model = new RollModel(2, 1);
    roll(model, { batch: 2, cuts: ["no"], interruptions: [] });
    expect(planRoll(model.facts(), 2)).to.deep.equal({ kind: "done" });
  });

  const member = (instanceId: string, change: Partial<PoolMember> = {}): PoolMember => ({
    instanceId,
    isOld: false,
    state: "ready",
    unfinishedTasks: undefined,
    ...change,
  });
  const pool = (members: readonly PoolMember[], change: Partial<Pool> = {}): Pool => ({
    name: "spot",
    target: 2,
    ceiling: 2,
    members,
    ...change,
  });
  const note = (change: Partial<RollNote> = {}): RollNote => ({
    pool: "spot",
    phase: "surge",
    from: 2,
    to: 2,
    surge: 1,
    ready: 2,
    victims: ["a"],
    ...change,
  });
  const old = { isOld: true };
  const facts = (
    members: readonly PoolMember[],
    rest: Partial<RollFacts> & { pool?: Partial<Pool> } = {},
  ): RollFacts => ({
    pools: [pool(members, rest.pool)],
    note: rest.note,
    deploying: rest.deploying ?? [],
  });
  const onDemand = { name: "on-demand" } as const;
  const ofBase = { pool: "on-demand" } as const;
  const empty = { state: "draining", unfinishedTasks: [] } as const;

  const rows: readonly (readonly [string, RollFacts, object])[] = [
    [
      "begins with as many old instances as a batch has, in the order of their ids",
      facts([member("c", old), member("b", old), member("a", old), member("n")], { pool: { target: 4 } }),
      { kind: "begin", note: note({ from: 4, to: 4, surge: 2, ready: 4, victims: ["a", "b"] }) },
    ],
    [
      "begins nothing during a deployment",
      facts([member("a", old)], { deploying: ["web-blue"] }),
      { kind: "wait", reason: "deployment", subjects: ["web-blue"] },
    ],
    ["is done during a deployment, too", facts([member("n")], { deploying: ["web-blue"] }), { kind: "done" }],
    [
      "leaves what somebody else drains to them",
      facts([member("a", { ...old, state: "draining" }), member("b", { ...old, state: "leaving" })]),
      { kind: "wait", reason: "other-drains", subjects: ["a"] },
    ],
    [
      "raises the target first",
      facts([member("a", old), member("b")], { note: note() }),
      { kind: "resize", pool: "spot", target: 3 },
    ],
    [
      "waits for replacements that take tasks",
      facts([member("a", old), member("b"), member("n", { state: "starting" })], { note: note(), pool: { target: 3 } }),
      { kind: "wait", reason: "replacements", subjects: ["n"] },
    ],
    [
      "drains nothing during a deployment",
      facts([member("a", old), member("b"), member("n")], {
        note: note(),
        pool: { target: 3 },
        deploying: ["web-blue"],
      }),
      { kind: "wait", reason: "deployment", subjects: ["web-blue"] },
    ],
    [
      "drains when there are as many others as there were instances",
      facts([member("a", old), member("b"), member("n")], { note: note(), pool: { target: 3 } }),
      { kind: "drain", instanceIds: ["a"] },
    ],
    [
      "waits for the last task",
      facts([member("a", { ...old, state: "draining", unfinishedTasks: ["t"] }), member("b"), member("n")], {
        note: note(),
        pool: { target: 3 },
        deploying: ["web-blue"],
      }),
      { kind: "wait", reason: "tasks", subjects: ["t"] },
    ],
    [
      "keeps what autoscaling added meanwhile",
      facts([member("a", { ...old, ...empty }), member("b"), member("n")], { note: note(), pool: { target: 5 } }),
      { kind: "note", note: note({ phase: "lower", to: 4 }) },
    ],
    [
      "forgets a batch that was taken away before anything happened",
      facts([member("b")], { note: note() }),
      { kind: "finish", note: note() },
    ],
    [
      "lowers the target before it ends anything",
      facts([member("a", { ...old, ...empty })], { note: note({ phase: "lower" }), pool: { target: 3 } }),
      { kind: "resize", pool: "spot", target: 2 },
    ],
    [
      "ends one more where the fleet replaced a victim that was taken away",
      facts([member("m"), member("n"), member("o", { state: "starting" })], { note: note({ phase: "lower" }) }),
      { kind: "note", note: note({ phase: "shrink", victims: ["m"] }) },
    ],
    [
      "drains again what somebody took back into service",
      facts([member("a", old)], { note: note({ phase: "shrink" }) }),
      { kind: "drain", instanceIds: ["a"] },
    ],
    [
      "ends what is empty",
      facts([member("a", { ...old, ...empty }), member("n")], { note: note({ phase: "shrink" }) }),
      { kind: "terminate", pool: "spot", instanceIds: ["a"] },
    ],
    [
      "waits until it is gone",
      facts([member("a", { ...old, state: "leaving" })], { note: note({ phase: "shrink" }) }),
      { kind: "wait", reason: "departure", subjects: ["a"] },
    ],
    [
      "finishes a batch",
      facts([member("n")], { note: note({ phase: "shrink" }) }),
      { kind: "finish", note: note({ phase: "shrink" }) },
    ],
    [
      "leaves the draining of a group's instance to its hook",
      facts([member("a", old), member("b"), member("n")], {
        note: note(ofBase),
        pool: { ...onDemand, target: 3, ceiling: 3 },
      }),
      { kind: "note", note: note({ ...ofBase, phase: "shrink" }) },
    ],
    [
      "lets the group end its instance",
      facts([member("a", old)], { note: note({ ...ofBase, phase: "shrink" }), pool: onDemand }),
      { kind: "terminate", pool: "on-demand", instanceIds: ["a"] },
    ],
    [
      "waits while the hook drains",
      facts([member("a", { ...old, state: "draining", unfinishedTasks: ["t"] })], {
        note: note({ ...ofBase, phase: "shrink" }),
        pool: onDemand,
      }),
      { kind: "wait", reason: "departure", subjects: ["a"] },
    ],
    [
      "sets the group's maximum back at the end",
      facts([member("n")], { note: note({ ...ofBase, phase: "shrink" }), pool: { ...onDemand, ceiling: 3 } }),
      { kind: "resize", pool: "on-demand", target: 2 },
    ],
    [
      "forgets a batch of a pool that is gone",
      { pools: [], note: note(), deploying: [] },
      { kind: "finish", note: note() },
    ],
  ];

  for (const [title, found, expected] of rows) {
    it(title, () => {
      expect(planRoll(found, 2)).to.deep.equal(expected);
    });
  }
});
