import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { allowedLicenses } from "../../../tools/supply-chain/allowed-licenses";
import { planLicenses } from "../../../tools/supply-chain/plan-licenses";
import { readLockFile } from "../../../tools/supply-chain/read-lock-file";

const root = join(__dirname, "..", "..", "..");
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

describe("readLockFile", () => {
  it("tells name, version, licence and whether only development needs a package", () => {
    const text = JSON.stringify({
      packages: {
        "": { version: "0.1.0", license: "Apache-2.0" },
        "node_modules/@a/b": { version: "1.0.0", license: "MIT" },
        "node_modules/@a/b/node_modules/c": { version: "2.0.0", license: "ISC", dev: true },
        "node_modules/@logdna/tail-file": { version: "3.0.0", license: "SEE LICENSE IN LICENSE", devOptional: true },
        "node_modules/silent": {},
      },
    });

    expect(readLockFile(text)).to.deep.equal([
      { name: "@a/b", version: "1.0.0", license: "MIT", isForDevelopment: false },
      { name: "c", version: "2.0.0", license: "ISC", isForDevelopment: true },
      { name: "@logdna/tail-file", version: "3.0.0", license: "MIT", isForDevelopment: true },
      { name: "silent", version: "", license: undefined, isForDevelopment: false },
    ]);
  });
});

describe("what this project is built from", () => {
  it("has allowed licences only, and allows none that nothing has", () => {
    const plan = planLicenses(readLockFile(textOf("package-lock.json")), allowedLicenses);
    const used = plan.kind === "allowed" ? plan.groups.map(({ license }) => license) : plan.refusals;

    expect([...used].sort()).to.deep.equal([...allowedLicenses].sort());
  });

  it("is pinned to exact versions", () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(textOf("package.json")) as Record<
      string,
      Readonly<Record<string, string>>
    >;
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });

    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).to.deep.equal([]);
  });

  it("runs no install scripts, and says which packages have some", () => {
    const { packages } = JSON.parse(textOf("package-lock.json")) as {
      packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
    };
    const named = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split("node_modules/").at(-1) ?? "");

    expect(textOf(".npmrc").split("\n")).to.include("ignore-scripts=true");
    expect(named.filter((name) => !textOf("docs/supply-chain.md").includes(`\`${name}\``))).to.deep.equal([]);
  });

  it("is checked by actions that are pinned by commit, with no right to write", () => {
    const workflow = textOf(".github/workflows/ci.yml");
    const uses = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);

    expect(uses.filter((action) => !/@[0-9a-f]{40}$/.test(action))).to.deep.equal([]);
    expect(uses).to.have.length.greaterThan(0);
    expect(workflow).to.match(/^permissions:\n {2}contents: read$/m);
  });
});
