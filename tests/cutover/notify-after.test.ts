import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { emptyCutoverNote, formatCutoverNote, parseCutoverNote } from "../../cutover/cutover-note";
import { formatDeclared } from "../../cutover/declared";
import { type NotifyHookArgs, notifyAfter } from "../../cutover/notify-after";
import { planWeights } from "../../cutover/plan-weights";
import { type FakeSlack, startFakeSlack } from "../../rehearsal/slack/fake-slack";
import { type AwsStub, identityXml, rulesXml, type StubCall, startAwsStub } from "../support/aws-stub";

const token = "xoxb-planted-secret-token";
const ruleArn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/lb/1/2/3";
const declared = {
  ruleArns: { web: ruleArn },
  groupArns: { web: { blue: "arn:group:blue", green: "arn:group:green" } },
};
const onBlue = formatDeclared({ ...declared, weights: planWeights("blue", 0) });
const onGreen = formatDeclared({ ...declared, weights: planWeights("green", 0) });
const flip = {
  oldOutputs: { insecureValue: onBlue, version: 6 },
  newOutputs: { insecureValue: onGreen, version: 7 },
};

/** Waits a quarter of what is asked for, so that a test of 3 s takes 0.75 s. */
const fourTimesFaster = { now: Date.now, after: (milliseconds: number) => AbortSignal.timeout(milliseconds / 4) };

