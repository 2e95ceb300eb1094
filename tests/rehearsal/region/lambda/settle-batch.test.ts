import { expect } from "chai";
import { settleBatch } from "../../../../rehearsal/region/lambda/settle-batch";

const ids = ["a", "b", "c"];

describe("settleBatch", () => {
  const reported: readonly (readonly [string, unknown, readonly string[]])[] = [
    ["no failure", { batchItemFailures: [] }, ids],
    ["one failure", { batchItemFailures: [{ itemIdentifier: "b" }] }, ["a", "c"]],
    ["all failures", { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }, []],
    ["nothing", undefined, ids],
    ["null", null, ids],
    ["an empty object", {}, ids],
    ["null for the failures", { batchItemFailures: null }, ids],
    ["an unknown id", { batchItemFailures: [{ itemIdentifier: "d" }] }, []],
    ["an empty id", { batchItemFailures: [{ itemIdentifier: "" }] }, []],
    ["a failure without an id", { batchItemFailures: [{}] }, []],
    ["no list", { batchItemFailures: "b" }, []],
  ];
  for (const [title, answer, done] of reported) {
    it(`deletes ${done.length} of 3 messages when the function answers ${title}`, () => {
      expect(settleBatch(ids, answer, true)).to.deep.equal(done);
    });
  }

  it("deletes all messages of a function that isn't asked for failures", () => {
    expect(settleBatch(ids, { batchItemFailures: [{ itemIdentifier: "b" }] }, false)).to.deep.equal(ids);
  });
});
