import { expect } from "chai";
import { parseCutoverNote } from "../../cutover/cutover-note";
import { parseDeclared } from "../../cutover/declared";
import { parseHistory } from "../../cutover/parse-history";
import { Rehearsal } from "../../rehearsal/rehearsal";
import { OperatorShell, reportIn, type Typed } from "./operator-shell";

const image = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;
const service = { port: 8080, cpu: 64, memory: 64, healthPath: "/health", count: { min: 1, max: 2 } };
const config = {
  "switchyard:services": { web: { ...service, path: "/*" }, api: { ...service, path: "/api/*" } },
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: image("b"), api: image("b") }, capacity: "full" },
  "switchyard:green": { version: "1.5.0.RELEASE", images: { web: image("9"), api: image("9") }, capacity: "full" },
};

describe("the command line on a rehearsed stack", function () {
  this.timeout(240_000);
  let rehearsal: Rehearsal;
  let shell: OperatorShell;

  before(async () => {
    rehearsal = await Rehearsal.start({ signal: new AbortController().signal, show: () => undefined, config });
    await rehearsal.up();
    shell = await OperatorShell.open(rehearsal);
  });

  after(async () => {
    await rehearsal?.destroy();
    expect(await rehearsal?.close()).to.equal(0);
  });

  const cli = (words: string): Promise<Typed> => shell.cli(words);

  const parameter = (name: string): string =>
    Object.values(rehearsal.region.state.ssm.parameters)
      .find((one) => one.name.endsWith(`/${name}`))
      ?.versions.at(-1)?.value ?? "";

  const written = (since: number): readonly string[] =>
    rehearsal.region.calls
      .slice(since)
      .map(({ service: name, operation }) => `${name}:${operation}`)
      .filter((call) => !/:(Describe|Get|List)/.test(call));

  it("tells what is live, and that nothing was changed by asking", async () => {
    const since = rehearsal.region.calls.length;
    const ended = await cli("status --json");
    const { activeColor, declared, isDrifted, services, rollback, exitCode } = reportIn(ended);

    expect(ended.exitCode, ended.stderr).to.equal(0);
    expect({ activeColor, declared, isDrifted, exitCode }).to.deep.equal({
      activeColor: "blue",
      declared: { blue: 100, green: 0 },
      isDrifted: false,
      exitCode: 0,
    });
    const health = { blue: { healthy: 1, total: 1 }, green: { healthy: 1, total: 1 } };
    expect(services).to.deep.equal([
      { service: "api", weights: { blue: 100, green: 0 }, drift: null, health },
      { service: "web", weights: { blue: 100, green: 0 }, drift: null, health },
    ]);
    expect(rollback).to.include({ to: "green", kind: "instant" });
    expect(written(since)).to.deep.equal([]);
  });

  it("flips with exactly the updates it announced, though another change is pending", async () => {
    await rehearsal.pulumi.setConfig({ path: "logRetentionDays", value: "60" });
    const since = rehearsal.region.calls.length;
    const ended = await cli("flip green --yes --json");
    const { kind, updates, weightsBefore, weightsAfter, cutoverId, notified } = reportIn(ended);

    expect(ended.exitCode, ended.stderr).to.equal(0);
    expect({ kind, weightsBefore, weightsAfter, cutoverId, notified }).to.deep.equal({
      kind: "done",
      weightsBefore: { blue: 100, green: 0 },
      weightsAfter: { blue: 0, green: 100 },
      cutoverId: 2,
      notified: "told",
    });
    expect([...(updates as string[])].sort()).to.deep.equal(["api-weighted", "record-declared", "web-weighted"]);
    expect(written(since)).to.deep.equal([
      // Nothing may take green's tasks away from now on.
      "application-autoscaling:RegisterScalableTarget",
      "application-autoscaling:RegisterScalableTarget",
      // Who asked, in advance; then the rules, the record, and the mark of the notification.
      "ssm:PutParameter",
      "elbv2:ModifyRule",
      "elbv2:ModifyRule",
      "ssm:PutParameter",
      "ssm:PutParameter",
    ]);
    expect(parseDeclared(parameter("declared")).weights).to.deep.equal({ blue: 0, green: 100 });
    expect(parseCutoverNote(parameter("cutover"))).to.include({ id: 2, notified: 2, rolledBackFrom: null });
  });

  it("has nothing to do the second time", async () => {
    const since = rehearsal.region.calls.length;
    const ended = await cli("flip green --yes --json");

    expect(ended.exitCode).to.equal(0);
    expect(reportIn(ended)).to.include({ ok: true, kind: "nothing-to-do" });
    expect(written(since)).to.deep.equal([]);
  });

  it("refuses without asking where nobody can answer, and sets the config back", async () => {
    const since = rehearsal.region.calls.length;
    const ended = await cli("flip blue --json");

    expect(ended.exitCode).to.equal(2);
    expect(reportIn(ended)).to.include({ ok: false, reason: "nobody-to-ask" });
    expect(written(since)).to.deep.equal([]);
    expect((await cli("flip green --yes --json")).stdout).to.include("nothing-to-do");
  });

  it("rolls back to what the history says, and remembers what it took out", async () => {
    const ended = await cli("rollback --yes --json");
    const { kind, to, weightsAfter } = reportIn(ended);

    expect(ended.exitCode, ended.stderr).to.equal(0);
    expect({ kind, to, weightsAfter }).to.deep.equal({
      kind: "done",
      to: "blue",
      weightsAfter: { blue: 100, green: 0 },
    });
    expect(parseDeclared(parameter("declared")).weights).to.deep.equal({ blue: 100, green: 0 });
    expect(parseCutoverNote(parameter("cutover")).rolledBackFrom).to.include({ color: "green" });
  });

  it("doesn't bring in again what was rolled back", async () => {
    const since = rehearsal.region.calls.length;
    const ended = await cli("flip green --yes --json");

    expect(ended.exitCode).to.equal(3);
    expect(reportIn(ended)["message"]).to.match(/green was rolled back/);
    expect(written(since)).to.deep.equal([]);
  });

  it("shows the cutovers as Pulumi's history has them", async () => {
    const ended = await cli("history --json");
    const rows = reportIn(ended)["cutovers"] as readonly Record<string, unknown>[];

    expect(ended.exitCode).to.equal(0);
    expect(rows.map(({ number, kind, to, result }) => ({ number, kind, to, result }))).to.deep.equal([
      { number: 3, kind: "cutover", to: { blue: 100, green: 0 }, result: "succeeded" },
      { number: 2, kind: "cutover", to: { blue: 0, green: 100 }, result: "succeeded" },
      { number: 1, kind: "first-deployment", to: { blue: 100, green: 0 }, result: "succeeded" },
    ]);
    const entries = parseHistory(await rehearsal.pulumi.history(), "switchyard");
    expect(entries.map(({ result }) => result)).to.deep.equal(["succeeded", "succeeded", "succeeded"]);
  });

  it("finds the task to open a shell in, and tells the command where it can't run it", async () => {
    const ended = await cli("shell web --color green --json");

    expect(ended.exitCode, ended.stderr).to.equal(0);
    expect(reportIn(ended)["shellCommand"]).to.match(/^aws ecs execute-command --interactive .* --container web /);
  });

  it("ends with the documented codes where it is asked for what isn't there", async () => {
    const codes = [await cli("flip purple"), await cli("shell nothing"), await cli("rollback --to 99 --yes")].map(
      ({ exitCode }) => exitCode,
    );

    expect(codes).to.deep.equal([2, 3, 3]);
  });
});
