import { expect } from "chai";
import { type ProbeAnswer, planProbe } from "../../cli/plan-probe";

const from = (at: number, release?: string): ProbeAnswer => ({ at, ...(release === undefined ? {} : { release }) });
const none = (at: number): ProbeAnswer => ({ at, problem: "ENOTFOUND" });

describe("planProbe", () => {
  it("has seen the release after three answers in a row, and says when the first one came", () => {
    const answers = [from(0, "a"), from(0.5, "b"), from(1, "a"), from(1.5, "b"), from(2, "b")];
    expect(planProbe("b", answers)).to.deep.equal({ kind: "ask-again" });
    expect(planProbe("b", [...answers, from(2.5, "b")])).to.deep.equal({ kind: "seen", first: 0.5, all: 2.5 });
  });

  it("asks at first, and for a minute where somebody answers", () => {
    expect(planProbe("b", [])).to.deep.equal({ kind: "ask-again" });
    expect(planProbe("b", [from(59.9, "a")])).to.deep.equal({ kind: "ask-again" });
    expect(planProbe("b", [from(0), from(60, "a")])).to.deep.equal({ kind: "not-seen", last: "an answer of a" });
    expect(planProbe("b", [from(60)])).to.deep.equal({ kind: "not-seen", last: "an answer of no release" });
    expect(planProbe("b", [from(1, "b"), none(60)])).to.deep.equal({ kind: "not-seen", last: "ENOTFOUND" });
  });

  it("gives up soon where nobody answers", () => {
    expect(planProbe("b", [none(0), none(1.9)])).to.deep.equal({ kind: "ask-again" });
    expect(planProbe("b", [none(0), none(2)])).to.deep.equal({ kind: "unreachable", reason: "ENOTFOUND" });
  });
});
