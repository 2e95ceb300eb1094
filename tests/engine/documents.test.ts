import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { Rehearsal } from "../../rehearsal/rehearsal";
import { documentCommands } from "../support/document-commands";
import { OperatorShell } from "./operator-shell";

const image = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;
const config = {
  "switchyard:exposure": "cloudfront",
  "switchyard:services": {
    web: { path: "/*", port: 8080, cpu: 64, memory: 64, healthPath: "/health", count: { min: 1, max: 2 } },
  },
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: image("b") }, capacity: "full" },
  "switchyard:green": { version: "1.5.0.RELEASE", images: { web: image("9") }, capacity: "full" },
};

/** What a command needs that this machine doesn't have. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [/^npm (start|test)/, "a rehearsal of its own, which the scenarios' and the check's tests run"],
  [/^npm run (rehearse|bench|mutation|supply-chain|contract)/, "long work of its own"],
  [/^source /, "what the shell of this test begins with"],
  [/^pulumi new /, "a copy of this repository"],
  [/^pulumi config set (aws:region|exposure) /, "a stack that isn't deployed yet"],
  [/^aws iam /, "an account of AWS"],
  [/^npm run cli -- (status|history|rollback|flip green|shell web --color green)$/, "a minute; cli.test.ts types them"],
  [/^npm run cli -- release enable /, "half a minute; release-enable.test.ts types it"],
  [/^npm run cli -- flip green --steps 1,25,100$/, "ten minutes of bake time; the scenario `ramp` runs it"],
  [/^curl /, "names that the world's DNS knows"],
  [/^npm run cli -- fleet roll$/, "minutes; the scenario `roll` runs it under load"],
];

/** What people put in for themselves, or answer when they are asked. */
const filledIn = (command: string, dist: string): string =>
  command
    .replace("ghcr.io/you/web@sha256:…", image("7"))
    .replace("xoxb-…", "xoxb-rehearsal")
    .replace(/\bdist\b/, `${dist} --id frontend_2026-11-21_15-18`)
    .replace(/\b(pulumi (up|destroy))$/, "$1 --yes --skip-preview")
    .replace(/^(npm run cli -- (flip|rollback|release enable|fleet|adopt)\b.*)$/, "$1 --yes");

describe("the commands of README.md on a rehearsed stack", function () {
  this.timeout(300_000);
  const commands = documentCommands("README.md");
  const runHere = commands.filter(({ command }) => !elsewhere.some(([pattern]) => pattern.test(command)));
  let rehearsal: Rehearsal;
  let shell: OperatorShell;
  let dist: string;

  before(async () => {
    rehearsal = await Rehearsal.start({ signal: new AbortController().signal, show: () => undefined, config });
    await rehearsal.up();
    shell = await OperatorShell.open(rehearsal);
    dist = mkdtempSync(path.join(tmpdir(), "switchyard-dist-"));
    writeFileSync(path.join(dist, "index.html"), "<!doctype html><title>Release</title>");
  });

  after(async () => {
    await rehearsal?.destroy();
    expect(await rehearsal?.close()).to.equal(0);
    rmSync(dist, { recursive: true });
  });

  it("are found", () => {
    expect(runHere).to.have.length.greaterThan(12);
  });

  for (const { heading, command } of runHere) {
    it(`${heading}: ${command}`, async () => {
      const { exitCode, stdout, stderr } = await shell.type(filledIn(command, dist));
      expect(exitCode, (stdout + stderr).slice(-2000)).to.equal(0);
    });
  }
});
