import { randomBytes } from "node:crypto";
import path from "node:path";
import { expect } from "chai";
import { Rehearsal } from "../../rehearsal/rehearsal";
import { findPlanted, type SearchedText, textsBelow, textsInZip } from "../support/planted-secrets";
import { OperatorShell, type Typed } from "./operator-shell";

const image = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;
const config = {
  "switchyard:services": {
    web: { path: "/*", port: 8080, cpu: 64, memory: 64, healthPath: "/health", count: { min: 1, max: 2 } },
  },
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: image("b") }, capacity: "full" },
  "switchyard:green": { version: "1.5.0.RELEASE", images: { web: image("9") }, capacity: "full" },
};
const slackToken = `xoxb-${randomBytes(16).toString("hex")}`;
const secretKey = `planted/${randomBytes(16).toString("hex")}`;
const planted = [slackToken, secretKey];

describe("secrets of a stack", function () {
  this.timeout(240_000);
  let rehearsal: Rehearsal;
  let shell: OperatorShell;
  const printed: SearchedText[] = [];

  before(async () => {
    rehearsal = await Rehearsal.start({
      signal: new AbortController().signal,
      show: (line) => printed.push({ where: "progress", text: line }),
      config,
      slackToken,
    });
    await rehearsal.pulumi.setConfig({ path: "aws:secretKey", value: secretKey, isSecret: true });
    shell = await OperatorShell.open(rehearsal);
    const { stdout, stderr } = await rehearsal.up();
    printed.push({ where: "pulumi up", text: stdout + stderr });
  });

  after(async () => {
    await rehearsal?.destroy();
    expect(await rehearsal?.close()).to.equal(0);
  });

  /** As an operator types it; what it prints is searched. */
  const type = async (command: string): Promise<string> => noted(command, await shell.type(command));
  const cli = async (words: string): Promise<string> => noted(words, await shell.cli(words));

  const noted = (where: string, { stdout, stderr }: Typed): string => {
    printed.push({ where, text: stdout + stderr });
    return stdout + stderr;
  };

  it("appear in nothing that a command prints, whether it succeeds or fails", async () => {
    const { faults } = rehearsal.region;
    const effect = { kind: "error", code: "AccessDenied", statusCode: 403 } as const;

    expect(await type("pulumi config")).to.match(/slackToken +\[secret\]/);
    expect(await type("pulumi preview --diff")).to.include("unchanged");
    expect(await cli("status")).to.include("blue");
    const repair = faults.plant({ service: "elbv2", operation: "ModifyRule", effect });
    expect(await cli("flip green --yes")).to.include("AccessDenied");
    repair();
    expect(await cli("flip green --yes --json")).to.include('"ok":true');
    rehearsal.slack.misbehave({ kind: "refuse", error: "invalid_auth" });
    expect(await cli("rollback --yes")).to.include("blue");
    expect(await cli("history --json")).to.include('"ok":true');
    expect(await type("pulumi stack history --json")).to.include("succeeded");
    expect(await type("pulumi stack output --json")).to.include("clusterName");
    expect(await type("pulumi stack export")).to.include("deployment");

    expect(findPlanted(printed, planted)).to.deep.equal([]);
  });

  it("appear in no file of the engine, neither state nor backup nor history", () => {
    const state = textsBelow(path.join(rehearsal.pulumi.workDirectory, "state"));

    expect(state.filter(({ text }) => text.includes("slackToken"))).to.not.deep.equal([]);
    expect(findPlanted(state, planted)).to.deep.equal([]);
  });

  it("appear in no function: neither in its code nor in its environment nor in its log", () => {
    const { functions } = rehearsal.region.state.lambda;
    const code = Object.values(functions).flatMap(({ functionName, zip }) => textsInZip(functionName, zip));
    const settings = Object.values(functions).map((one) => ({
      where: one.functionName,
      text: JSON.stringify(one.config),
    }));
    const log = rehearsal.functionErrors().map((text) => ({ where: "log", text }));

    expect(code).to.not.deep.equal([]);
    expect(findPlanted([...code, ...settings, ...log], planted)).to.deep.equal([]);
  });

  it("reach AWS only as a SecureString, and Slack not at all but in the header that authenticates", () => {
    const { calls } = rehearsal.region;
    const sent = calls
      .filter(({ input }) => (input as { Type?: string }).Type !== "SecureString")
      .map(({ service, operation, input }) => ({
        where: `${service}:${operation}`,
        text: JSON.stringify(input) ?? "",
      }));
    const messages = rehearsal.slack.messages.map((message) => ({ where: "Slack", text: JSON.stringify(message) }));

    expect(messages).to.not.deep.equal([]);
    expect(findPlanted([...sent, ...messages], planted)).to.deep.equal([]);
  });
});
