import { expect } from "chai";
import fc from "fast-check";
import { type Declared, formatDeclared, parseDeclared } from "../../cutover/declared";

const declared: Declared = {
  ruleArns: { web: "arn:rule:web", api: "arn:rule:api" },
  groupArns: {
    web: { blue: "arn:web:blue", green: "arn:web:green" },
    api: { blue: "arn:api:blue", green: "arn:api:green" },
  },
  weights: { blue: 90, green: 10 },
};

const text =
  '{"ruleArns":{"api":"arn:rule:api","web":"arn:rule:web"},' +
  '"groupArns":{"api":{"blue":"arn:api:blue","green":"arn:api:green"},"web":{"blue":"arn:web:blue","green":"arn:web:green"}},' +
  '"weights":{"blue":90,"green":10}}';

const startOfError = 'The parameter "declared" is not what `pulumi up` writes: ';
const endOfError = ". Let `pulumi up --refresh` write it again.";

describe("formatDeclared", () => {
  it("sorts services and colours, so that the same record is the same text", () => {
    const reordered: Declared = {
      weights: { green: 10, blue: 90 },
      groupArns: {
        api: { green: "arn:api:green", blue: "arn:api:blue" },
        web: { green: "arn:web:green", blue: "arn:web:blue" },
      },
      ruleArns: { api: "arn:rule:api", web: "arn:rule:web" },
    };
    expect([formatDeclared(declared), formatDeclared(reordered)]).to.deep.equal([text, text]);
  });

  it("names the active colour where it is known", () => {
    const known: Declared = { ...declared, activeColor: "green" };
    expect(formatDeclared(known)).to.equal(text.replace("{", '{"activeColor":"green",'));
    expect(parseDeclared(formatDeclared(known))).to.deep.equal(known);
  });

  it("is read back as it was", () => {
    const service = fc.record({
      rule: fc.string({ minLength: 1 }),
      blue: fc.string({ minLength: 1 }),
      green: fc.string({ minLength: 1 }),
    });
    const services = fc.dictionary(fc.string(), service, { noNullPrototype: true });
    fc.assert(
      fc.property(services, fc.integer({ min: 0, max: 100 }), (all, blue) => {
        const record: Declared = {
          ruleArns: Object.fromEntries(Object.entries(all).map(([name, { rule }]) => [name, rule])),
          groupArns: Object.fromEntries(
            Object.entries(all).map(([name, one]) => [name, { blue: one.blue, green: one.green }]),
          ),
          weights: { blue, green: 100 - blue },
        };
        expect(parseDeclared(formatDeclared(record))).to.deep.equal(record);
      }),
    );
  });
});

describe("parseDeclared", () => {
  const { weights, ruleArns, groupArns } = declared;
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["a text", "live: blue", 'the whole value is "live: blue" instead of an object'],
    ["a list", [], "the whole value is [] instead of an object"],
    ["no rules", { groupArns, weights }, "ruleArns is missing instead of an object"],
    [
      "a rule that is no text",
      { ruleArns: { ...ruleArns, web: 7 }, groupArns, weights },
      "ruleArns.web is 7 instead of an ARN",
    ],
    [
      "an empty rule",
      { ruleArns: { ...ruleArns, web: "" }, groupArns, weights },
      'ruleArns.web is "" instead of an ARN',
    ],
    [
      "a missing group",
      { ruleArns, groupArns: { ...groupArns, web: { blue: "b" } }, weights },
      "groupArns.web.green is missing instead of an ARN",
    ],
    [
      "a service without groups",
      { ruleArns, groupArns: { web: groupArns["web"] }, weights },
      "api has a rule but no target groups",
    ],
    ["a service without a rule", { ruleArns: { web: "r" }, groupArns, weights }, "api has target groups but no rule"],
    [
      "half a percent",
      { ruleArns, groupArns, weights: { blue: 99.5, green: 0.5 } },
      "weights.blue is 99.5 instead of an integer from 0 to 100; weights.green is 0.5 instead of an integer from 0 to 100",
    ],
    [
      "a missing weight",
      { ruleArns, groupArns, weights: { blue: 100 } },
      "weights.green is missing instead of an integer from 0 to 100",
    ],
    [
      "a colour that there isn't",
      { ruleArns, groupArns, weights, activeColor: "red" },
      'activeColor is "red" instead of blue or green',
    ],
    ["a wrong sum", { ruleArns, groupArns, weights: { blue: 100, green: 100 } }, "weights sum to 200 instead of 100"],
  ];
  for (const [title, value, problem] of cases) {
    it(`names ${title}`, () => {
      const input = typeof value === "string" ? value : JSON.stringify(value);
      const message = startOfError + problem + endOfError;
      expect(() => parseDeclared(input))
        .to.throw(Error)
        .with.property("message")
        .that.satisfies((got: string) => got.startsWith(startOfError + problem) && got.endsWith(endOfError), message);
    });
  }

  it("names all problems at once", () => {
    expect(() =>
      parseDeclared('{"ruleArns":{"web":1},"groupArns":{"web":{"blue":"b","green":null}},"weights":7}'),
    ).to.throw(
      `${startOfError}ruleArns.web is 1 instead of an ARN; groupArns.web.green is null instead of an ARN; ` +
        `weights is 7 instead of an object; weights.blue is missing instead of an integer from 0 to 100; ` +
        `weights.green is missing instead of an integer from 0 to 100${endOfError}`,
    );
  });
});
