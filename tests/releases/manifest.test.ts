import { expect } from "chai";
import { formatManifest, type Manifest, manifestKey, parseManifest } from "../../releases/manifest";

const file = { path: "a.js", key: "pool/a.js", size: 1, sha256: "x", contentType: "t", cacheControl: "c" };
const manifest: Manifest = {
  id: "frontend_a",
  state: "ready",
  createdAt: "2026-11-21T15:18:00.000Z",
  commit: "abc",
  files: [file, { ...file, key: "pool/b.js" }],
};
const key = manifestKey("frontend_a");

describe("manifests", () => {
  it("are read as they were written, one file a line", () => {
    const text = formatManifest(manifest);
    expect(parseManifest(key, text)).to.deep.equal(manifest);
    expect(text.split("\n").length).to.equal(5);
    expect(parseManifest(key, formatManifest({ ...manifest, files: [] })).files).to.deep.equal([]);
  });

  for (const [title, change] of [
    ["another version", { v: 2 }],
    ["another release's name", { id: "frontend_b" }],
    ["no name", { id: undefined }],
    ["an unknown state", { state: "gone" }],
    ["no time", { createdAt: "soon" }],
    ["no files", { files: {} }],
    ["a file without key", { files: [{ ...file, key: undefined }] }],
    ["a file without size", { files: [{ ...file, size: "1" }] }],
    ["an empty file", { files: [null] }],
  ] as const) {
    it(`are refused with ${title}`, () => {
      const text = JSON.stringify({ v: 1, ...manifest, ...change });
      expect(() => parseManifest(key, text)).to.throw(
        "meta/frontend_a.json is not a release's manifest of version 1. Restore the object's previous version, or remove it together with its release.",
      );
    });
  }

  it("are refused where they are no JSON or no object", () => {
    expect(() => parseManifest(key, "{")).to.throw(
      "meta/frontend_a.json holds no JSON. Restore the object's previous version.",
    );
    expect(() => parseManifest(key, "null")).to.throw("is not a release's manifest");
  });
});
