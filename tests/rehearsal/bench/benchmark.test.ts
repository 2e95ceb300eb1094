import { expect } from "chai";
import { formatFigure, keepsLimits } from "../../../rehearsal/bench/benchmark";

describe("formatFigure", () => {
  it("prints name, value and unit", () => {
    expect(formatFigure({ name: "up", value: 12.3456, unit: "s" })).to.equal(`  ${"up".padEnd(44)}       12.35 s`);
  });

  it("says whether a limit was kept", () => {
    expect(formatFigure({ name: "ratio", value: 1.3, unit: "times", limit: 1.3 })).to.match(
      /1\.30 times {2}\(limit 1\.3 times: kept\)$/,
    );
    expect(formatFigure({ name: "ratio", value: 1.31, unit: "times", limit: 1.3 })).to.match(/EXCEEDED\)$/);
  });
});

describe("keepsLimits", () => {
  it("fails for one figure above its limit, and only for that", () => {
    const free = { name: "free", value: 99, unit: "s" };
    const kept = { name: "kept", value: 1, unit: "s", limit: 1 };

    expect(keepsLimits([free, kept])).to.equal(true);
    expect(keepsLimits([free, kept, { ...kept, value: 1.01 }])).to.equal(false);
  });
});
