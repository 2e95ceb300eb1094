import { expect } from "chai";
import { countEffect } from "../../../../rehearsal/app/worker/count-effect";

describe("countEffect", () => {
  it("counts the message that it is about, after some work", async () => {
    const handle = countEffect({ tableName: "workers", service: "bot", workMs: 20 });
    const start = performance.now();
    const message = { id: "1", body: "m-1", attributes: {}, receiptHandle: "r" };
    expect(await handle(message, { fence: 1, signal: new AbortController().signal })).to.deep.equal([
      {
        Update: {
          TableName: "workers",
          Key: { id: { S: "effect#bot#m-1" } },
          UpdateExpression: "ADD #times :one",
          ExpressionAttributeNames: { "#times": "times" },
          ExpressionAttributeValues: { ":one": { N: "1" } },
        },
      },
    ]);
    expect(performance.now() - start).to.be.above(15);
  });
});
