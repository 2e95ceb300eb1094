import { expect } from "chai";
import type { RecordedCall } from "../../../rehearsal/region/region";
import { measureConsumption } from "../../../rehearsal/scenarios/measure-consumption";

const lease = (at: number, caller: string, UpdateExpression = "SET ..."): RecordedCall => ({
  at,
  caller,
  service: "dynamodb",
  operation: "UpdateItem",
  input: { Key: { id: { S: "lease#bot" } }, UpdateExpression },
});
const call = (at: number, operation: string, caller?: string): RecordedCall => ({
  at,
  service: "any",
  operation,
  input: {},
  ...(caller === undefined ? {} : { caller }),
});
const receive = (at: number, caller: string): RecordedCall => call(at, "ReceiveMessage", caller);
const flip = (at: number): RecordedCall => ({ ...call(at, "PutParameter"), input: { Name: "/stack/declared" } });

const measure = (calls: readonly RecordedCall[], items: Parameters<typeof measureConsumption>[0]["items"] = []) =>
  measureConsumption({
    service: "bot",
    sent: ["a", "b", "c"],
    items,
    calls,
    colorOf: (caller) => caller?.split("-")[0],
    leaseMs: 100,
  });

describe("measureConsumption", () => {
  it("counts what has no effect, and what has two", () => {
    const effect = (id: string, times: number) => ({ id: { S: `effect#bot#${id}` }, times: { N: String(times) } });
    const { lost, effectsTwice } = measure([], [effect("a", 1), effect("b", 2), effect("other", 5)]);
    expect([lost, effectsTwice]).to.deep.equal([1, 1]);
  });

  it("counts deliveries beyond the first by how often somebody asked for a message's record", () => {
    expect(measure(Array.from({ length: 5 }, (_, at) => call(at, "GetItem", "blue-1"))).redelivered).to.equal(2);
  });

  for (const [what, calls, unheld] of [
    ["within a renewal", [lease(0, "blue-1"), receive(100, "blue-1")], 0],
    ["after it ran out", [lease(0, "blue-1"), receive(101, "blue-1")], 1],
    ["by a task that never asked", [lease(0, "blue-1"), receive(1, "blue-2")], 1],
    ["by the other colour", [lease(0, "blue-1"), receive(1, "green-1")], 1],
    ["after the release", [lease(0, "blue-1"), lease(1, "blue-1", "DELETE #holders :task"), receive(2, "blue-1")], 1],
    [
      "after another task's release",
      [lease(0, "blue-1"), lease(0, "blue-2"), lease(1, "blue-2", "DELETE x"), receive(2, "blue-1")],
      0,
    ],
    ["after the other colour took over", [lease(0, "blue-1"), lease(1, "green-1"), receive(2, "blue-1")], 1],
    [
      "sent before the colour got it, answered after",
      [lease(0, "blue-1"), lease(5, "green-1"), receive(4, "green-1")],
      1,
    ],
    [
      "after a renewal that was refused",
      [{ ...lease(0, "blue-1"), error: "ConditionalCheckFailedException" }, receive(1, "blue-1")],
      1,
    ],
    ["of somebody who is no task", [call(1, "ReceiveMessage")], 0],
  ] as const) {
    it(`finds ${unheld === 0 ? "nothing wrong with a receive" : "a receive"} ${what}`, () => {
      expect(measure(calls).receivedWithoutLease).to.equal(unheld);
    });
  }

  it("measures from a new `declared` to the first receive of another colour", () => {
    const calls = [
      flip(0),
      receive(1, "blue-1"),
      flip(10),
      receive(12, "blue-1"),
      receive(15, "green-1"),
      flip(20),
      receive(28, "blue-1"),
    ];
    const { handoversMs, receives } = measure(calls);
    expect([handoversMs, receives]).to.deep.equal([[5, 8], 4]);
  });
});
