import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { Rehearsal } from "../../rehearsal/rehearsal";
import { removeBuilds, smallBuild, writeBuild } from "../releases/rehearsed-site";
import { OperatorShell, projectDirectory, reportIn } from "./operator-shell";

const image = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;
const service = { port: 8080, cpu: 64, memory: 64, healthPath: "/health", count: { min: 1, max: 2 } };
const config = {
  "switchyard:exposure": "cloudfront",
  "switchyard:services": { web: { ...service, path: "/*" } },
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: image("b") }, capacity: "full" },
  "switchyard:green": { version: "1.5.0.RELEASE", images: { web: image("9") }, capacity: "full" },
};

const update = "pulumi up --yes --skip-preview --non-interactive";

interface Ended {
  readonly exitCode: number;
  readonly report: Readonly<Record<string, unknown>>;
  readonly stderr: string;
}

describe("enabling releases through the real engine", function () {
  this.timeout(240_000);
  let rehearsal: Rehearsal;
  let shell: OperatorShell;

  before(async () => {
    rehearsal = await Rehearsal.start({ signal: new AbortController().signal, show: () => undefined, config });
    await rehearsal.up();
    shell = await OperatorShell.open(rehearsal);
    await Promise.all(["one", "two", "three"].map(deploy));
  });

  after(async () => {
    removeBuilds();
    await rehearsal?.destroy();
    expect(await rehearsal?.close()).to.equal(0);
  });

  const release = async (words: string, cwd?: string): Promise<Ended> => {
    const { exitCode, stdout, stderr } = await shell.cli(`release ${words} --json`, cwd);
    return { exitCode, report: reportIn({ stdout }), stderr };
  };

  const deploy = async (name: string): Promise<void> => {
    const ended = await release(`deploy '${writeBuild(smallBuild(name))}' --id frontend_${name}`);
    expect(ended.exitCode, ended.stderr).to.equal(0);
  };

  const pointer = (): unknown => {
    const [store] = Object.values(rehearsal.region.state.keyValueStores.stores);
    return JSON.parse(store?.items["active"] ?? "");
  };
  const stackFile = (folder = projectDirectory): string =>
    readFileSync(path.join(folder, `Pulumi.${rehearsal.pulumi.stackName}.yaml`), "utf8");
  const configured = (color: "blue" | "green", folder = projectDirectory): unknown =>
    (parse(stackFile(folder)) as { config: Record<string, { release?: string }> }).config[`switchyard:${color}`]
      ?.release;
  /** What a colleague has: the same program and state, but a stack file of their own. */
  const cloneProject = (): string => {
    const folder = mkdtempSync(path.join(tmpdir(), "clone-"));
    for (const name of readdirSync(projectDirectory))
      symlinkSync(path.join(projectDirectory, name), path.join(folder, name));
    const file = path.join(folder, `Pulumi.${rehearsal.pulumi.stackName}.yaml`);
    rmSync(file);
    writeFileSync(file, stackFile());
    return folder;
  };
  /** Every call that changed something, in order. */
  const written = (since: number): readonly string[] =>
    rehearsal.region.calls
      .slice(since)
      .map(({ service: name, operation }) => `${name}:${operation}`)
      .filter((call) => !/:(Describe|Get|List|Head)/.test(call));

  it("has read the pointer back in the first update, before it succeeded", () => {
    const calls = rehearsal.region.calls.filter(({ service: name }) => name === "cloudfront-keyvaluestore");
    const names = calls.map(({ operation }) => operation);
    expect(names.slice(0, 3)).to.deep.equal(["DescribeKeyValueStore", "PutKey", "GetKey"]);
  });

  it("gives the active colour a release with one write of the pointer", async () => {
    const since = rehearsal.region.calls.length;
    const ended = await release("enable frontend_one --yes");

    expect(ended.exitCode, ended.stderr).to.equal(0);
    const { kind, color, isLive, from, updates, probe } = ended.report;
    expect({ kind, color, isLive, from, updates }).to.deep.equal({
      kind: "done",
      color: "blue",
      isLive: true,
      from: "fallback",
      updates: ["frontend-active"],
    });
    expect(probe).to.have.property("kind", "unreachable");
    expect(written(since)).to.deep.equal(["cloudfront-keyvaluestore:PutKey"]);
    expect(pointer()).to.deep.equal({ v: 1, c: "blue", r: "frontend_one", x: [] });
    expect(configured("blue")).to.equal("frontend_one");
  });

  it("has nothing to do the second time", async () => {
    const since = rehearsal.region.calls.length;
    expect((await release("enable frontend_one --yes")).report).to.include({ ok: true, kind: "nothing-to-do" });
    expect(written(since)).to.deep.equal([]);
  });

  it("lets only previews see what the standby colour is given", async () => {
    const ended = await release("enable frontend_two --color green --yes");

    expect(ended.exitCode, ended.stderr).to.equal(0);
    expect(ended.report).to.include({ kind: "done", color: "green", isLive: false });
    expect(pointer()).to.deep.equal({ v: 1, c: "blue", r: "frontend_one", x: ["frontend_two"] });
  });

  it("refuses where nobody can answer, and sets the config back", async () => {
    const [since, before] = [rehearsal.region.calls.length, stackFile()];
    const ended = await release("enable frontend_three");

    expect([ended.exitCode, ended.report["reason"]]).to.deep.equal([2, "nobody-to-ask"]);
    expect(written(since)).to.deep.equal([]);
    expect(stackFile()).to.equal(before);
  });

  it("lets one of two win that are started at once, and tells the other one", async () => {
    const ended = await Promise.all(["frontend_two", "frontend_three"].map((id) => release(`enable ${id} --yes`)));
    const winners = ended.filter(({ exitCode }) => exitCode === 0);
    const [loser] = ended.filter(({ exitCode }) => exitCode !== 0);

    expect(winners.length).to.equal(1);
    expect(loser?.exitCode).to.equal(3);
    expect(loser?.report["reason"]).to.equal("update-running");
    expect(configured("blue")).to.equal(winners[0]?.report["release"]);
    expect(pointer()).to.have.property("r", winners[0]?.report["release"]);
  });

  it("lets at most one of two win that are started in two folders, and leaves the other's config as it was", async () => {
    const [live, clone] = [pointer() as { r: string }, cloneProject()];
    const before = stackFile(clone);
    const ids = ["one", "two", "three"].map((name) => `frontend_${name}`).filter((id) => id !== live.r);
    const [here, there] = await Promise.all([
      release(`enable ${ids[0]} --yes`),
      release(`enable ${ids[1]} --yes`, clone),
    ]);
    const losers = [here, there].filter(({ exitCode }) => exitCode !== 0);

    expect(losers.length, here.stderr + there.stderr).to.be.at.least(1);
    for (const { exitCode, report } of losers) {
      expect(exitCode).to.equal(3);
      expect(String(report["message"])).to.match(/active changed to|Another update of this stack is running/);
    }
    const winner = [here, there].find(({ exitCode }) => exitCode === 0)?.report["release"] ?? live.r;
    expect(pointer()).to.have.property("r", winner);
    expect(configured("blue")).to.equal(here.exitCode === 0 ? ids[0] : live.r);
    if (there.exitCode === 0) expect(configured("blue", clone)).to.equal(ids[1]);
    else expect(stackFile(clone)).to.equal(before);
    // Whoever lost learns it from the winner's commit.
    writeFileSync(
      path.join(projectDirectory, `Pulumi.${rehearsal.pulumi.stackName}.yaml`),
      there.exitCode === 0 ? stackFile(clone) : stackFile(),
    );
    rmSync(clone, { recursive: true });
  });

  it("keeps the live release where a plain update would lead to one that nobody has deployed", async () => {
    const before = pointer() as { r: string };
    const since = rehearsal.region.calls.length;
    await rehearsal.pulumi.setConfig({ path: "blue.release", value: "frontend_nowhere" });
    const { exitCode, stdout } = await shell.type(`exec ${update} --stack ${rehearsal.pulumi.stackName}`);
    await rehearsal.pulumi.setConfig({ path: "blue.release", value: before.r });

    expect(exitCode).to.equal(1);
    expect(stdout).to.include(`There is no release frontend_nowhere. Viewers keep ${before.r}.`);
    expect(pointer()).to.deep.equal(before);
    expect(written(since)).to.deep.equal([]);
  });

  it("refuses under Pulumi's lock to overwrite what a command hasn't seen", async () => {
    const [seen, before] = [{ v: 1, c: "blue", r: "frontend_four", x: [] }, pointer() as { r: string }];
    const since = rehearsal.region.calls.length;
    await rehearsal.pulumi.setConfig({ path: "blue.release", value: "fallback" });
    const { exitCode, stdout } = await shell.type(
      `SWITCHYARD_POINTER_BEFORE='${JSON.stringify(seen)}' exec ${update} --stack ${rehearsal.pulumi.stackName}`,
    );
    await rehearsal.pulumi.setConfig({ path: "blue.release", value: before.r });

    expect(exitCode).to.equal(1);
    expect(stdout).to.include(`active changed to ${before.r}`);
    expect(written(since)).to.deep.equal([]);
  });

  it("goes back with one write of the pointer and none to the bucket", async () => {
    const since = rehearsal.region.calls.length;
    const id = (pointer() as { r: string }).r === "frontend_one" ? "frontend_two" : "frontend_one";
    const ended = await release(`enable ${id} --yes`);

    expect(ended.exitCode, ended.stderr).to.equal(0);
    expect(written(since)).to.deep.equal(["cloudfront-keyvaluestore:PutKey"]);
    expect(pointer()).to.have.property("r", id);
    // The frontend isn't drift either.
    expect((await rehearsal.pulumi.preview()).changes.steps).to.deep.equal([]);
    expect(Number((ended.report["seconds"] as { update: number }).update)).to.be.lessThan(60);
  });

  it("refuses a release that isn't complete, and says what is missing", async () => {
    const [bucket = ""] = Object.keys(rehearsal.region.state.s3.buckets);
    const Key = "pool/assets/app-three.js";
    await rehearsal.region.call("s3", "DeleteObject", { Bucket: bucket, Key });
    const since = rehearsal.region.calls.length;
    const ended = await release("enable frontend_three --yes");

    expect([ended.exitCode, ended.report["reason"]]).to.deep.equal([3, "incomplete"]);
    expect(ended.report["message"]).to.include(`${Key} is missing`);
    expect(written(since)).to.deep.equal([]);
  });

  it("says that the pointer was changed by somebody else, and leaves it", async () => {
    const [store] = Object.values(rehearsal.region.state.keyValueStores.stores);
    const Value = JSON.stringify({ v: 1, c: "blue", r: "frontend_nine", x: [] });
    const place = { KvsARN: store?.arn, Key: "active" };
    await rehearsal.region.call("cloudfront-keyvaluestore", "PutKey", { ...place, Value, IfMatch: store?.etag });
    const before = stackFile();
    const ended = await release("enable frontend_one --color green --yes");

    expect([ended.exitCode, ended.report["reason"]]).to.deep.equal([3, "active-changed"]);
    expect(ended.report["message"]).to.include("active changed to frontend_nine (blue)");
    expect(pointer()).to.have.property("r", "frontend_nine");
    expect(stackFile()).to.equal(before);
  });
});
