import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { expect } from "chai";
import { buildFrontend } from "../../rehearsal/build-frontend";

describe("buildFrontend", function () {
  this.timeout(60_000);
  let folder: string;
  let variables: readonly string[];
  before(async () => {
    variables = Object.keys(env);
    folder = mkdtempSync(join(tmpdir(), "switchyard-builds-"));
    for (const release of ["1.4.2", "1.5.0"]) await buildFrontend({ release, directory: join(folder, release) });
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (...path: readonly string[]): string => readFileSync(join(folder, ...path), "utf8");
  const assets = (release: string): readonly string[] => readdirSync(join(folder, release, "assets")).sort();

  it("makes a page, its scripts and parts that are loaded on demand, each named after its content", () => {
    const names = assets("1.4.2").map((name) => name.replace(/-[\w-]{8}(?=\.)/, ""));

    expect(names).to.deep.equal(["departures.js", "index.js", "index.css", "logo.svg", "track-plan.js"]);
    expect(readdirSync(join(folder, "1.4.2")).sort()).to.deep.equal([
      "assets",
      "favicon.svg",
      "index.html",
      "version.json",
    ]);
    expect(read("1.4.2", "version.json")).to.equal('{"release":"1.4.2"}\n');
  });

  it("gives every script of another release another name, and what is equal the same", () => {
    const [old, new_] = [assets("1.4.2"), assets("1.5.0")];
    const shared = old.filter((name) => new_.includes(name));

    expect(shared.map((name) => name.split(".").at(-1)).sort()).to.deep.equal(["css", "svg"]);
  });

  it("leaves the variables of this process as they were", () => {
    expect(Object.keys(env)).to.deep.equal(variables);
  });

  it("makes pages of equal size that differ, which a sync by size can't tell apart", () => {
    const [one, other] = [read("1.4.2", "index.html"), read("1.5.0", "index.html")];

    expect(one.length).to.equal(other.length);
    expect(one).not.to.equal(other);
  });
});
