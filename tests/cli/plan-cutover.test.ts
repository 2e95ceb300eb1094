import { expect } from "chai";
import { type CutoverFacts, planCutover } from "../../cli/plan-cutover";

const facts: CutoverFacts = {
  config: { activeColor: "blue", shift: 0 },
  capacity: { blue: "full", green: "full" },
  entries: { blue: { version: "1" }, green: { version: "2" } },
  declared: { blue: 100, green: 0 },
  live: { blue: 100, green: 0 },
};

describe("planCutover", () => {
  it("changes one key where the colour runs already", () => {
    expect(planCutover({ to: "green" }, facts)).to.deep.equal({
      kind: "cut-over",
      weights: { blue: 0, green: 100 },
      flip: { activeColor: "green" },
      undo: { activeColor: "blue" },
    });
  });

  it("warms a colour that isn't full, first, and knows how to set it back", () => {
    expect(planCutover({ to: "green" }, { ...facts, capacity: { blue: "full", green: "min" } })).to.deep.include({
      warm: { green: { version: "2", capacity: "full" } },
      undo: { activeColor: "blue", green: { version: "2" } },
    });
  });

  it("warms a colour that only the defaults describe", () => {
    const bare = { ...facts, capacity: { blue: "full", green: "off" }, entries: { blue: {}, green: undefined } };

    expect(planCutover({ to: "green" }, bare)).to.deep.include({ warm: { green: { capacity: "full" } } });
  });

  it("has nothing to do where config, record and rules agree already", () => {
    expect(planCutover({ to: "blue" }, facts)).to.deep.equal({ kind: "nothing-to-do" });
    expect(planCutover({ to: "blue" }, { ...facts, live: undefined }).kind).to.equal("cut-over");
  });
});
