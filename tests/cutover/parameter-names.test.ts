import { expect } from "chai";
import { parameterNames } from "../../cutover/parameter-names";

describe("parameterNames", () => {
  it("keeps the parameters of two stacks of one project apart", () => {
    expect(parameterNames({ project: "shop", stack: "staging" })).to.deep.equal({
      declared: "/switchyard/shop/staging/declared",
      cutover: "/switchyard/shop/staging/cutover",
    });
  });
});
