import { expect } from "chai";
import { planMissingReferences } from "../../releases/plan-references";

const paths = new Set([
  "index.html",
  "assets/a.js",
  "sub/page.html",
  "sub/b.css",
  "a b.png",
  "c.png",
  "c#/b.css",
  "5%41/b.css",
]);

const missing = (html: string, path = "index.html"): readonly string[] =>
  planMissingReferences([{ path, html }], paths).map(({ reference }) => reference);

describe("planMissingReferences", () => {
  for (const [title, html, expected, path] of [
    ["takes what is there", '<script src="/assets/a.js"></script>', []],
    ["takes it without quotes", "<script type=module src=/assets/a.js></script>", []],
    ["notices a missing script", '<script type="module" crossorigin src="/assets/b.js"></script>', ["/assets/b.js"]],
    ["notices it in single quotes and capitals", "<SCRIPT SRC='/assets/b.js'></SCRIPT>", ["/assets/b.js"]],
    ["notices a missing preload", '<link rel="modulepreload" href="/assets/b.js">', ["/assets/b.js"]],
    ["notices a missing style", '<link href="b.css" rel=stylesheet>', ["b.css"]],
    ["notices a link without a relation", '<link href="b.css">', ["b.css"]],
    ["resolves from the page's folder", '<link rel="stylesheet" href="b.css">', [], "sub/page.html"],
    ["resolves upwards", '<script src="../assets/a.js"></script>', [], "sub/page.html"],
    ["resolves from the base", '<base href="/sub/"><link rel="stylesheet" href="b.css">', []],
    ["takes a base of another site", '<base href="https://x.test/"><img src="d.png">', []],
    ["takes the first base that has an address", '<base target="_top"><base href="/sub/"><link href="b.css">', []],
    ["leaves a base in a comment alone", '<!-- <base href="/sub/"> --><link href="b.css">', ["b.css"]],
    ["leaves a base in a script alone", '<script>\'<base href="/sub/">\'</script><link href="b.css">', ["b.css"]],
    ["leaves a base that is no address alone", '<base href="http://[x"><img src="c.png">', []],
    ["resolves from a folder with a #", '<link rel="stylesheet" href="b.css">', [], "c#/page.html"],
    ["resolves from a folder with a %", '<link rel="stylesheet" href="b.css">', [], "5%41/page.html"],
    ["resolves from a page with a colon", '<img src="c.png">', [], "a:b.html"],
    ["decodes", '<img src="/a%20b.png">', []],
    ["takes a broken escape as it is", '<img src="/a%zz.png">', ["/a%zz.png"]],
    ["leaves query and fragment out", '<img src="/c.png?v=1#x">', []],
    ["notices each of a set", '<img srcset="/c.png 1x, /d.png 2x" src="/c.png">', ["/d.png"]],
    ["notices each of a set without spaces", '<img srcset="/c.png 1x,/d.png 2x,/a%20b.png 3x">', ["/d.png"]],
    ["takes commas in a set's addresses", '<img srcset="data:image/png;base64,AA 1x, /d,e.png 2x,">', ["/d,e.png"]],
    ["leaves bindings of frameworks alone", '<img :src="user.face" v-bind:src="face" data_src="x">', []],
    ["leaves elements of the application alone", '<video-js src="clip"></video-js><image-card href="/d.png">', []],
    ["takes <!-- in a script as text", "<script>'<!--'</script><img src=\"/d.png\"><!-- -->", ["/d.png"]],
    ["leaves a value that looks like an attribute alone", `<img (error)="a.src='/d.png'" src="/c.png">`, []],
    ["notices a missing sprite", '<svg><use xlink:href="/d.svg#icon"/></svg>', ["/d.svg#icon"]],
    ["names a reference once", '<img src="/d.png"><img src="/d.png">', ["/d.png"]],
    ["notices media", '<video poster="/d.png"><source src="/d.mp4"></video>', ["/d.png", "/d.mp4"]],
    ["leaves other sites alone", '<script src="https://x.test/a.js"></script><img src="//x.test/b.png">', []],
    ["leaves data alone", '<img src="data:image/png;base64,AA"><img src="">', []],
    ["leaves fragments alone", '<svg><use href="#icon"/></svg>', []],
    ["leaves links alone", '<a href="/users">x</a><form action="/y"></form>', []],
    ["leaves the API alone", '<link rel="preload" href="/api/me" as="fetch">', []],
    [
      "leaves hints and addresses of pages alone",
      '<link rel="canonical" href="/x"><link rel="preconnect" href="/y">',
      [],
    ],
    ["leaves comments alone", '<!-- <script src="/gone.js"></script> -->', []],
    ["leaves the text of scripts alone", "<script>document.write('<img src=\"/gone.png\">')</script>", []],
    ["takes > in a value", '<img alt="a > b" src="/d.png">', ["/d.png"]],
    ["takes an escaped ampersand", '<img src="/c.png?a=1&amp;b=2">', []],
    ["refuses what is no address", '<script src="http://[x"></script>', ["http://[x"]],
  ] as readonly (readonly [string, string, readonly string[], string?])[]) {
    it(title, () => expect(missing(html, path)).to.deep.equal(expected));
  }

  it("names the page", () => {
    const html = '<img src="/d.png">';
    expect(planMissingReferences([{ path: "sub/page.html", html }], paths)).to.deep.equal([
      { page: "sub/page.html", reference: "/d.png" },
    ]);
  });
});
