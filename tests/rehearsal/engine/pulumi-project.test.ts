import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { OutputLine } from "../../../cli/run-command";
import { PulumiProject, type PulumiProjectOptions } from "../../../rehearsal/engine/pulumi-project";

/** Stands in for the CLI: notes arguments, folder and variables; writes an event log where asked; does what BEHAVE says. */
const fakeCli = `#!/bin/sh
{ echo "$PWD: $*"; env; } >> "$NOTES"
while [ $# -gt 0 ]; do
  [ "$1" = --event-log ] && echo '{"resourcePreEvent":{"metadata":{"op":"update","urn":"urn:live","type":"rule"}}}' > "$2"
  shift
done
eval "$BEHAVE"
`;

describe("PulumiProject", () => {
  let place: string;
  let options: PulumiProjectOptions;
  let project: PulumiProject;
  let lines: OutputLine[];

  const calls = (): string[] =>
    readFileSync(join(place, "notes"), "utf8")
      .split("\n")
      .filter((line) => line.startsWith(`${place}/project: `))
      .map((line) => line.slice(`${place}/project: `.length).replace(/ --event-log \S+/, " --event-log FILE"));

  const create = async (more: Partial<PulumiProjectOptions> = {}, behave = ""): Promise<PulumiProject> => {
    const variables = { NOTES: join(place, "notes"), BEHAVE: behave };
    project = await PulumiProject.create({ ...options, variables, ...more });
    return project;
  };

  beforeEach(() => {
    place = realpathSync(mkdtempSync(join(tmpdir(), "switchyard-project-")));
    for (const directory of ["project", "cli"]) mkdirSync(join(place, directory));
    for (const name of ["pulumi", "pulumi-language-nodejs"]) {
      writeFileSync(join(place, "cli", name), fakeCli);
      chmodSync(join(place, "cli", name), 0o755);
    }
    lines = [];
    options = {
      projectDirectory: join(place, "project"),
      cli: join(place, "cli", "pulumi"),
      inherited: { PATH: "/usr/bin:/bin", AWS_PROFILE: "prod" },
      onLine: (line) => lines.push(line),
    };
  });

  afterEach(async () => {
    await project.remove();
    rmSync(place, { recursive: true, force: true });
  });

  it("types the commands that people type, in the project's folder", async () => {
    await create();
    project.usePolicyPack({ directory: "/packs/guard" });
    await project.init();
    await project.setConfig({ path: "activeColor", value: "green" });
    await project.setConfig({ path: "blue.version", value: "-1" });
    await project.setConfig({ path: "slackToken", value: "xoxb", isSecret: true });
    await project.preview();
    await project.up();
    await project.history();
    await project.exportStack();
    await project.destroy();
    await project.cancel();
    expect(calls()).to.deep.equal([
      `stack init ${project.stackName}`,
      "config set --plaintext activeColor -- green",
      "config set --path --plaintext blue.version -- -1",
      "config set --secret slackToken -- xoxb",
      "preview --policy-pack /packs/guard --event-log FILE",
      "up --yes --skip-preview --policy-pack /packs/guard --event-log FILE",
      "stack history --json",
      "stack export",
      "destroy --yes --skip-preview --event-log FILE",
      "cancel --yes",
    ]);
    expect(project.stackName).to.match(/^rehearsal-[0-9a-f]{6}$/);
  });

  it("gives commands the rehearsal's backend and no account of the user", async () => {
    await create({ providerPorts: { aws: 1234 } });
    await project.init();
    const variables = readFileSync(join(place, "notes"), "utf8").split("\n");
    expect(variables).to.include.members([
      `PULUMI_BACKEND_URL=file://${project.workDirectory}/state`,
      "PULUMI_DEBUG_PROVIDERS=aws:1234",
      "AWS_ACCESS_KEY_ID=rehearsal",
    ]);
    expect(variables.filter((line) => line.startsWith("AWS_PROFILE"))).to.deep.equal([]);
  });

  it("tells what an update changed, streams its lines and leaves no event log", async () => {
    await create({}, "echo updating; exit 255");
    const { durationMs, ...result } = await project.up();
    expect(result).to.deep.equal({
      exitCode: 255,
      stdout: "updating\n",
      stderr: "",
      isInterrupted: false,
      changes: {
        create: 0,
        update: 1,
        delete: 0,
        replace: 0,
        same: 0,
        updates: ["urn:live"],
        steps: [{ operation: "update", urn: "urn:live", type: "rule", differingInputs: [] }],
      },
      violations: [],
    });
    expect(durationMs).to.be.greaterThan(0);
    expect(lines).to.deep.equal([{ stream: "stdout", text: "updating" }]);
    expect(readdirSync(project.workDirectory).sort()).to.deep.equal(["home", "owner.json", "state"]);
  });

  it("keeps what is only read to itself", async () => {
    await create({}, 'echo \'{"color":"green"}\'');
    expect(await project.outputs()).to.deep.equal({ color: "green" });
    expect(lines).to.deep.equal([]);
  });

  it("throws what a failed command printed", async () => {
    await create({}, "echo 'error: no such stack' >&2; exit 1");
    const message = await project.history().then(String, (error: Error) => error.message);
    expect(message).to.equal("pulumi stack history ended with exit code 1:\nerror: no such stack\n");
  });

  it("runs nothing after the abort but what clears up", async () => {
    const controller = new AbortController();
    await create({ signal: controller.signal });
    controller.abort(new Error("interrupted"));
    expect(await project.init().then(String, (error: Error) => error.message)).to.equal("interrupted");
    expect((await project.up()).isInterrupted).to.equal(true);
    await project.destroy();
    expect(calls()).to.deep.equal(["destroy --yes --skip-preview --event-log FILE"]);
  });

  it("writes a file for other terminals that only its owner can read, and removes it with everything else", async () => {
    await create();
    const stackFile = join(place, "project", `Pulumi.${project.stackName}.yaml`);
    writeFileSync(stackFile, "");
    const file = await project.writeVariablesFile();
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readFileSync(file, "utf8")).to.include(`export PULUMI_HOME='${project.workDirectory}/home'`);
    await project.remove();
    expect([file, stackFile, project.workDirectory].filter(existsSync)).to.deep.equal([]);
  });
});
