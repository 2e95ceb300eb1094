import { expect } from "chai";
import { isPage, isServedAsFile, planFileHeaders, releaseExtensions } from "../../releases/plan-file-headers";

const forEver = "public, max-age=31536000, immutable";
const revalidated = "public, max-age=0, s-maxage=31536000, must-revalidate";

/** What browsers need: IANA's media types, with the character set where a text has one. */
const types: Readonly<Record<string, string>> = {
  avif: "image/avif",
  bmp: "image/bmp",
  css: "text/css; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  eot: "application/vnd.ms-fontobject",
  gif: "image/gif",
  gz: "application/gzip",
  htm: "text/html; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/vnd.microsoft.icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  map: "application/json; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  ogg: "audio/ogg",
  otf: "font/otf",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml; charset=utf-8",
  ttf: "font/ttf",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  wav: "audio/wav",
  webm: "video/webm",
  webmanifest: "application/manifest+json; charset=utf-8",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
  xml: "application/xml; charset=utf-8",
  zip: "application/zip",
};

describe("planFileHeaders", () => {
  it("knows the type of every extension that a release may serve", () => {
    expect([...releaseExtensions].sort()).to.deep.equal(Object.keys(types).map((extension) => `.${extension}`));
    for (const [extension, contentType] of Object.entries(types)) {
      expect(planFileHeaders(`a/b.${extension}`, "pool")).to.deep.equal({ contentType, cacheControl: forEver });
      expect(planFileHeaders(`b.${extension.toUpperCase()}`, "release")).to.deep.equal({
        contentType,
        cacheControl: revalidated,
      });
    }
  });

  for (const [path, contentType, cacheControl] of [
    ["index.html", types["html"], revalidated],
    ["deep/page.htm", types["htm"], revalidated],
    ["sw.js", types["js"], "no-cache"],
    ["nested/service-worker.js", types["js"], "no-cache"],
    ["version.json", types["json"], "no-cache"],
    ["config.json", types["json"], "no-cache"],
    ["other.json", types["json"], revalidated],
    ["xsw.js", types["js"], revalidated],
    ["LICENSE", "application/octet-stream", revalidated],
    ["a.b/c", "application/octet-stream", revalidated],
    ["data.unknown", "application/octet-stream", revalidated],
    [".well-known/apple-app-site-association", types["json"], revalidated],
  ] as const) {
    it(`serves ${path} as ${contentType}, ${cacheControl}`, () => {
      expect(planFileHeaders(path, "release")).to.deep.equal({ contentType, cacheControl });
    });
  }

  it("keeps even a worker's script for ever where its name is in the pool", () => {
    expect(planFileHeaders("assets/sw.js", "pool").cacheControl).to.equal(forEver);
  });
});

describe("isServedAsFile", () => {
  for (const [path, served] of [
    ["a.js", true],
    ["a.JS", true],
    [".well-known/security", true],
    ["LICENSE", false],
    ["a.doe", false],
    ["a\\b.js", false],
    ["a.js/b", false],
  ] as const) {
    it(`says ${served} of ${path}`, () => expect(isServedAsFile(path)).to.equal(served));
  }
});

describe("isPage", () => {
  it("takes .html and .htm in any case", () => {
    expect(["a.html", "a.HTM", "a.htmlx", "html"].map(isPage)).to.deep.equal([true, true, false, false]);
  });
});
