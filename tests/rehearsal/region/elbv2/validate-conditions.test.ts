import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import { completeConditions } from "../../../../rehearsal/region/elbv2/validate-conditions";
import { AwsError } from "../../../../rehearsal/region/operation";

const complete = (conditions: readonly RuleCondition[] | undefined): unknown => {
  try {
    return completeConditions(conditions);
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
};
const header = (HttpHeaderName: string, ...Values: string[]): RuleCondition => ({
  Field: "http-header",
  HttpHeaderConfig: { HttpHeaderName, Values },
});
const path = (...Values: string[]): RuleCondition => ({ Field: "path-pattern", PathPatternConfig: { Values } });

describe("completeConditions", () => {
  const completed: readonly (readonly [title: string, condition: RuleCondition, expected: RuleCondition])[] = [
    [
      "a path in the short spelling",
      { Field: "path-pattern", Values: ["/a"] },
      { Field: "path-pattern", Values: ["/a"], PathPatternConfig: { Values: ["/a"] } },
    ],
    [
      "a host in the long spelling",
      { Field: "host-header", HostHeaderConfig: { Values: ["*.example.com"] } },
      { Field: "host-header", Values: ["*.example.com"], HostHeaderConfig: { Values: ["*.example.com"] } },
    ],
    ["a header", header("x-switchyard-color", "green"), header("x-switchyard-color", "green")],
    [
      "a method",
      { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["POST"] } },
      { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["POST"] } },
    ],
  ];
  for (const [title, condition, expected] of completed) {
    it(`stores ${title}`, () => {
      expect(complete([condition])).to.deep.equal([expected]);
    });
  }

  const refusals: readonly (readonly [string, readonly RuleCondition[] | undefined, string])[] = [
    ["none", undefined, "ValidationError"],
    ["an empty list", [], "ValidationError"],
    ["a condition without values", [path()], "ValidationError"],
    ["two conditions on the path", [path("/a"), path("/b")], "ValidationError"],
    ["six values over several conditions", [path("/a", "/b", "/c"), header("x-a", "1", "2", "3")], "ValidationError"],
    ["a value of 129 characters", [path(`/${"a".repeat(128)}`)], "ValidationError"],
    ["a header name of 41 characters", [header("x".repeat(41), "1")], "ValidationError"],
    ["a header name with a space", [header("x y", "1")], "ValidationError"],
    ["the host as a header", [header("Host", "1")], "ValidationError"],
    ["a query string by name", [{ Field: "query-string" }], "NotModelled"],
    ["a source address by name", [{ Field: "source-ip" }], "NotModelled"],
    ["a regular expression by name", [{ Field: "path-pattern", RegexValues: ["^/a"] }], "NotModelled"],
    [
      "a regular expression in a header by name",
      [{ Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "x-a", RegexValues: ["a"] } }],
      "NotModelled",
    ],
  ];
  for (const [title, conditions, code] of refusals) {
    it(`refuses ${title}`, () => {
      expect(complete(conditions)).to.equal(code);
    });
  }

  it("takes five values, one of 128 characters, and several conditions on headers", () => {
    expect(complete([path(`/${"a".repeat(127)}`, "/b"), header("x-a", "1"), header("x-b", "1", "2")])).to.have.lengthOf(
      3,
    );
  });
});
