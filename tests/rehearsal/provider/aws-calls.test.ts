import { expect } from "chai";
import { AwsCallError, isRefusal, sendCalls, unlessRefused } from "../../../rehearsal/provider/aws-calls";
import { AwsError } from "../../../rehearsal/region/operation";
import { scriptedAws } from "./scripted-aws";

const refused = sendCalls(async () => {
  throw new AwsError("RuleNotFoundException", "There is no such rule.");
});

describe("sendCalls", () => {
  it("sends no member that is undefined, at any depth, and keeps 0, false and dates", async () => {
    const { calls, context } = scriptedAws({ "ssm:PutParameter": {} });
    const date = new Date(0);
    await context.send("ssm", "PutParameter", { A: undefined, B: [{ C: undefined, D: 0 }], E: { F: false }, G: date });
    expect(calls).to.deep.equal([["ssm:PutParameter", { B: [{ D: 0 }], E: { F: false }, G: date }]]);
  });

  it("names operation, code and message of a refusal", async () => {
    const error = await refused("elbv2", "DescribeRules", {}).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(AwsCallError);
    expect(error).to.include({
      code: "RuleNotFoundException",
      message: "elbv2:DescribeRules was answered with RuleNotFoundException: There is no such rule.",
    });
  });

  it("names any other failure too", async () => {
    const send = sendCalls(async () => {
      throw new TypeError("broken");
    });
    const error = await send("ecs", "ListTasks", {}).catch((reason: unknown) => reason);
    expect(error).to.include({ code: "TypeError", message: "ecs:ListTasks was answered with TypeError: broken" });
  });
});

describe("unlessRefused", () => {
  it("answers nothing for the codes it is told, and passes on everything else", async () => {
    const request = () => refused("elbv2", "DescribeRules", {});
    expect(await unlessRefused(request(), ["RuleNotFoundException"])).to.equal(undefined);
    expect(await unlessRefused(Promise.resolve({ a: 1 }), [])).to.deep.equal({ a: 1 });
    const error = await unlessRefused(request(), ["OtherException"]).catch((reason: unknown) => reason);
    expect(isRefusal(error, ["RuleNotFoundException"])).to.equal(true);
    expect(isRefusal(new Error("RuleNotFoundException"), ["RuleNotFoundException"])).to.equal(false);
  });
});
