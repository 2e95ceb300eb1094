import { expect } from "chai";
import { readDeclaration } from "../../consumption/read-declaration";
import { formatDeclared } from "../../cutover/declared";
import { planWeights } from "../../cutover/plan-weights";

const declared = (weights: ReturnType<typeof planWeights>, activeColor?: "blue" | "green") => ({
  value: formatDeclared({
    ruleArns: {},
    groupArns: {},
    weights,
    ...(activeColor === undefined ? {} : { activeColor }),
  }),
  modifiedAt: 7,
});

describe("readDeclaration", () => {
  it("takes the colour that serves, whatever a ramp has shifted, and when AWS took the record for the fence", () => {
    expect(readDeclaration(declared(planWeights("blue", 75), "blue"))).to.deep.equal({ color: "blue", fence: 7 });
  });

  it("takes the colour with all the weight from a record that doesn't name one", () => {
    expect(readDeclaration(declared(planWeights("green", 0)))).to.deep.equal({ color: "green", fence: 7 });
  });

  it("takes no colour from a ramp that doesn't name one, nor where nothing is declared", () => {
    expect(readDeclaration(declared(planWeights("green", 1)))).to.deep.equal({ color: undefined, fence: 7 });
    expect(readDeclaration(undefined)).to.deep.equal({ color: undefined, fence: 0 });
  });

  it("refuses a record that isn't one", () => {
    expect(() => readDeclaration({ value: "green", modifiedAt: 7 })).to.throw('The parameter "declared" is not what');
  });
});
