import { expect } from "chai";
import { purchaseAttribute, renderUserData } from "../../components/user-data";

describe("renderUserData", () => {
  it("gives on-demand instances the attribute that placement constraints ask for", () => {
    expect(renderUserData("main", "on-demand").split("\n")).to.include(
      `ECS_INSTANCE_ATTRIBUTES={"${purchaseAttribute}":"on-demand"}`,
    );
  });
});
