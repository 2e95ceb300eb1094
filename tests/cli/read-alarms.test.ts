import { expect } from "chai";
import type { AwsPorts } from "../../cli/ports";
import { readAlarms } from "../../cli/read-alarms";

const watched = [
  { name: "a", color: "blue" },
  { name: "b", color: "green" },
] as const;

const statesFrom = async (alarmStates: AwsPorts["alarmStates"]) =>
  (await readAlarms({ alarmStates } as AwsPorts, watched)).map(({ state }) => state);

describe("readAlarms", () => {
  it("says of each alarm what CloudWatch says", async () => {
    const told = [
      { name: "b", state: "ALARM" },
      { name: "a", state: "INSUFFICIENT_DATA" },
    ];
    expect(await readAlarms({ alarmStates: async () => told } as unknown as AwsPorts, watched)).to.deep.equal([
      { name: "a", color: "blue", state: "INSUFFICIENT_DATA" },
      { name: "b", color: "green", state: "ALARM" },
    ]);
  });

  it("takes one that isn't told, or in no known words, for silent", async () => {
    expect(await statesFrom(async () => [{ name: "a", state: "OK" }])).to.deep.equal(["OK", "silent"]);
    expect(await statesFrom(async () => [{ name: "b", state: "FINE" }])).to.deep.equal(["silent", "silent"]);
  });

  it("takes all for silent where CloudWatch doesn't answer", async () => {
    expect(await statesFrom(() => Promise.reject(new Error("throttled")))).to.deep.equal(["silent", "silent"]);
  });
});
