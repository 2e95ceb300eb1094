import { expect } from "chai";
import { lackingText, planLacking } from "../../cli/plan-readiness";

const two = { healthy: 2, total: 2 };

describe("planLacking", () => {
  it("asks for one target at least, where neither minimum nor other colour says more", () => {
    expect(planLacking({ web: { blue: undefined, green: undefined } }, "green", {})).to.deep.equal([
      { service: "web", healthy: 0, required: 1 },
    ]);
  });

  it("asks for as many as the minimum and as the other colour has", () => {
    const health = { api: { blue: { healthy: 1, total: 1 }, green: two }, web: { blue: two, green: two } };

    expect(planLacking(health, "green", { api: 3, web: 2 })).to.deep.equal([
      { service: "api", healthy: 2, required: 3 },
    ]);
    expect(planLacking(health, "blue", {})).to.deep.equal([{ service: "api", healthy: 1, required: 2 }]);
  });
});

describe("lackingText", () => {
  it("tells both numbers", () => {
    expect(lackingText({ service: "web", healthy: 1, required: 2 })).to.equal("web has 1 of 2 healthy");
  });
});
