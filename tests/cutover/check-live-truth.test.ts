import { expect } from "chai";
import { checkLiveTruth, type LiveTruthArgs } from "../../cutover/check-live-truth";
import { emptyCutoverNote, formatCutoverNote } from "../../cutover/cutover-note";
import { formatDeclared } from "../../cutover/declared";
import { planWeights } from "../../cutover/plan-weights";
import { type AwsStub, identityXml, rulesXml, type StubAnswer, startAwsStub } from "../support/aws-stub";

const accountId = "123456789012";
const ruleArn = `arn:aws:elasticloadbalancing:eu-west-1:${accountId}:listener-rule/app/lb/1/2/3`;
const onBlue = planWeights("blue", 0);
const onGreen = planWeights("green", 0);

describe("checkLiveTruth", () => {
  let aws: AwsStub;
  let answers: Record<string, StubAnswer>;
  let printed: string[];
  const { warn } = console;

  const parameter = (value: string): StubAnswer => ({
    body: JSON.stringify({ Parameter: { Value: value, Version: 7 } }),
  });
  const rules = (groups: Readonly<Record<string, number>>): StubAnswer => ({
    body: rulesXml([{ arn: ruleArn, groups }]),
  });

  beforeEach(async () => {
    aws = await startAwsStub();
    const record = {
      ruleArns: { web: ruleArn },
      groupArns: { web: { blue: "arn:blue", green: "arn:green" } },
      weights: onBlue,
      activeColor: "blue",
    } as const;
    answers = {
      "/switchyard/shop/staging/declared": parameter(formatDeclared(record)),
      "/switchyard/shop/staging/cutover": parameter(formatCutoverNote(emptyCutoverNote)),
      DescribeRules: rules({ "arn:blue": 100, "arn:green": 0 }),
      GetCallerIdentity: { body: identityXml(accountId) },
    };
    aws.answer = ({ operation, input }) => answers[String(input["Name"] ?? operation)] ?? { status: 500, body: "" };
    printed = [];
    console.warn = (...line: unknown[]) => void printed.push(line.join(" "));
  });
  afterEach(async () => {
    console.warn = warn;
    await aws.close();
  });

  const args = (changes: Partial<LiveTruthArgs> = {}): LiveTruthArgs => ({
    project: "shop",
    stack: "staging",
    weights: onBlue,
    releases: { blue: { version: "1", images: { web: "web:1" } }, green: { version: "2", images: { web: "web:2" } } },
    aws: aws.settings,
    variables: {},
    ...changes,
  });

  const check = (changes: Partial<LiveTruthArgs> = {}): Promise<unknown> =>
    checkLiveTruth(args(changes)).catch((error: Error) => error.message);

  it("lets an update begin where nothing is in the way, and names the active colour", async () => {
    expect([await check(), await check({ weights: onGreen })]).to.deep.equal([
      { activeBefore: "blue" },
      { activeBefore: "blue" },
    ]);
    expect(printed).to.deep.equal([]);
  });

  it("lets a first deployment begin", async () => {
    const missing = { status: 400, body: JSON.stringify({ __type: "ParameterNotFound" }) };
    for (const name of Object.keys(answers).filter((key) => key.startsWith("/"))) answers[name] = missing;
    expect(await check()).to.deep.equal({ activeBefore: undefined });
  });

  it("stops on drift, and goes on with exactly the override that it printed", async () => {
    answers["DescribeRules"] = rules({ "arn:blue": 50, "arn:green": 50 });
    const message = String(await check());
    expect(message).to.match(/ {2}web: live blue 50 %, green 50 %\n/);
    const [, override = ""] = /SWITCHYARD_OVERRIDE=([0-9a-f]{8}) /.exec(message) ?? [];
    expect(await check({ variables: { SWITCHYARD_OVERRIDE: override } })).to.deep.equal({ activeBefore: "blue" });
    expect(printed.join("\n")).to.match(/Overridden with SWITCHYARD_OVERRIDE: The load balancer does neither/);
    expect(await check({ variables: { SWITCHYARD_OVERRIDE: "1" } })).to.equal(message);
  });

  it("says that it completes an update that ended halfway", async () => {
    answers["DescribeRules"] = rules({ "arn:blue": 0, "arn:green": 100 });
    expect(await check({ weights: onGreen })).to.deep.equal({ activeBefore: "blue" });
    expect(printed).to.have.lengthOf(1);
    expect(printed[0]).to.match(/An update ended halfway/);
  });

  it("stops where the credentials lead to another account", async () => {
    answers["GetCallerIdentity"] = { body: identityXml("999999999999") };
    expect(await check()).to.match(/^AWS doesn't say what the load balancer does: .* in account 123456789012/);
  });

  it("compares the images that were rolled back with the config's", async () => {
    const image = JSON.stringify([["web", "web:2"]]);
    const note = { ...emptyCutoverNote, rolledBackFrom: { color: "green", image } as const };
    answers["/switchyard/shop/staging/cutover"] = parameter(formatCutoverNote(note));
    expect(await check({ weights: onGreen })).to.match(/^green was rolled back/);
  });
});
