import { expect } from "chai";
import fc from "fast-check";
import { escapeText, inlineCode } from "../../cutover/mrkdwn";

describe("escapeText", () => {
  it("escapes what Slack would parse", () => {
    expect(escapeText("<!channel> & <https://evil.example|ok>", 200)).to.equal(
      "&lt;!channel&gt; &amp; &lt;https://evil.example|ok&gt;",
    );
  });

  it("puts everything on one line without invisible characters", () => {
    expect(escapeText("a\nb\u202ec\u200bd\u0000e\ud800f", 200)).to.equal("a b c d e f");
  });

  it("cuts before an escape or a pair that doesn't fit", () => {
    expect([escapeText("abc&def", 8), escapeText("abc😀def", 5), escapeText("abcdef", 6)]).to.deep.equal([
      "abc…",
      "abc…",
      "abcdef",
    ]);
  });

  it("never exceeds the limit and never leaves markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer({ min: 1, max: 200 }), (text, limit) => {
        const escaped = escapeText(text, limit);
        expect(escaped.length).to.be.at.most(limit);
        expect(escaped).to.match(/^(?:[^<>&]|&amp;|&lt;|&gt;)*$/);
      }),
    );
  });
});

describe("inlineCode", () => {
  it("can't be left by a backtick", () => {
    expect(inlineCode("a` *b* `c", 50)).to.equal("`a' *b* 'c`");
  });

  it("shows a dash for nothing, since Slack doesn't take two backticks for code", () => {
    expect([inlineCode("", 10), inlineCode("\n", 10)]).to.deep.equal(["`-`", "`-`"]);
  });

  it("counts its backticks", () => {
    expect(inlineCode("abcdefghijk", 8)).to.equal("`abcde…`");
  });
});
