import { expect } from "chai";
import { createListenerRules } from "../../clients/listener-rules";
import { type AwsStub, errorXml, rulesXml, type StubCall, startAwsStub } from "../support/aws-stub";

const { signal } = new AbortController();

/** The query protocol spreads a list over numbered fields. */
const arnsIn = ({ input }: StubCall): string[] =>
  Object.entries(input).flatMap(([key, value]) => (key.startsWith("RuleArns.member.") ? [String(value)] : []));

describe("createListenerRules", () => {
  let aws: AwsStub;
  beforeEach(async () => {
    aws = await startAwsStub();
  });
  afterEach(() => aws.close());

  const describeRules = (arns: readonly string[]) => createListenerRules(aws.settings).describe(arns, signal);
  const groups = { "arn:blue": 0, "arn:green": 100 };
  const live = (ruleArn: string) => ({
    ruleArn,
    groups: [
      { groupArn: "arn:blue", weight: 0 },
      { groupArn: "arn:green", weight: 100 },
    ],
  });

  it("reads the weights, zeros included", async () => {
    aws.answer = () => ({ body: rulesXml([{ arn: "arn:rule", groups }]) });
    expect(await describeRules(["arn:rule"])).to.deep.equal([live("arn:rule")]);
    expect(aws.calls.map(({ operation, input }) => ({ operation, input }))).to.deep.equal([
      { operation: "DescribeRules", input: { "RuleArns.member.1": "arn:rule" } },
    ]);
  });

  it("takes the short form of a rule as all requests to one group", async () => {
    const short = rulesXml([{ arn: "arn:rule", groups: {} }]).replace(
      /<ForwardConfig>.*<\/ForwardConfig>/,
      "<TargetGroupArn>arn:blue</TargetGroupArn>",
    );
    aws.answer = () => ({ body: short });
    expect(await describeRules(["arn:rule"])).to.deep.equal([
      { ruleArn: "arn:rule", groups: [{ groupArn: "arn:blue", weight: 100 }] },
    ]);
  });

  it("asks for 20 rules at a time", async () => {
    const arns = Array.from({ length: 45 }, (_, index) => `arn:${index}`);
    aws.answer = (call) => ({ body: rulesXml(arnsIn(call).map((arn) => ({ arn, groups }))) });
    expect(await describeRules(arns)).to.deep.equal(arns.map(live));
    expect(aws.calls.map((call) => arnsIn(call).length)).to.deep.equal([20, 20, 5]);
  });

  it("reads all pages", async () => {
    aws.answer = ({ input }) =>
      input["Marker"] === undefined
        ? { body: rulesXml([{ arn: "arn:1", groups }], "next") }
        : { body: rulesXml([{ arn: "arn:2", groups }]) };
    expect(await describeRules(["arn:1", "arn:2"])).to.deep.equal([live("arn:1"), live("arn:2")]);
    expect(aws.calls.map(({ input }) => input["Marker"])).to.deep.equal([undefined, "next"]);
  });

  it("leaves out the rules that are gone, though AWS refuses the batch for each", async () => {
    const gone = ["arn:3", "arn:7"];
    const arns = Array.from({ length: 10 }, (_, index) => `arn:${index}`);
    aws.answer = (call) =>
      arnsIn(call).some((arn) => gone.includes(arn))
        ? { status: 400, body: errorXml("RuleNotFound", "One or more rules not found") }
        : { body: rulesXml(arnsIn(call).map((arn) => ({ arn, groups }))) };
    expect(await describeRules(arns)).to.deep.equal(arns.filter((arn) => !gone.includes(arn)).map(live));
  });

  it("tries again when AWS throttles", async () => {
    aws.answer = () =>
      aws.calls.length === 1
        ? { status: 400, body: errorXml("Throttling", "Rate exceeded") }
        : { body: rulesXml([{ arn: "arn:rule", groups }]) };
    expect(await describeRules(["arn:rule"])).to.deep.equal([live("arn:rule")]);
  });

  it("passes other refusals on", async () => {
    aws.answer = () => ({ status: 403, body: errorXml("AccessDenied", "not allowed") });
    const failure: unknown = await describeRules(["arn:rule"]).catch((error: unknown) => error);
    expect(failure).to.have.property("name", "AccessDenied");
    expect(aws.calls).to.have.lengthOf(1);
  });

  it("ends with the signal while AWS hangs", async () => {
    aws.answer = () => "hang";
    const failure: unknown = await createListenerRules(aws.settings)
      .describe(["arn:rule"], AbortSignal.timeout(50))
      .catch((error: unknown) => error);
    expect(failure).to.have.property("name", "AbortError");
  });

  it("asks nothing for no rules", async () => {
    expect([await describeRules([]), aws.calls]).to.deep.equal([[], []]);
  });
});
