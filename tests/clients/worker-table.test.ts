import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { createWorkerTable, type LeaseAnswer, type WorkerTable } from "../../clients/worker-table";
import { startEndpoint } from "../../rehearsal/wire/endpoint";
import { withTable } from "../rehearsal/region/dynamodb/dynamo-region";
import type { RehearsedRegion } from "../rehearsal/region/rehearsed-region";
import { awsError, fakeAwsClient } from "../support/fake-aws-client";

const key = "lease#bot";
const refusedBy = (color: string, fence: number, renewals: number): LeaseAnswer => ({
  kind: "refused",
  color,
  fence,
  renewals,
});
const held: LeaseAnswer = { kind: "held" };

/** The client's own expressions against the region's DynamoDB, over the wire. */
describe("createWorkerTable", () => {
  let rehearsed: RehearsedRegion;
  let table: WorkerTable;
  let close: () => Promise<void>;

  beforeEach(async () => {
    rehearsed = await withTable();
    const endpoint = await startEndpoint((service, operation, input) =>
      rehearsed.region.call(service, operation, input),
    );
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const client = new DynamoDBClient({ endpoint: endpoint.url, region: "eu-west-1", credentials });
    table = createWorkerTable(client, "jobs");
    close = async () => {
      client.destroy();
      await endpoint.close();
    };
  });

  afterEach(() => close());

  const renew = (
    color: string,
    fence: number,
    { task = `${color}-1`, takeOver }: { task?: string; takeOver?: number } = {},
  ) => table.renew({ key, color, fence, task }, { heldUntil: 99, takeOver });
  const release = (color: string, task = `${color}-1`) => table.release({ key, color, task });
  const item = async (id: string) =>
    (await rehearsed.call<{ Item?: object }>("dynamodb", "GetItem", { TableName: "jobs", Key: { id: { S: id } } }))
      .Item;

  it("gives a lease that nobody has, to every task of the colour", async () => {
    expect([await renew("blue", 5), await renew("blue", 5, { task: "blue-2" })]).to.deep.equal([held, held]);
    expect(await item(key)).to.deep.equal({
      id: { S: key },
      color: { S: "blue" },
      fence: { N: "5" },
      heldUntil: { N: "99" },
      renewals: { N: "2" },
      holders: { SS: ["blue-1", "blue-2"] },
    });
  });

  it("goes on by a newer fence of the same colour, and not by an older one", async () => {
    await renew("blue", 5);
    expect([await renew("blue", 6), await renew("blue", 5)]).to.deep.equal([held, refusedBy("blue", 6, 2)]);
  });

  it("refuses the other colour while a task holds it, and lets it in when the last one has released", async () => {
    await renew("blue", 5);
    await renew("blue", 5, { task: "blue-2" });
    expect(await renew("green", 6)).to.deep.equal(refusedBy("blue", 5, 2));
    await release("blue");
    expect(await renew("green", 6)).to.deep.equal(refusedBy("blue", 5, 2));
    await release("blue", "blue-2");
    expect(await renew("green", 6)).to.deep.equal(held);
  });

  it("never goes back to an older fence, whoever released", async () => {
    await renew("green", 6);
    await release("green");
    expect(await renew("blue", 5)).to.deep.equal(refusedBy("green", 6, 1));
    expect(await renew("blue", 5, { takeOver: 1 })).to.deep.equal(refusedBy("green", 6, 1));
  });

  it("is taken over only if nobody renewed it since it was seen to run out, with its holders forgotten", async () => {
    await renew("blue", 5);
    await renew("blue", 5);
    expect(await renew("green", 6, { takeOver: 1 })).to.deep.equal(refusedBy("blue", 5, 2));
    expect(await renew("green", 6, { takeOver: 2 })).to.deep.equal(held);
    expect(await item(key))
      .to.have.property("holders")
      .that.deep.equals({ SS: ["green-1"] });
  });

  it("has nothing released by a colour that lost it", async () => {
    await renew("blue", 5);
    await renew("green", 6, { takeOver: 1 });
    await release("blue");
    expect(await renew("blue", 7)).to.deep.equal(refusedBy("green", 6, 2));
  });

  const message = { leaseKey: key, messageKey: "message#bot#1", color: "blue", fence: 5, expires: 1_000 };
  const effect = {
    Update: {
      TableName: "jobs",
      Key: { id: { S: "effect#bot#1" } },
      UpdateExpression: "ADD #times :one",
      ExpressionAttributeNames: { "#times": "times" },
      ExpressionAttributeValues: { ":one": { N: "1" } },
    },
  };

  it("records a message with its effect, once", async () => {
    await renew("blue", 5);
    const record = { ...message, writes: [effect] };
    expect(await table.isDone("message#bot#1")).to.equal(false);
    expect([await table.record(record), await table.record(record)]).to.deep.equal(["recorded", "done-before"]);
    expect(await table.isDone("message#bot#1")).to.equal(true);
    expect(await item("effect#bot#1")).to.deep.equal({ id: { S: "effect#bot#1" }, times: { N: "1" } });
    expect(await item("message#bot#1")).to.deep.equal({
      id: { S: "message#bot#1" },
      color: { S: "blue" },
      fence: { N: "5" },
      expires: { N: "1000" },
    });
  });

  for (const [what, color, fence] of [
    ["another colour", "green", 6],
    ["another fence", "blue", 6],
  ] as const) {
    it(`records nothing once the lease is ${what}'s`, async () => {
      await renew(color, fence);
      expect(await table.record({ ...message, writes: [effect] })).to.equal("not-ours");
      expect([await item("effect#bot#1"), await item("message#bot#1")]).to.deep.equal([undefined, undefined]);
    });
  }

  it("passes on what isn't about the lease: a failed condition of the effect's, or a conflict", async () => {
    await renew("blue", 5);
    const impossible = { Delete: { ...effect.Update, ConditionExpression: "attribute_exists(#times)" } };
    const { UpdateExpression: _update, ExpressionAttributeValues: _values, ...deletion } = impossible.Delete;
    const failure = await table.record({ ...message, writes: [{ Delete: deletion }] }).catch(({ name }: Error) => name);
    expect(failure).to.equal("TransactionCanceledException");
    expect(await table.isDone("message#bot#1")).to.equal(false);
  });

  it("passes on every other error", async () => {
    const { client } = fakeAwsClient<DynamoDBClient>(() => awsError("Throttled", "slow down"));
    const failing = createWorkerTable(client, "jobs");
    const calls = [
      failing.renew({ key, color: "blue", fence: 1, task: "t" }, { heldUntil: 0, takeOver: undefined }),
      failing.release({ key, color: "blue", task: "t" }),
      failing.record({ ...message, writes: [] }),
      failing.isDone("message#bot#1"),
    ];
    const problems = await Promise.all(calls.map((call) => call.then(String, (error: Error) => error.message)));
    expect(problems).to.deep.equal(["slow down", "slow down", "slow down", "slow down"]);
  });
});
