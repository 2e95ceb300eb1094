import { expect } from "chai";
import { effectKey, leaseKey, messageKey } from "../../consumption/plan-keys";

describe("the keys of a worker's items", () => {
  it("begin with what they are and whose", () => {
    expect([leaseKey("bot"), messageKey("bot", "m-1"), effectKey("bot", "total")]).to.deep.equal([
      "lease#bot",
      "message#bot#m-1",
      "effect#bot#total",
    ]);
  });
});
