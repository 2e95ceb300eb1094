import { expect } from "chai";
import fc from "fast-check";
import { autoName, defaultsOf, namePropertyOf } from "../../../rehearsal/provider/auto-name";
import type { Properties } from "../../../rehearsal/provider/properties";
import { requireResourceFacts } from "../../../rehearsal/provider/resource-facts";

const name = (
  type: string,
  logicalName: string,
  { news = {}, olds = {}, seed = 1 }: { news?: Properties; olds?: Properties; seed?: number } = {},
) => autoName({ type, facts: requireResourceFacts(type), logicalName, news, olds, randomSeed: Uint8Array.of(seed) });

const nameOf = (...args: Parameters<typeof name>): string => {
  const result = name(...args);
  return result.kind === "name" ? `${result.property}=${result.name}` : result.kind;
};

const targetGroup = "aws:lb/targetGroup:TargetGroup";

describe("autoName", () => {
  it("adds seven random digits to the resource's name", () => {
    expect(nameOf("aws:ecs/cluster:Cluster", "main")).to.match(/^name=main-[0-9a-f]{7}$/);
  });

  it("makes up the same name from the same seed only", () => {
    expect(nameOf(targetGroup, "web")).to.equal(nameOf(targetGroup, "web"));
    expect(nameOf(targetGroup, "web", { seed: 2 })).not.to.equal(nameOf(targetGroup, "web"));
  });

  it("keeps a name that it gave before", () => {
    const olds = { name: "web-1234567", __defaults: ["name"] };
    expect(nameOf(targetGroup, "web", { olds })).to.equal("name=web-1234567");
  });

  it("gives a new name where the program had fixed one and no longer does", () => {
    expect(nameOf(targetGroup, "web", { olds: { name: "fixed", __defaults: [] } })).to.match(/^name=web-[0-9a-f]{7}$/);
  });

  it("leaves a name alone that the program sets", () => {
    expect(name(targetGroup, "web", { news: { name: "mine" } })).to.deep.equal({ kind: "none" });
  });

  it("names nothing that has no name", () => {
    expect(name("aws:lb/listenerRule:ListenerRule", "live")).to.deep.equal({ kind: "none" });
  });

  it("names nothing whose name the program must choose", () => {
    expect(namePropertyOf("aws:route53/record:Record", requireResourceFacts("aws:route53/record:Record"))).to.equal(
      undefined,
    );
  });

  for (const { type, logicalName, news = {}, expected } of [
    { type: "aws:s3/bucket:Bucket", logicalName: "Assets", expected: /^bucket=assets-[0-9a-f]{7}$/ },
    { type: "aws:kms/alias:Alias", logicalName: "chat", expected: /^name=alias\/chat-[0-9a-f]{7}$/ },
    { type: "aws:cloudwatch/eventTarget:EventTarget", logicalName: "t", expected: /^targetId=t-[0-9a-f]{7}$/ },
    { type: "aws:lambda/permission:Permission", logicalName: "p", expected: /^statementId=p-[0-9a-f]{7}$/ },
    { type: "aws:sqs/queue:Queue", logicalName: "q", expected: /^name=q-[0-9a-f]{7}$/ },
    {
      type: "aws:sqs/queue:Queue",
      logicalName: "q",
      news: { fifoQueue: true },
      expected: /^name=q-[0-9a-f]{7}\.fifo$/,
    },
  ]) {
    it(`names ${type} as ${expected}`, () => {
      expect(nameOf(type, logicalName, { news })).to.match(expected);
    });
  }

  it("begins a name with the prefix that the program sets, and keeps it while the prefix stays", () => {
    const news = { namePrefix: "web-" };
    const first = nameOf(targetGroup, "x", { news });
    expect(first).to.match(/^name=web-[0-9a-f]{26}$/);
    const olds = { ...news, name: "web-kept" };
    expect(nameOf(targetGroup, "x", { news, olds })).to.equal("name=web-kept");
    expect(nameOf(targetGroup, "x", { news: { namePrefix: "api-" }, olds })).to.match(/^name=api-[0-9a-f]{26}$/);
  });

  it("refuses a target group's name that leaves no room, in the provider's words", () => {
    expect(name(targetGroup, "quite-a-long-component-blue")).to.deep.equal({
      kind: "refused",
      property: "name",
      reason: "name 'quite-a-long-component-blue-' plus 7 random chars is longer than maximum length 32",
    });
  });

  for (const [type, longest] of [
    [targetGroup, 24],
    ["aws:iam/role:Role", 56],
    ["aws:cloudwatch/eventRule:EventRule", 56],
    ["aws:lambda/function:Function", 56],
    ["aws:s3/bucket:Bucket", 55],
    ["aws:sqs/queue:Queue", 72],
    ["aws:lb/loadBalancer:LoadBalancer", 247],
  ] as const) {
    it(`has room for ${longest} characters in ${type}, not for one more`, () => {
      expect(name(type, "a".repeat(longest)).kind).to.equal("name");
      expect(name(type, "a".repeat(longest + 1)).kind).to.equal("refused");
    });
  }

  it("never makes up a name that is too long", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), (logicalName) => {
        const result = name(targetGroup, logicalName);
        return result.kind === "refused" || (result.kind === "name" && result.name.length <= 32);
      }),
    );
  });
});

describe("defaultsOf", () => {
  it("lists what the provider filled in", () => {
    expect(defaultsOf({ __defaults: ["name"] })).to.deep.equal(["name"]);
    expect(defaultsOf({})).to.deep.equal([]);
  });
});
