import { expect } from "chai";
import { planCutoverRows } from "../../cli/plan-history";
import { update } from "../support/history";

describe("planCutoverRows", () => {
  it("tells each move with version and seconds", () => {
    const rows = planCutoverRows([update("green"), update("blue")]);

    expect(rows.map(({ number, kind, version, seconds }) => [number, kind, version, seconds])).to.deep.equal([
      [2, "cutover", "2", 5],
      [1, "first-deployment", "1", 5],
    ]);
  });

  it("knows no version and no seconds where the history doesn't", () => {
    const vague = update("green", { startTime: "undefined", entries: { blue: undefined, green: undefined } });

    expect(planCutoverRows([vague])[0]).to.include({ version: null, seconds: 0 });
    expect(planCutoverRows([update("green", { entries: { blue: {}, green: {} } })])[0]?.version).to.equal(null);
  });

  it("numbers by position where the backend gives no versions, and by version where it does", () => {
    expect(planCutoverRows([update("green"), update("blue")]).map(({ number }) => number)).to.deep.equal([2, 1]);
    expect(
      planCutoverRows([update("green", { version: 41 }), update("blue", { version: 40 })]).map(({ number }) => number),
    ).to.deep.equal([41, 40]);
  });

  it("leaves out what moved no requests, and what was no update", () => {
    const history = [update("green"), update("green"), update("blue", { kind: "refresh" }), update("blue")];

    expect(planCutoverRows(history).map(({ number }) => number)).to.deep.equal([3, 1]);
  });

  it("compares with what succeeded last, not with an attempt", () => {
    const history = [update("green"), update("green", { result: "failed" }), update("blue")];
    const rows = planCutoverRows(history);

    expect(rows.map(({ kind, from, to }) => ({ kind, from, to }))).to.deep.equal([
      { kind: "cutover", from: { blue: 100, green: 0 }, to: { blue: 0, green: 100 } },
      { kind: "attempt", from: { blue: 100, green: 0 }, to: { blue: 0, green: 100 } },
      { kind: "first-deployment", from: null, to: { blue: 100, green: 0 } },
    ]);
  });

  it("tells a failed update of an unreadable config, but no succeeded one", () => {
    const failed = update(undefined, { result: "failed", message: "oops", commit: "abc" });

    expect(planCutoverRows([failed, update(undefined)])).to.deep.equal([
      {
        number: 2,
        startTime: "2026-11-20T10:00:00.000Z",
        seconds: 5,
        result: "failed",
        kind: "attempt",
        from: null,
        to: null,
        version: null,
        message: "oops",
        commit: "abc",
      },
    ]);
  });

  it("calls less than everything a shift, and names the version that gains", () => {
    const ramp = [update("blue"), update("blue", { shift: 25 }), update("blue")];

    expect(planCutoverRows(ramp).map(({ kind, version, to }) => [kind, version, to?.green])).to.deep.equal([
      ["shift", "1", 0],
      ["shift", "2", 25],
      ["first-deployment", "1", 0],
    ]);
  });

  it("never tells less than no time", () => {
    const backwards = update("green", { endTime: "2026-11-20T09:00:00.000Z" });

    expect(planCutoverRows([backwards])[0]?.seconds).to.equal(0);
  });
});
