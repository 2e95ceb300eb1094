import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allowedLicenses } from "./allowed-licenses";
import { planAudit } from "./plan-audit";
import { planLicenses } from "./plan-licenses";
import { readLockFile } from "./read-lock-file";

const root = join(__dirname, "..", "..");
const reports = join(root, "reports");

const main = (): void => {
  mkdirSync(reports, { recursive: true });
  const results = [writeBillOfMaterials(), listLicenses(), answerAudit()];
  process.exitCode = results.every(Boolean) ? 0 : 1;
};

/** npm's exit code is 1 where an audit found something: only its output counts. */
const runNpm = (...args: readonly string[]): string =>
  spawnSync("npm", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }).stdout;

const writeBillOfMaterials = (): boolean => {
  const text = runNpm("sbom", "--sbom-format", "cyclonedx");
  const { components } = parseJson(text) as { components?: readonly unknown[] };
  if (components === undefined) {
    console.error(`npm sbom printed no bill of materials but: ${text.slice(0, 300)}`);
    return false;
  }
  writeFileSync(join(reports, "sbom.cdx.json"), text);
  console.log(`Bill of materials: ${components.length} packages, CycloneDX, reports/sbom.cdx.json`);
  return true;
};

const listLicenses = (): boolean => {
  const plan = planLicenses(readLockFile(readFileSync(join(root, "package-lock.json"), "utf8")), allowedLicenses);
  if (plan.kind === "refused") {
    for (const { name, reason } of plan.refusals) console.error(`Licence: ${name}: ${reason}`);
    console.error("Read those licences; then allow them in tools/supply-chain/allowed-licenses.ts, or do without.");
    return false;
  }
  const lines = plan.groups.flatMap(({ license, runtime, development }) => [
    `${license}: ${runtime.length} at run time, ${development.length} for development`,
    ...[...runtime, ...development].map((name) => `  ${name}`),
  ]);
  writeFileSync(join(reports, "licenses.txt"), `${lines.join("\n")}\n`);
  console.log("Licences: all allowed, listed in reports/licenses.txt");
  for (const line of lines.filter((text) => !text.startsWith("  "))) console.log(`  ${line}`);
  return true;
};

const answerAudit = (): boolean => {
  const answers = readFileSync(join(root, "docs", "supply-chain.md"), "utf8");
  const plan = planAudit(parseJson(runNpm("audit", "--json")), answers);
  switch (plan.kind) {
    case "clean":
      console.log(`Advisories: none without an answer, ${plan.answered.length} answered in docs/supply-chain.md`);
      return true;
    case "unknown":
      console.log(`Advisories: unknown, this registry doesn't answer audits (${plan.reason})`);
      return true;
    case "unanswered":
      for (const { id, packageName, severity, title } of plan.findings)
        console.error(`Advisory: ${severity} in ${packageName}: ${title} (${id})`);
      console.error("Update the package, or answer the advisory by its name in docs/supply-chain.md.");
      return false;
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

main();
