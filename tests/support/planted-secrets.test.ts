import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { strToU8, zipSync } from "fflate";
import { findPlanted, textsBelow } from "./planted-secrets";

const secret = "xoxb-PLANTED/42+secret";
const found = (text: string): number => findPlanted([{ where: "here", text }], [secret]).length;

describe("findPlanted", () => {
  it("finds a secret in the clear, in a URL and in base64, wherever it stands in it", () => {
    const base64 = (before: string): string => Buffer.from(`${before}${secret}&more`).toString("base64");

    expect(found(`token=${secret};`)).to.equal(1);
    expect(found(`?token=${encodeURIComponent(secret)}`)).to.equal(1);
    expect(["", "a", "ab", "abc"].map((before) => found(base64(before)))).to.deep.equal([1, 1, 1, 1]);
  });

  it("finds nothing in what holds none", () => {
    expect(found("xoxb-OTHER/42+secret")).to.equal(0);
    expect(found(Buffer.from("xoxb-OTHER/42+secret and more").toString("base64"))).to.equal(0);
  });

  it("says where", () => {
    expect(findPlanted([{ where: "state.json", text: secret }], [secret])).to.deep.equal([`state.json: ${secret}`]);
  });
});

describe("textsBelow", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "switchyard-planted-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("reads files at every depth, and what is in zip files", () => {
    mkdirSync(join(folder, "deep", "er"), { recursive: true });
    writeFileSync(join(folder, "deep", "er", "log.txt"), `a ${secret} b`);
    writeFileSync(join(folder, "code.zip"), zipSync({ "index.js": strToU8(`const token = "${secret}";`) }));

    expect(findPlanted(textsBelow(folder), [secret])).to.have.members([
      `${join(folder, "deep", "er", "log.txt")}: ${secret}`,
      `${join(folder, "code.zip")}/index.js: ${secret}`,
    ]);
  });
});
