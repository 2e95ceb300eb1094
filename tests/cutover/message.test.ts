import { expect } from "chai";
import fc from "fast-check";
import { type CutoverMessageFacts, cutoverMessage, type MessageBlock, slackLimits } from "../../cutover/message";
import type { CutoverChange } from "../../cutover/plan-notification";
import type { ServiceReadBack } from "../../cutover/plan-read-back";
import { findMessageProblem } from "../../rehearsal/slack/block-kit";

const flip: CutoverMessageFacts = {
  stack: { project: "shop", stack: "staging" },
  id: 7,
  change: { kind: "cutover", from: "blue", to: "green" },
  activeColor: "green",
  weights: { blue: 0, green: 100 },
  releases: {
    blue: {
      version: "1.4.2.RELEASE",
      images: { web: `shop/web@sha256:${"ab".repeat(32)}`, worker: "shop/worker:1.4.2" },
    },
    green: {
      version: "1.5.0.RELEASE",
      images: { web: `shop/web@sha256:${"cd".repeat(32)}`, worker: "shop/worker:1.5.0" },
    },
  },
  requestedBy: "ada",
  approvedBy: "bob",
  tookSeconds: 4.234,
  readBack: { kind: "read", services: [{ service: "web", kind: "as-declared", weights: { blue: 0, green: 100 } }] },
};

const mrkdwn = (text: string) => ({ type: "mrkdwn", text, verbatim: true });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });

const textsOf = (block: MessageBlock | undefined): readonly string[] => {
  if (block === undefined) return [];
  if (block.type === "context") return block.elements.map(({ text }) => text);
  return "fields" in block ? block.fields.map(({ text }) => text) : [block.text.text];
};
const allTexts = (facts: CutoverMessageFacts): readonly string[] => cutoverMessage(facts).blocks.flatMap(textsOf);

