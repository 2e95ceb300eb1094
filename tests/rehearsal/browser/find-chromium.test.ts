import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { findChromium } from "../../../rehearsal/browser/find-chromium";

describe("findChromium", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "switchyard-browsers-"));
    for (const [place, name] of [
      ["ubuntu", "chromium-browser"],
      ["google", "google-chrome"],
      ["google", "chromium"],
    ] as const) {
      mkdirSync(join(folder, place), { recursive: true });
      writeFileSync(join(folder, place, name), "", { mode: 0o755 });
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  it("takes what the variable names, without looking", async () => {
    expect(await findChromium({ CHROMIUM: "/opt/browser", PATH: join(folder, "ubuntu") })).to.equal("/opt/browser");
  });

  it("finds the browser by the names that it has, Debian's first", async () => {
    const PATH = `${join(folder, "ubuntu")}:${join(folder, "google")}`;

    expect(await findChromium({ PATH, CHROMIUM: "" })).to.equal(join(folder, "google", "chromium"));
    expect(await findChromium({ PATH: join(folder, "ubuntu") })).to.equal(join(folder, "ubuntu", "chromium-browser"));
  });

  it("finds none where there is none", async () => {
    expect(await findChromium({ PATH: folder })).to.equal(undefined);
    expect(await findChromium({})).to.equal(undefined);
  });
});
