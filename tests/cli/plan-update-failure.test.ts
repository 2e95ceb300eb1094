import { expect } from "chai";
import { planUpdateFailure } from "../../cli/plan-update-failure";

const cases = [
  ["error: the stack is currently locked by 1 lock(s). Either wait", true, "update-running"],
  ["error: [409] Conflict: Another update is currently in progress.", true, "update-running"],
  ["ValidationException: Pre-Condition failed", true, "in-the-way"],
  ["PutKey was answered with ConflictException: The ETag", true, "in-the-way"],
  ['before hook "guard-pointer" failed: active changed to frontend_c (blue)', true, "active-changed"],
  ["error: the stack is currently locked by 1 lock(s)", false, "active-changed"],
  ["error: AccessDeniedException", true, "update-refused"],
] as const;

describe("planUpdateFailure", () => {
  for (const [output, isAsBefore, kind] of cases) {
    it(`takes "${output}" ${isAsBefore ? "" : "beside another pointer "}for ${kind}`, () => {
      expect(planUpdateFailure(output, isAsBefore)).to.deep.equal({ kind });
    });
  }
});
