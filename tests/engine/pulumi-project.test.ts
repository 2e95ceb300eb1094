import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { expect } from "chai";
import { acquirePulumiCli } from "../../rehearsal/engine/acquire-pulumi-cli";
import { withoutForeignVariables } from "../../rehearsal/engine/engine-variables";
import { PulumiProject } from "../../rehearsal/engine/pulumi-project";
import { hasEnded } from "../rehearsal/engine/has-ended";

const program = `
import { writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
class Marker extends pulumi.ComponentResource {
  constructor(name: string) {
    super("tiny:index:Marker", name);
    this.registerOutputs({ name });
  }
}
const config = new pulumi.Config();
new Marker(config.require("activeColor"));
export const activeColor = config.require("activeColor");
export const token = config.getSecret("token");
if (config.getBoolean("hang")) {
  writeFileSync("pids.json", JSON.stringify([process.pid, process.ppid]));
  setInterval(() => {}, 1000);
}
`;

const policyPack = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("guard", { policies: [{
  name: "no-red", description: "Red isn't a colour of ours.", enforcementLevel: "mandatory",
  validateResource: ({ name }, report) => { if (name === "red") report("red is refused"); },
}] });
`;

const modules = join(__dirname, "..", "..", "node_modules");
/** Where neither cache nor download has the CLI, the build with Go takes minutes. */
const longestAcquisitionMs = 30 * 60_000;

describe("a Pulumi project under the real engine", () => {
  let place: string;
  let project: PulumiProject;
  let interruption: AbortController;

  const write = (file: string, text: string): void => writeFileSync(join(place, file), text);
  const urn = (type: string, name: string): string => `urn:pulumi:${project.stackName}::tiny::${type}::${name}`;

  before(async function () {
    this.timeout(longestAcquisitionMs);
    place = realpathSync(mkdtempSync(join(tmpdir(), "switchyard-tiny-")));
    symlinkSync(modules, join(place, "node_modules"));
    write(
      "Pulumi.yaml",
      "name: tiny\nruntime: nodejs\nmain: index.ts\nconfig:\n  activeColor: { type: string, default: blue }\n",
    );
    write("package.json", JSON.stringify({ name: "guard", version: "0.1.0", main: "policies.js" }));
    write("PulumiPolicy.yaml", "runtime: nodejs\n");
    write("tsconfig.json", JSON.stringify({ compilerOptions: { module: "nodenext", target: "es2023", rootDir: "." } }));
    write("index.ts", program);
    write("policies.js", policyPack);
    interruption = new AbortController();
    const onProgress = (line: string): void => console.error(line);
    const cli = await acquirePulumiCli({ variables: withoutForeignVariables(env), onProgress });
    project = await PulumiProject.create({
      projectDirectory: place,
      cli,
      inherited: env,
      signal: interruption.signal,
    });
    project.usePolicyPack({ directory: place });
    await project.init();
  });

  after(async () => {
    await project.remove();
    rmSync(place, { recursive: true, force: true });
  });

  it("previews, deploys, tells its history and outputs, and destroys", async () => {
    await project.setConfig({ path: "token", value: "hush", isSecret: true });
    const preview = await project.preview();
    expect(preview.stdout).to.include("+ 2 to create").and.not.include("warning");
    expect(preview.changes).to.include({ create: 2, update: 0, delete: 0, replace: 0, same: 0 });
    const stack = urn("pulumi:pulumi:Stack", `tiny-${project.stackName}`);
    expect((await project.up()).changes.steps).to.deep.equal([
      { operation: "create", urn: stack, type: "pulumi:pulumi:Stack", differingInputs: [] },
      { operation: "create", urn: urn("tiny:index:Marker", "blue"), type: "tiny:index:Marker", differingInputs: [] },
    ]);
    expect((await project.up()).changes).to.deep.include({ same: 2, steps: [] });
    expect(await project.outputs()).to.deep.equal({ activeColor: "blue", token: "[secret]" });
    expect(await project.exportStack()).to.not.include("hush");
    const history: { result: string }[] = JSON.parse(await project.history());
    expect(history.map(({ result }) => result)).to.deep.equal(["succeeded", "succeeded"]);
    expect((await project.destroy()).changes).to.include({ delete: 2 });
  }).timeout(60_000);

  it("is refused by its policy pack", async () => {
    await project.setConfig({ path: "activeColor", value: "red" });
    const { exitCode, stdout, violations } = await project.up();
    expect(stdout).to.include("red is refused");
    expect(violations).to.deep.equal([
      { policy: "no-red", urn: urn("tiny:index:Marker", "red"), message: "red is refused", level: "mandatory" },
    ]);
    expect(exitCode).to.equal(1);
  }).timeout(30_000);

  it("leaves neither program, language host nor lock behind when it is interrupted", async () => {
    await project.setConfig({ path: "activeColor", value: "green" });
    await project.setConfig({ path: "hang", value: "true" });
    const updating = project.up();
    const pids = await untilWritten(join(place, "pids.json"));
    interruption.abort();
    expect((await updating).isInterrupted).to.equal(true);
    expect(await Promise.all(pids.map(hasEnded))).to.deep.equal([true, true]);
    const locks = join(project.workDirectory, "state", ".pulumi", "locks");
    expect(
      readdirSync(locks, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
    ).to.deep.equal([]);
  }).timeout(60_000);
});

const untilWritten = async (file: string): Promise<number[]> => {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (text.endsWith("]")) return JSON.parse(text);
  }
};
