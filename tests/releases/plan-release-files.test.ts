import { expect } from "chai";
import { type BuildFile, planReleaseFiles, planUploadOrder } from "../../releases/plan-release-files";

const file = (path: string, size = 1): BuildFile => ({ path, size, sha256: "x" });
const messages = (files: readonly BuildFile[]): readonly (readonly string[])[] => {
  const plan = planReleaseFiles("frontend_a", { files, pages: [] });
  return plan.kind === "refused" ? plan.problems.map(({ reason, message }) => [reason, message]) : [];
};

describe("planReleaseFiles", () => {
  it("puts assets into the pool and all others below the release", () => {
    const files = [file("index.html"), file("assets/a-1.js"), file("assets/deep/b.css"), file("myassets/c.js")];
    const plan = planReleaseFiles("frontend_a", { files, pages: [] });
    expect(plan.kind === "ready" && plan.files.map(({ key }) => key)).to.deep.equal([
      "releases/frontend_a/index.html",
      "pool/assets/a-1.js",
      "pool/assets/deep/b.css",
      "releases/frontend_a/myassets/c.js",
    ]);
    expect(plan.kind === "ready" && plan.files[1]).to.deep.equal({
      path: "assets/a-1.js",
      size: 1,
      sha256: "x",
      key: "pool/assets/a-1.js",
      contentType: "text/javascript; charset=utf-8",
      cacheControl: "public, max-age=31536000, immutable",
    });
  });

  it("tells what the edge function won't serve; the pool has no function", () => {
    const files = [file("index.html"), file("LICENSE"), file("assets/LICENSE"), file(".well-known/LICENSE")];
    const plan = planReleaseFiles("frontend_a", { files, pages: [] });
    expect(plan.kind === "ready" && plan.unserved).to.deep.equal(["LICENSE"]);
  });

  it("tells what the API's path hides, but not what only looks like it", () => {
    const files = [file("index.html"), file("api/x.json"), file("apis/x.json"), file("a/api/x.json"), file("api.json")];
    const plan = planReleaseFiles("frontend_a", { files, pages: [] });
    expect(plan.kind === "ready" && plan.unserved).to.deep.equal(["api/x.json"]);
  });

  it("refuses an empty build", () => {
    expect(messages([])).to.deep.equal([
      ["empty-build", "The directory holds no files: build first, or name another one."],
    ]);
  });

  it("finds every problem at once", () => {
    const name = `${"n".repeat(1030)}.js`;
    const limit = 5 * 1024 ** 3;
    expect(messages([file("video.mp4", limit + 1), file("at-limit.mp4", limit), file(name)])).to.deep.equal([
      [
        "no-index",
        "The directory holds no index.html, which every page address is answered with: name the build's root.",
      ],
      [
        "too-large",
        "video.mp4 has 5368709121 bytes; S3 takes at most 5368709120 in one upload. Keep it elsewhere or split it.",
      ],
      ["name-too-long", `${name} makes a key of more than 1024 bytes: use shorter names.`],
    ]);
  });

  it("refuses a + where no function escapes it, and takes it elsewhere", () => {
    expect(messages([file("index.html"), file("c++.svg"), file("assets/c++.js")])).to.deep.equal([
      [
        "plus-in-asset",
        "assets/c++.js has a + in its name, which S3 takes for a space in addresses: rename it, or move it out of assets/.",
      ],
    ]);
  });

  it("measures keys in bytes, with what comes before the path", () => {
    const longest = 1024 - "releases/frontend_a/".length;
    expect(messages([file("index.html"), file("n".repeat(longest))])).to.deep.equal([]);
    expect(messages([file("index.html"), file(`ü${"n".repeat(longest - 1)}`)]).map(([reason]) => reason)).to.deep.equal(
      ["name-too-long"],
    );
  });
});

describe("planUploadOrder", () => {
  it("has assets first and pages last", () => {
    const plan = planReleaseFiles("frontend_a", {
      files: ["a.html", "assets/page.html", "b.txt", "index.html", "assets/a.js"].map((path) => file(path)),
      pages: [],
    });
    const files = plan.kind === "ready" ? plan.files : [];
    expect(planUploadOrder(files).map((group) => group.map(({ path }) => path))).to.deep.equal([
      ["assets/page.html", "assets/a.js"],
      ["b.txt"],
      ["a.html", "index.html"],
    ]);
  });
});
