import { expect } from "chai";
import fc from "fast-check";
import { planReleaseBatches } from "../../cutover/plan-release-batches";

const task = (id: string, connections: number) => ({ id, connections });

describe("planReleaseBatches", () => {
  it("fills each batch up to the cap, the fullest tasks first", () => {
    const tasks = [task("a", 10), task("b", 60), task("c", 40), task("d", 90)];
    expect(planReleaseBatches(tasks, { maxDisconnects: 100, maxTasks: 10 })).to.deep.equal([
      [task("d", 90), task("a", 10)],
      [task("b", 60), task("c", 40)],
    ]);
  });

  it("takes no more tasks than allowed, however empty they are", () => {
    const tasks = ["a", "b", "c"].map((id) => task(id, 0));
    const batches = planReleaseBatches(tasks, { maxDisconnects: 100, maxTasks: 2 });
    expect(batches.map((batch) => batch.map(({ id }) => id))).to.deep.equal([["a", "b"], ["c"]]);
  });

  it("makes no batch of nothing", () => {
    expect(planReleaseBatches([], { maxDisconnects: 100, maxTasks: 2 })).to.deep.equal([]);
  });

  it("holds every task once, in no more than twice the batches that the caps ask for", () => {
    const counts = fc.array(fc.nat(100), { maxLength: 60 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 100, max: 500 }), fc.integer({ min: 1, max: 9 }), (all, cap, maxTasks) => {
        const tasks = all.map((connections, index) => task(String(index), connections));
        const batches = planReleaseBatches(tasks, { maxDisconnects: cap, maxTasks });
        expect(batches.flat().sort((a, b) => Number(a.id) - Number(b.id))).to.deep.equal(tasks);
        const sums = batches.map((batch) => batch.reduce((sum, { connections }) => sum + connections, 0));
        for (const [index, batch] of batches.entries()) {
          expect(sums[index]).to.be.at.most(cap);
          expect(batch.length).to.be.within(1, maxTasks);
        }
        const total = all.reduce((sum, connections) => sum + connections, 0);
        expect(batches.length).to.be.at.most(2 * (total / cap + tasks.length / maxTasks) + 1);
      }),
    );
  });
});
