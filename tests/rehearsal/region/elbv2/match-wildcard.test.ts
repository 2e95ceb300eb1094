import { expect } from "chai";
import fc from "fast-check";
import { matchesWildcard } from "../../../../rehearsal/region/elbv2/match-wildcard";

describe("matchesWildcard", () => {
  const cases: readonly (readonly [pattern: string, text: string, expected: boolean])[] = [
    ["/*", "/", true],
    ["/*", "/a/b", true],
    ["/a", "/a", true],
    ["/a", "/ab", false],
    ["/a/*/c", "/a/b/x/c", true],
    ["/a/*/c", "/a/b/x/d", false],
    ["/a?", "/ab", true],
    ["/a?", "/a", false],
    ["*.example.com", "shop.example.com", true],
    ["*.example.com", "example.com", false],
    ["a.c", "abc", false],
    ["", "", true],
    ["", "a", false],
    ["**", "", true],
  ];
  for (const [pattern, text, expected] of cases) {
    it(`says ${expected} to "${text}" for "${pattern}"`, () => {
      expect(matchesWildcard(pattern, text)).to.equal(expected);
    });
  }

  it("agrees with the regular expression that means the same", () => {
    const letters = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 }).map((all) => all.join(""));
    const texts = fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }).map((all) => all.join(""));
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const regex = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(matchesWildcard(pattern, text)).to.equal(regex.test(text));
      }),
    );
  });

  it("takes no exponential time", () => {
    expect(matchesWildcard("*a".repeat(60), "a".repeat(5000).replace(/.$/, "b"))).to.equal(false);
  });
});
