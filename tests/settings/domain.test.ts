import { expect } from "chai";
import { settingsWith } from "../support/stack";

const hostedZoneId = "Z0123456789ABC";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1a-2b";
const inside = "arn:aws:acm:eu-central-1:123456789012:certificate/1a-2b";

const problemsWith = (changes: Readonly<Record<string, unknown>>): readonly string[] => {
  try {
    settingsWith(changes);
    return [];
  } catch (error) {
    return (error as Error).message
      .split("\n")
      .filter((line) => line.startsWith("  "))
      .map((line) => line.trim());
  }
};

describe("a stack's domain", () => {
  for (const [title, domain] of [
    ["in a zone of the account", { name: "app.example.com", hostedZoneId }],
    ["with a certificate and a zone elsewhere", { name: "example.com", certificateArn }],
    ["with both", { name: "a-1.b.example.co", hostedZoneId, certificateArn }],
  ] as const) {
    it(`is taken ${title}`, () => expect(settingsWith({ domain }).domain).to.deep.equal(domain));
  }

  it("is none by default", () => expect(settingsWith()).not.to.have.property("domain"));

  const cases: readonly (readonly [title: string, changes: Record<string, unknown>, ...problems: string[]])[] = [
    [
      "needs a name, and something that proves it",
      { domain: { name: "https://example.com" } },
      'domain.name: got "https://example.com", allowed: a domain in lower case, for example app.example.com',
      "domain.hostedZoneId: got nothing, allowed: a hosted zone to prove the domain in, or certificateArn",
    ],
    [
      "refuses a name without a dot",
      { domain: { name: "localhost", hostedZoneId } },
      'domain.name: got "localhost", allowed: a domain in lower case, for example app.example.com',
    ],
    [
      "refuses what isn't a zone, and a certificate where CloudFront doesn't look",
      { domain: { name: "example.com", hostedZoneId: "/hostedzone/Z1", certificateArn: inside } },
      'domain.hostedZoneId: got "/hostedzone/Z1", allowed: the id of a Route 53 hosted zone, for example Z0123456789ABCDEFGHIJ',
      `domain.certificateArn: got "${inside}", allowed: the ARN of a certificate in us-east-1, where CloudFront looks for it`,
    ],
    [
      "refuses a typo",
      { domain: { name: "example.com", hostedZoneID: hostedZoneId, certificateArn } },
      "domain.hostedZoneID: got an unknown key, allowed: certificateArn, hostedZoneId, name (did you mean hostedZoneId?)",
    ],
    [
      "is nothing that a public load balancer has",
      { domain: { name: "example.com", hostedZoneId }, exposure: "public" },
      'domain: got "example.com", allowed: nothing while exposure is public: it is CloudFront\'s domain',
    ],
    [
      "must be there where CloudFront is to check the load balancer's certificate",
      { certificateArn: inside },
      "domain.name: got nothing, allowed: the domain of certificateArn, since CloudFront checks it against what visitors ask for",
    ],
  ];

  for (const [title, changes, ...problems] of cases) {
    it(title, () => expect(problemsWith(changes)).to.deep.equal(problems));
  }

  it("has a name of 253 characters at most", () => {
    const named = (length: number) => ({ domain: { name: `${"a.".repeat((length - 3) / 2)}com`, hostedZoneId } });
    expect([problemsWith(named(253)).length, problemsWith(named(255)).length]).to.deep.equal([0, 1]);
  });

  it("isn't needed by a public load balancer with a certificate", () =>
    expect(problemsWith({ certificateArn: inside, exposure: "public" })).to.deep.equal([]));

  it("goes with a certificate of the load balancer", () =>
    expect(problemsWith({ certificateArn: inside, domain: { name: "example.com", hostedZoneId } })).to.deep.equal([]));
});

describe("a colour's frontend release", () => {
  it("is one that the edge function serves", () => {
    const images = { web: "example.com/web" };
    const colorWith = (release: string) => ({ blue: { version: "1.0.0.RELEASE", images, release } });
    const refused = (got: string) => [
      `blue.release: got ${JSON.stringify(got)}, allowed: fallback, or frontend_ and 1 to 48 letters, digits or _.-`,
    ];
    expect(problemsWith(colorWith("frontend_2026-11-21_15-18-abc1234"))).to.deep.equal([]);
    expect(problemsWith(colorWith("fallback"))).to.deep.equal([]);
    expect(problemsWith(colorWith("release-1"))).to.deep.equal(refused("release-1"));
    expect(problemsWith(colorWith("frontend_../meta"))).to.deep.equal(refused("frontend_../meta"));
  });
});
