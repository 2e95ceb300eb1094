import { expect } from "chai";
import { guardPointer, pointerBeforeVariable } from "../../releases/guard-pointer";

const pointer = (r: string, x: readonly string[] = []) => JSON.stringify({ v: 1, c: "blue", r, x });

describe("guardPointer", () => {
  it("lets every update through that no command has prepared", () => {
    expect(guardPointer({ value: "anything" }, undefined)).to.equal(undefined);
    expect(pointerBeforeVariable).to.equal("SWITCHYARD_POINTER_BEFORE");
  });

  it("lets an update through while the pointer is what the command saw", () => {
    guardPointer({ value: pointer("frontend_a", ["x", "y"]) }, pointer("frontend_a", ["y", "x"]));
  });

  it("refuses where somebody else has written it since", () => {
    expect(() => guardPointer({ value: pointer("frontend_b") }, pointer("frontend_a"))).to.throw(
      "active changed to frontend_b (blue) while this update was being prepared. Look at it, then repeat.",
    );
  });

  it("refuses where nobody can say what it was", () => {
    for (const inputs of [undefined, {}, { value: 1 }]) {
      expect(() => guardPointer(inputs, pointer("frontend_a"))).to.throw("which is no pointer to a release");
    }
  });
});
