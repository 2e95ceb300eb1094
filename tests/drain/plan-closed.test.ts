import { ContainerInstanceStatus } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { isClosed } from "../../drain/plan-closed";

describe("isClosed", () => {
  it("tells of each status that AWS knows whether a task may still join", () => {
    const closed = Object.values(ContainerInstanceStatus).filter((status) => isClosed({ status }));

    expect(closed.sort()).to.deep.equal(["DEREGISTERING", "DRAINING", "REGISTRATION_FAILED"]);
  });

  it("knows nothing about an instance that ECS can't describe", () => {
    expect(isClosed({ status: "MISSING" })).to.equal(false);
  });
});