describe("cutoverMessage", () => {
  it("tells a confirmed cutover completely", () => {
    expect(cutoverMessage(flip)).to.deep.equal({
      text: "Cutover confirmed: blue → green (staging)",
      blocks: [
        {
          type: "header",
          text: { type: "plain_text", text: "Cutover confirmed: blue → green (staging)", emoji: false },
        },
        {
          type: "section",
          fields: [
            mrkdwn("*Stack*\n`shop/staging`"),
            mrkdwn("*From → to*\n`blue → green`"),
            mrkdwn("*Requested by*\n`ada`"),
            mrkdwn("*Approved by*\n`bob`"),
            mrkdwn("*Took*\n`4.2 s`"),
          ],
        },
        section(
          "*Services*\n`web` `1.4.2.RELEASE abababab` → `1.5.0.RELEASE cdcdcdcd`, observed blue 0 %, green 100 %\n" +
            "`worker` `1.4.2.RELEASE` → `1.5.0.RELEASE`",
        ),
        section(
          "*Back to everything on blue*, in the project's folder:\n" +
            "```pulumi config set activeColor blue --stack staging &amp;&amp; pulumi up --stack staging --yes```",
        ),
        {
          type: "context",
          elements: [mrkdwn("Cutover id `7` of `shop/staging`, weights read back from the load balancer")],
        },
      ],
      metadata: { event_type: "switchyard_cutover", event_payload: { id: 7, stack: "shop/staging" } },
    });
  });

  it("tells the frontend's releases where there are any: from which to which in a cutover", () => {
    const frontend = (blue: string | undefined, green: string | undefined, change: CutoverChange = flip.change) => {
      const releases = {
        blue: { ...flip.releases.blue, ...(blue === undefined ? {} : { release: blue }) },
        green: { ...flip.releases.green, ...(green === undefined ? {} : { release: green }) },
      };
      return textsOf(cutoverMessage({ ...flip, change, releases }).blocks[1]).filter((text) =>
        text.includes("Frontend"),
      );
    };
    const first: CutoverChange = { kind: "first-deployment" };
    expect([
      frontend(undefined, undefined),
      frontend("frontend_a", "frontend_b"),
      frontend(undefined, "frontend_b"),
      frontend("frontend_a", undefined),
      frontend("frontend_a", "frontend_a"),
      frontend("frontend_a", "frontend_b", first),
    ]).to.deep.equal([
      [],
      ["*Frontend*\n`frontend_a → frontend_b`"],
      ["*Frontend*\n`fallback → frontend_b`"],
      ["*Frontend*\n`frontend_a → fallback`"],
      ["*Frontend*\n`frontend_a`"],
      ["*Frontend*\n`frontend_b`"],
    ]);
  });

  it("leaves the approver out where nobody approved", () => {
    const labels = textsOf(cutoverMessage({ ...flip, approvedBy: null }).blocks[1]).map((text) => text.split("\n")[0]);
    expect(labels).to.deep.equal(["*Stack*", "*From → to*", "*Requested by*", "*Took*"]);
  });

  const before = { blue: 25, green: 75 };
  const weights = { blue: 90, green: 10 };
  const wordings: readonly (readonly [string, Partial<CutoverMessageFacts>, string, string])[] = [
    [
      "a first deployment",
      { change: { kind: "first-deployment" }, activeColor: "blue", weights: { blue: 100, green: 0 } },
      "First deployment confirmed: blue serves (staging)",
      "`nothing → blue 100 %, green 0 %`",
    ],
    [
      "a first deployment with a share on the standby",
      { change: { kind: "first-deployment" }, activeColor: "blue", weights },
      "First deployment confirmed: blue serves, 10 % on green (staging)",
      "`nothing → blue 90 %, green 10 %`",
    ],
    [
      "a step of a ramp",
      { change: { kind: "shift", gaining: "green", before: { blue: 100, green: 0 } }, activeColor: "blue", weights },
      "Ramp confirmed: 10 % on green (staging)",
      "`blue 100 %, green 0 % → blue 90 %, green 10 %`",
    ],
    [
      "the end of a ramp",
      { change: { kind: "settled", to: "green", before } },
      "Ramp ended confirmed: everything on green (staging)",
      "`blue 25 %, green 75 % → blue 0 %, green 100 %`",
    ],
    [
      "a change from something unreadable",
      { change: { kind: "unknown-before" } },
      "Weights confirmed: green serves (staging)",
      "`unknown → blue 0 %, green 100 %`",
    ],
  ];
  for (const [title, facts, header, fromTo] of wordings) {
    it(`words ${title}`, () => {
      const { text, blocks } = cutoverMessage({ ...flip, ...facts });
      expect([text, textsOf(blocks[1])[1]]).to.deep.equal([header, `*From → to*\n${fromTo}`]);
    });
  }

  it("gives no way back after a first deployment", () => {
    const first = { ...flip, change: { kind: "first-deployment" } } as const;
    expect(allTexts(first).filter((text) => text.includes("Back to"))).to.deep.equal([]);
  });

  it("gives two ways back after a ramp", () => {
    const ended = { ...flip, change: { kind: "settled", to: "green", before } } as const;
    expect(allTexts(ended).filter((text) => text.includes("Back to"))).to.deep.equal([
      "*Back to everything on blue*, in the project's folder:\n" +
        "```pulumi config set activeColor blue --stack staging &amp;&amp; pulumi up --stack staging --yes```",
      "*Back to 25 % on blue, as before*, in the project's folder:\n" +
        "```pulumi config set shift 25 --stack staging &amp;&amp; pulumi up --stack staging --yes```",
    ]);
  });

  const cure = "Only Pulumi may write them: `pulumi up --stack staging --refresh` sets them again.";
  const contradictions: readonly (readonly [string, ServiceReadBack, string])[] = [
    [
      "other weights",
      { service: "web", kind: "weights-differ", weights: { blue: 50, green: 50 } },
      "`web` has blue 50 %, green 50 % instead of blue 0 %, green 100 %",
    ],
    [
      "other groups",
      { service: "web", kind: "groups-differ", missing: ["blue"], foreign: [{ groupArn: "arn:canary", weight: 1 }] },
      "`web` lacks the target group of blue and forwards to 1 other: `arn:canary`",
    ],
    ["a rule that is gone", { service: "web", kind: "rule-missing" }, "`web` has no rule any more"],
  ];
  for (const [title, observed, line] of contradictions) {
    it(`warns of ${title}`, () => {
      const { text, blocks } = cutoverMessage({ ...flip, readBack: { kind: "read", services: [observed] } });
      expect(text).to.equal("Cutover CONTRADICTED: blue → green (staging)");
      expect(textsOf(blocks[2])).to.deep.equal([
        `:warning: *The load balancer does not do what was declared*\n${line}\n${cure}`,
      ]);
    });
  }

  it("confirms nothing that it couldn't read", () => {
    const { text, blocks } = cutoverMessage({ ...flip, readBack: { kind: "unread", reason: "AccessDenied" } });
    expect(text).to.equal("Cutover NOT CONFIRMED: blue → green (staging)");
    expect(textsOf(blocks[2])).to.deep.equal([
      ":warning: *The weights could not be read back*, so nothing here confirms them: `AccessDenied`",
    ]);
    expect(textsOf(blocks[3])[0]).not.to.contain("observed");
    expect(textsOf(blocks.at(-1))[0]).to.match(/, weights not read back$/);
  });

  it("says how many of 200 services it leaves out", () => {
    const names = Array.from({ length: 200 }, (_, index) => `service-${String(index).padStart(3, "0")}`);
    const images = Object.fromEntries(names.map((name) => [name, "image:1"]));
    const release = { version: "1.0.0.RELEASE", images };
    const services = names.map((service): ServiceReadBack => ({ service, kind: "rule-missing" }));
    const facts: CutoverMessageFacts = {
      ...flip,
      releases: { blue: release, green: release },
      readBack: { kind: "read", services },
    };
    const message = cutoverMessage(facts);
    expect(findMessageProblem(message.text, message.blocks)).to.equal(undefined);
    const [, , warnings = "", lines = ""] = message.blocks.map((block) => textsOf(block).join("\n"));
    const [listed, left] = [lines.match(/`service-\d+`/g)?.length ?? 0, Number(/\+(\d+) more$/.exec(lines)?.[1])];
    expect([listed > 20, listed + left]).to.deep.equal([true, 200]);
    const [warned, unsaid] = [
      warnings.match(/`service-\d+`/g)?.length ?? 0,
      Number(/\+(\d+) more\n/.exec(warnings)?.[1]),
    ];
    expect([warned > 20, warned + unsaid]).to.deep.equal([true, 200]);
  });

  it("shows no command rather than one that was cut or could leave its block", () => {
    for (const stack of ["a".repeat(400), "a`b"]) {
      const commands = allTexts({ ...flip, stack: { project: "shop", stack } }).filter((text) =>
        text.includes("Back to"),
      );
      expect(commands).to.deep.equal([
        "*Back to everything on blue*, in the project's folder:\nsee `pulumi stack history`",
      ]);
    }
  });

  describe("whatever it is told", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.constantFrom(
        "<!channel>",
        "<@U123>",
        "`*a*`",
        "```",
        "&amp;",
        '\\"'.repeat(5000),
        "😀".repeat(5000),
        "\u202e",
      ),
    );
    const color = fc.constantFrom("blue" as const, "green" as const);
    const percent = fc.integer({ min: 0, max: 100 }).map((blue) => ({ blue, green: 100 - blue }));
    const change: fc.Arbitrary<CutoverChange> = fc.oneof(
      fc.constant({ kind: "first-deployment" as const }),
      fc.constant({ kind: "unknown-before" as const }),
      fc.record({ kind: fc.constant("cutover" as const), from: color, to: color }),
      fc.record({ kind: fc.constant("shift" as const), gaining: color, before: percent }),
      fc.record({ kind: fc.constant("settled" as const), to: color, before: percent }),
    );
    const readBack = fc.oneof(
      fc.record({ kind: fc.constant("unread" as const), reason: hostile }),
      fc.record({
        kind: fc.constant("read" as const),
        services: fc.array(
          fc.oneof(
            fc.record({ service: hostile, kind: fc.constant("weights-differ" as const), weights: percent }),
            fc.record({ service: hostile, kind: fc.constant("as-declared" as const), weights: percent }),
            fc.record({
              service: hostile,
              kind: fc.constant("groups-differ" as const),
              missing: fc.subarray(["blue" as const, "green" as const]),
              foreign: fc.array(fc.record({ groupArn: hostile, weight: fc.nat() })),
            }),
          ),
          { maxLength: 60 },
        ),
      }),
    );
    const release = fc.record({ version: hostile, images: fc.dictionary(hostile, hostile, { maxKeys: 60 }) });
    const facts: fc.Arbitrary<CutoverMessageFacts> = fc.record({
      stack: fc.record({ project: hostile, stack: hostile }),
      id: fc.nat(),
      change,
      activeColor: color,
      weights: percent,
      releases: fc.record({ blue: release, green: release }),
      requestedBy: hostile,
      approvedBy: fc.option(hostile),
      tookSeconds: fc.double({ min: 0, max: 1e9, noNaN: true }),
      readBack,
    });

    it("stays within Slack's limits", () => {
      fc.assert(
        fc.property(facts, (any) => {
          const { text, blocks } = cutoverMessage(any);
          expect(findMessageProblem(text, blocks)).to.equal(undefined);
          expect(text.length).to.be.within(1, slackLimits.header);
          expect(JSON.stringify({ text, blocks }).length).to.be.at.most(slackLimits.message);
        }),
      );
    });

    it("neither pings, links nor leaves its code", () => {
      fc.assert(
        fc.property(facts, (any) => {
          for (const text of [cutoverMessage(any).text, ...allTexts(any)]) {
            expect(text).to.match(/^(?:[^<>&]|&amp;|&lt;|&gt;)*$/);
          }
          // The header is plain text, where nothing is markup.
          for (const text of cutoverMessage(any).blocks.slice(1).flatMap(textsOf)) {
            const outside = text.replace(/```[^`]*```|`[^`\n]+`/g, "");
            expect(outside).to.match(/^[\w\s*:+%.,'()→-]*$/);
          }
        }),
      );
    });
  });
});
