import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { restoreCutOffState } from "../../../rehearsal/engine/restore-state";

describe("restoreCutOffState", () => {
  let backend: string;
  const fileOf = (name: string): string => join(backend, ".pulumi", "stacks", "project", name);

  beforeEach(() => {
    backend = mkdtempSync(join(tmpdir(), "switchyard-backend-"));
    mkdirSync(join(backend, ".pulumi", "stacks", "project"), { recursive: true });
    writeFileSync(fileOf("prod.json.bak"), '{"serial":1}');
  });
  afterEach(() => rmSync(backend, { recursive: true }));

  for (const [title, text] of [
    ["an empty checkpoint", ""],
    ["half a checkpoint", '{"serial":'],
  ] as const) {
    it(`puts the backup in the place of ${title}`, async () => {
      writeFileSync(fileOf("prod.json"), text);

      expect(await restoreCutOffState(backend)).to.equal(true);
      expect(readFileSync(fileOf("prod.json"), "utf8")).to.equal('{"serial":1}');
    });
  }

  it("leaves a whole checkpoint alone", async () => {
    writeFileSync(fileOf("prod.json"), '{"serial":2}');

    expect(await restoreCutOffState(backend)).to.equal(false);
    expect(readFileSync(fileOf("prod.json"), "utf8")).to.equal('{"serial":2}');
  });
});
