import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { bundlePolicyPack, policyFlags } from "../../../rehearsal/engine/policy-pack";

const repository = join(__dirname, "..", "..", "..");

describe("policyFlags", () => {
  it("names each pack, and its config where it has one", () => {
    expect(policyFlags([{ directory: "/one" }])).to.deep.equal(["--policy-pack", "/one"]);
    expect(policyFlags([{ directory: "/one", configFile: "/one.json" }])).to.deep.equal([
      "--policy-pack",
      "/one",
      "--policy-pack-config",
      "/one.json",
    ]);
    expect(policyFlags([])).to.deep.equal([]);
  });
});

describe("bundlePolicyPack", function () {
  this.timeout(30_000);
  const place = mkdtempSync(join(tmpdir(), "switchyard-pack-"));
  after(() => rmSync(place, { recursive: true, force: true }));

  it("makes a folder that the engine takes for a pack: one file, its version, its config, and the SDK's runner", async () => {
    const directory = join(place, "policies");
    const config = { "log-groups-expire": { maximumDays: 30 } };
    const pack = await bundlePolicyPack({ projectDirectory: repository, directory, config });

    const read = (file: string) => readFileSync(join(directory, file), "utf8");
    const { version } = JSON.parse(readFileSync(join(repository, "policies", "package.json"), "utf8"));
    expect(pack).to.deep.equal({ directory, configFile: join(directory, "config.json") });
    expect(JSON.parse(read("config.json"))).to.deep.equal(config);
    expect(JSON.parse(read("package.json"))).to.deep.equal({
      name: "switchyard-policies",
      version,
      main: "index.js",
    });
    expect(read("PulumiPolicy.yaml")).to.match(/^runtime: nodejs$/m);
    expect(read("index.js"))
      .to.include("weights-total-100")
      .and.not.match(/require\("(\.|@pulumi\/policy)/);
    expect(existsSync(join(directory, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack"))).to.equal(true);
  });
});
