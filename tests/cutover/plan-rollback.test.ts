import { expect } from "chai";
import fc from "fast-check";
import { type HistoryEntry, planRollback } from "../../cutover/plan-rollback";
import { type Color, colors } from "../../cutover/plan-weights";
import { update as anyUpdate } from "../support/history";

const blue = { version: "1.4.2.RELEASE", images: { web: "web@sha256:b" } };
const green = { version: "1.5.0.RELEASE", images: { web: "web@sha256:g" } };

const update = (activeColor: Color | undefined, rest: Partial<HistoryEntry> = {}): HistoryEntry =>
  anyUpdate(activeColor, { entries: { blue, green }, ...rest });

describe("planRollback", () => {
  it("goes to the newest succeeded update of the other colour", () => {
    const history = [update("green"), update("blue", { endTime: "newest blue" }), update("blue")];

    expect(planRollback(history, "green", { blue, green })).to.deep.equal({
      kind: "roll-back",
      to: "blue",
      position: 1,
      endTime: "newest blue",
      entry: blue,
      isInstant: true,
    });
  });

  it("passes over failed, unfinished and other kinds of entries", () => {
    const history = [
      update("green"),
      update("blue", { result: "failed" }),
      update("blue", { result: "in-progress" }),
      update("blue", { kind: "refresh" }),
      update("blue", { endTime: "the one" }),
    ];

    expect(planRollback(history, "green", { blue, green })).to.include({ position: 4, endTime: "the one" });
  });

  it("doesn't trust the configuration of a failed flip to tell the live colour", () => {
    const history = [update("green", { result: "failed" }), update("blue"), update("green", { endTime: "before" })];

    expect(planRollback(history, "blue", { blue, green })).to.include({ to: "green", position: 2, endTime: "before" });
  });

  it("says that the colour must be deployed first when it is configured differently today", () => {
    const then = { version: "1.4.1.RELEASE", images: { web: "web@sha256:old" } };
    const history = [update("green"), update("blue", { entries: { blue: then, green } })];

    expect(planRollback(history, "green", { blue, green })).to.include({ entry: then, isInstant: false });
  });

  it("takes the same entry with its keys in another order for the same", () => {
    const reordered = { images: { web: "web@sha256:b" }, version: "1.4.2.RELEASE" };

    expect(planRollback([update("blue")], "green", { blue: reordered, green })).to.include({ isInstant: true });
  });

  it("is instant where neither then nor today anything was configured but the defaults", () => {
    const history = [update("blue", { entries: { blue: undefined, green } })];

    expect(planRollback(history, "green", { blue: undefined, green })).to.include({ isInstant: true });
    expect(planRollback(history, "green", { blue, green })).to.include({ isInstant: false });
  });

  it("has nothing to offer before the first success or when the other colour was never active", () => {
    expect(planRollback([], "blue", { blue, green })).to.deep.equal({
      kind: "no-rollback",
      reason: "no-succeeded-update",
    });
    expect(planRollback([update("green", { result: "failed" })], "blue", { blue, green })).to.deep.equal({
      kind: "no-rollback",
      reason: "no-succeeded-update",
    });
    expect(planRollback([update("blue"), update(undefined)], "blue", { blue, green })).to.deep.equal({
      kind: "no-rollback",
      reason: "other-color-never-active",
    });
  });

  it("never chooses the live colour nor an entry that did not succeed", () => {
    const entry = fc
      .record({
        activeColor: fc.constantFrom(...colors, undefined),
        result: fc.constantFrom("succeeded", "failed", "in-progress"),
        kind: fc.constantFrom("update", "destroy", "refresh"),
      })
      .map(({ activeColor, ...rest }) => update(activeColor, rest));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), fc.constantFrom(...colors), (history, live) => {
        const plan = planRollback(history, live, { blue, green });
        const isCandidate = (candidate: HistoryEntry): boolean =>
          candidate.kind === "update" && candidate.result === "succeeded" && candidate.activeColor !== undefined;
        const first = history.findIndex((candidate) => isCandidate(candidate) && candidate.activeColor !== live);
        expect(plan.kind === "roll-back" ? plan.position : -1).to.equal(first);
      }),
    );
  });
});
