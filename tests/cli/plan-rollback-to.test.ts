import { expect } from "chai";
import { planRollbackTo } from "../../cli/plan-rollback-to";
import { update } from "../support/history";

describe("planRollbackTo", () => {
  const configured = { blue: { version: "1" }, green: { version: "2" } };

  it("goes back to the update that is asked for", () => {
    const history = [update("green"), update("blue"), update("blue", { endTime: "older" })];

    expect(planRollbackTo({ history, live: "green", configured, number: 1 })).to.deep.include({
      kind: "roll-back",
      to: "blue",
      position: 2,
      endTime: "older",
    });
  });

  it("refuses an update that names no colour", () => {
    const history = [update("green"), update(undefined)];

    expect(planRollbackTo({ history, live: "green", configured, number: 1 })).to.deep.equal({
      kind: "no-such-rollback",
      number: 1,
      reason: "same-color",
      found: "no colour",
    });
  });

  it("goes back to the newest that will do where none is asked for", () => {
    const history = [update("green"), update("blue", { endTime: "newest" }), update("blue")];

    expect(planRollbackTo({ history, live: "green", configured })).to.deep.include({ kind: "roll-back", position: 1 });
  });

  it("says for each number what is wrong with it", () => {
    const history = [
      update("green"),
      update("blue", { result: "failed" }),
      update("blue", { kind: "destroy" }),
      update("green"),
    ];
    const refusalOf = (number: number) => {
      const plan = planRollbackTo({ history, live: "green", configured, number });
      return plan.kind === "no-such-rollback" ? [plan.reason, plan.found] : plan.kind;
    };

    expect([5, 3, 2, 1].map(refusalOf)).to.deep.equal([
      ["unknown-number", "4 updates"],
      ["not-succeeded", "failed"],
      ["not-an-update", "destroy"],
      ["same-color", "green"],
    ]);
  });
});
