import { expect } from "chai";
import { planFrontendStatus } from "../../cli/plan-frontend-status";

const pointer = { v: 1, c: "green", r: "frontend_b", x: [] } as const;

describe("planFrontendStatus", () => {
  it("takes the pointer to the release of the colour that serves for right", () => {
    expect(planFrontendStatus(pointer, "green")).to.deep.equal({
      color: "green",
      release: "frontend_b",
      isDrifted: false,
    });
  });

  it("takes the pointer to the other colour's release for drift", () => {
    expect(planFrontendStatus(pointer, "blue")).to.deep.equal({
      color: "green",
      release: "frontend_b",
      isDrifted: true,
    });
  });

  it("takes nothing for drift that nobody can read", () => {
    expect(planFrontendStatus(undefined, "blue")).to.deep.equal({ color: null, release: null, isDrifted: false });
  });
});