describe("notifyAfter", () => {
  let slack: FakeSlack;
  let aws: AwsStub;
  let noteText: string;
  let live: Record<string, number>;
  let warnings: string[];

  beforeEach(async () => {
    slack = await startFakeSlack({ token });
    aws = await startAwsStub();
    aws.answer = answerAws;
    noteText = formatCutoverNote(emptyCutoverNote);
    live = { "arn:group:blue": 0, "arn:group:green": 100 };
    warnings = [];
  });

  afterEach(async () => {
    await slack.close();
    await aws.close();
  });

  const answerAws = ({ operation, input }: StubCall) => {
    switch (operation) {
      case "GetParameter":
        return { body: JSON.stringify({ Parameter: { Name: input["Name"], Value: noteText, Version: 1 } }) };
      case "PutParameter":
        noteText = String(input["Value"]);
        return { body: JSON.stringify({ Version: 2 }) };
      case "DescribeRules":
        return { body: rulesXml([{ arn: ruleArn, groups: live }]) };
      default:
        return { body: identityXml("123456789012") };
    }
  };

  const args = (): NotifyHookArgs => ({
    project: "shop",
    stack: "staging",
    activeColor: "green",
    releases: {
      blue: { version: "1.4.2.RELEASE", images: { web: "web:1.4.2" } },
      green: { version: "1.5.0.RELEASE", images: { web: "web:1.5.0" } },
    },
    aws: aws.settings,
    cutoverParameter: "/switchyard/shop/staging/cutover",
    slack: { channel: "#deploys", apiUrl: slack.url, token: pulumi.secret(token) },
    operator: "ada",
    startedAt: Date.now(),
    clock: fourTimesFaster,
  });

  const run = async (hook: Parameters<typeof notifyAfter>[0] = flip, changed: Partial<NotifyHookArgs> = {}) => {
    const start = performance.now();
    await notifyAfter(hook, { ...args(), ...changed }, (line) => warnings.push(line));
    return performance.now() - start;
  };

  const titles = () => slack.messages.map(({ channel, text }) => [channel, text]);

  it("posts one message about a flip and marks its id before", async () => {
    await run();
    expect(titles()).to.deep.equal([["#deploys", "Cutover confirmed: blue → green (staging)"]]);
    expect(parseCutoverNote(noteText)).to.deep.equal({
      ...emptyCutoverNote,
      id: 7,
      requestedBy: "ada",
      notified: 7,
      notifiedWeights: { blue: 0, green: 100 },
    });
    expect(aws.calls.map(({ operation }) => operation).sort()).to.deep.equal([
      "DescribeRules",
      "GetCallerIdentity",
      "GetParameter",
      "PutParameter",
    ]);
    expect(warnings).to.deep.equal([]);
  });

  it("posts nothing when the update that was killed in the hook runs it again", async () => {
    await run();
    await run({ ...flip, newOutputs: { ...flip.newOutputs, version: 8 } });
    expect(slack.calls).to.deep.equal(["chat.postMessage"]);
    expect(warnings).to.deep.equal([
      "Cutover 8 of staging repeats cutover 7, whose update died when people were being told. Nothing is posted twice: look into the channel whether the message is there.",
    ]);
  });

  it("calls a creation the first deployment", async () => {
    live = { "arn:group:blue": 100, "arn:group:green": 0 };
    await run({ newOutputs: { insecureValue: onBlue, version: 1 } });
    expect(titles()).to.deep.equal([["#deploys", "First deployment confirmed: blue serves (staging)"]]);
  });

  it("asks nobody about an update that leaves the weights", async () => {
    await run({ oldOutputs: flip.newOutputs, newOutputs: { ...flip.newOutputs, version: 8 } });
    expect([aws.calls, slack.calls, warnings]).to.deep.equal([[], [], []]);
  });

  it("asks nobody where there is no Slack", async () => {
    const { slack: _slack, ...rest } = args();
    await notifyAfter(flip, rest, (line) => warnings.push(line));
    expect([aws.calls, slack.calls, warnings]).to.deep.equal([[], [], []]);
  });

  it("says in the message that the load balancer does something else", async () => {
    live = { "arn:group:blue": 100, "arn:group:green": 0 };
    await run();
    expect(titles()).to.deep.equal([["#deploys", "Cutover CONTRADICTED: blue → green (staging)"]]);
  });

  it("confirms nothing when the rules are another account's", async () => {
    aws.answer = (call) =>
      call.operation === "GetCallerIdentity" ? { body: identityXml("999999999999") } : answerAws(call);
    await run();
    expect(titles()).to.deep.equal([["#deploys", "Cutover NOT CONFIRMED: blue → green (staging)"]]);
  });

  const seeIt = "See it with: pulumi stack history --stack staging";
  const unknown = `Cutover 7 of staging is done, but it is unknown whether Slack has the message: `;
  const refused = "Cutover 7 of staging is done, but Slack refused the message: ";
  const misbehaviors = [
    [{ kind: "server-error" }, `${unknown}An HTTP protocol error occurred: statusCode = 500. ${seeIt}`, 0],
    [{ kind: "refuse", error: "channel_not_found" }, `${refused}channel_not_found. ${seeIt}`, 0],
    [{ kind: "rate-limit", retryAfterSeconds: 30 }, `${refused}its rate limit, which ends in 30 s. ${seeIt}`, 0],
    [{ kind: "hang" }, `${unknown}no answer in time. ${seeIt}`, 0],
    [{ kind: "slow", milliseconds: 10_000 }, `${unknown}no answer in time. ${seeIt}`, 1],
    [
      { kind: "drop-before-storing" },
      `${unknown}A request error occurred: fetch failed: other side closed. ${seeIt}`,
      0,
    ],
    [
      { kind: "drop-after-storing" },
      `${unknown}A request error occurred: fetch failed: other side closed. ${seeIt}`,
      1,
    ],
    [{ kind: "garbage" }, `${unknown}An API error occurred: <html>Scheduled maintenance</html>. ${seeIt}`, 0],
  ] as const;
  for (const [misbehavior, line, stored] of misbehaviors) {
    it(`warns once and sends once within its time when Slack's fault is "${misbehavior.kind}"`, async () => {
      slack.misbehave(misbehavior);
      const took = await run();
      expect(warnings).to.deep.equal([line]);
      expect(took).to.be.below(1000);
      slack.misbehave({ kind: "none" });
      await run();
      expect([slack.calls.length, slack.messages.length]).to.deep.equal([1, stored]);
    });
  }

  it("delivers a message that Slack takes slowly", async () => {
    slack.misbehave({ kind: "slow", milliseconds: 100 });
    await run();
    expect([slack.messages.length, warnings]).to.deep.equal([1, []]);
  });

  it("warns when nothing listens at Slack's address", async () => {
    await slack.close();
    await run();
    expect(warnings).to.have.lengthOf(1);
    expect(warnings[0]).to.match(/unknown whether Slack has the message: A request error.*ECONNREFUSED/);
  });

  it("posts without confirmation when only the rules can't be read in time", async () => {
    aws.answer = (call) => (call.operation === "DescribeRules" ? "hang" : answerAws(call));
    const took = await run();
    expect(titles()).to.deep.equal([["#deploys", "Cutover NOT CONFIRMED: blue → green (staging)"]]);
    expect(took).to.be.below(1000);
  });

  it("ends within 3 s of the machine's clock when the rules and Slack both hang", async () => {
    aws.answer = (call) => (call.operation === "DescribeRules" ? "hang" : answerAws(call));
    slack.misbehave({ kind: "hang" });
    const { clock: _clock, ...rest } = args();
    const start = performance.now();
    await notifyAfter(flip, rest, (line) => warnings.push(line));
    expect(performance.now() - start).to.be.within(2700, 3000);
    expect(warnings).to.deep.equal([`${unknown}no answer in time. ${seeIt}`]);
  });

  for (const [operation, failure] of [
    ["GetParameter", "the note of this cutover could not be read"],
    ["PutParameter", "this cutover could not be marked as told"],
  ] as const) {
    it(`posts nothing when ${operation} hangs, since it could post twice`, async () => {
      aws.answer = (call) => (call.operation === operation ? "hang" : answerAws(call));
      const took = await run();
      expect(warnings).to.deep.equal([
        `Cutover 7 of staging is done, but nobody was told, since ${failure}: no answer in time. ${seeIt}`,
      ]);
      expect(slack.calls).to.deep.equal([]);
      expect(took).to.be.below(1000);
    });
  }

  it("warns when the token never becomes known", async () => {
    const never = pulumi.output(new Promise<string>(() => undefined));
    await run(flip, { slack: { channel: "#deploys", apiUrl: slack.url, token: never } });
    expect(warnings).to.deep.equal([`${unknown}no answer in time. ${seeIt}`]);
  });

  it("hides the token where somebody else repeats it", async () => {
    slack.misbehave({ kind: "refuse", error: "not an error code but Bearer xoxb-planted-secret-token" });
    await run();
    expect(warnings).to.deep.equal([
      `${unknown}An API error occurred: not an error code but Bearer [secret]. ${seeIt}`,
    ]);
  });

  it("warns when the AWS config can't be honoured", async () => {
    await run(flip, { aws: { ...aws.settings, unsupported: ["assumeRoles"] } });
    expect(warnings).to.have.lengthOf(1);
    expect(warnings[0]).to.match(/^The update of staging is done, but nobody was told: .*aws:assumeRoles/);
  });

  it("warns when the parameter comes back without a version", async () => {
    await run({ oldOutputs: flip.oldOutputs, newOutputs: { insecureValue: onGreen } });
    expect(warnings).to.deep.equal([
      'The update of staging is done, but nobody was told: the parameter "declared" came back without a plain value or without a version',
    ]);
  });
});
