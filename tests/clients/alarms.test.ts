import { expect } from "chai";
import { createAlarms } from "../../clients/alarms";
import { type AwsStub, startAwsStub } from "../support/aws-stub";

const { signal } = new AbortController();

describe("createAlarms", () => {
  let aws: AwsStub;
  beforeEach(async () => {
    aws = await startAwsStub();
  });
  afterEach(() => aws.close());

  const states = (names: readonly string[]) => createAlarms(aws.settings).states(names, signal);

  it("reads every page of what the named alarms say", async () => {
    const alarm = (AlarmName: string, StateValue: string) => ({ AlarmName, StateValue });
    const pages = [
      { MetricAlarms: [alarm("a", "OK"), alarm("b", "ALARM")], NextToken: "2" },
      { MetricAlarms: [alarm("c", "INSUFFICIENT_DATA")] },
    ];
    aws.answer = ({ input }) => ({ body: JSON.stringify(pages[input["NextToken"] === "2" ? 1 : 0]) });
    expect(await states(["a", "b", "c", "gone"])).to.deep.equal([
      { name: "a", state: "OK" },
      { name: "b", state: "ALARM" },
      { name: "c", state: "INSUFFICIENT_DATA" },
    ]);
    const asked = { AlarmNames: ["a", "b", "c", "gone"], MaxRecords: 100 };
    expect(aws.calls.map(({ operation, input }) => [operation, input])).to.deep.equal([
      ["DescribeAlarms", asked],
      ["DescribeAlarms", { ...asked, NextToken: "2" }],
    ]);
  });

  it("asks for a hundred names at a time, and for none where there are none", async () => {
    aws.answer = () => ({ body: "{}" });
    const names = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
    expect(await states(names)).to.deep.equal([]);
    expect(aws.calls.map(({ input }) => (input["AlarmNames"] as string[]).length)).to.deep.equal([100, 1]);
    expect(await states([])).to.deep.equal([]);
    expect(aws.calls).to.have.length(2);
  });

  it("takes an alarm that AWS says nothing about for nothing known", async () => {
    aws.answer = () => ({ body: JSON.stringify({ MetricAlarms: [{ AlarmName: "a" }, {}] }) });
    expect(await states(["a"])).to.deep.equal([
      { name: "a", state: "" },
      { name: "", state: "" },
    ]);
  });

  it("passes on a refusal", async () => {
    const body = JSON.stringify({ __type: "com.amazonaws.cloudwatch#InvalidNextToken", message: "bad token" });
    aws.answer = () => ({ status: 400, body });
    expect(await states(["a"]).catch((error: Error) => error.name)).to.equal("InvalidNextToken");
  });
});
