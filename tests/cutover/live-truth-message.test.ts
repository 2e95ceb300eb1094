import { expect } from "chai";
import { stopText, truthWarning } from "../../cutover/live-truth-message";
import type { LiveTruthStop } from "../../cutover/plan-live-truth";
import { planWeights } from "../../cutover/plan-weights";

const stack = { project: "shop", stack: "staging" };
const onBlue = planWeights("blue", 0);
const onGreen = planWeights("green", 0);
const text = (stop: LiveTruthStop): readonly string[] =>
  stopText({ kind: "stop", stop, override: "0badc0de" }, stack).split("\n");

const override = "To override, once and only for what is said here: SWITCHYARD_OVERRIDE=0badc0de pulumi up";

describe("stopText", () => {
  it("names live, declared and config, and both ways out", () => {
    expect(
      text({
        kind: "live-differs",
        services: [{ service: "web", kind: "weights-differ", weights: onGreen }],
        declared: onBlue,
        config: planWeights("blue", 5),
        adopt: { activeColor: "green", shift: 0 },
      }),
    ).to.deep.equal([
      "The load balancer does neither what was declared nor what the config wants; somebody else changed it.",
      "  web: live blue 0 %, green 100 %",
      "  declared: blue 100 %, green 0 %",
      "  config: blue 95 %, green 5 %",
      "To adopt what is live: pulumi config set activeColor green --stack staging && pulumi config set shift 0 --stack staging && pulumi up --stack staging --yes",
      `${override} --refresh --stack staging`,
    ]);
  });

  it("says of each service what is wrong with its rule, and that no config can say it", () => {
    const lines = text({
      kind: "live-differs",
      services: [
        { service: "api", kind: "as-declared", weights: onBlue },
        { service: "bot", kind: "rule-missing" },
        {
          service: "web",
          kind: "groups-differ",
          missing: ["green"],
          foreign: [{ groupArn: "arn:canary", weight: 5 }],
        },
      ],
      declared: onBlue,
      config: onBlue,
    });
    expect(lines.slice(1, 4)).to.deep.equal([
      "  api: live blue 100 %, green 0 %, as declared",
      "  bot: live nothing, its listener rule is gone",
      "  web: live without green's target group, with weight 5 for arn:canary",
    ]);
    expect(lines.at(-2)).to.equal("To adopt what is live: impossible, since no activeColor and shift say it.");
  });

  const look =
    "To adopt what is live: look at the load balancer's rules, set activeColor and shift to what they do, then override.";
  const cases: readonly (readonly [LiveTruthStop, readonly string[]])[] = [
    [
      { kind: "declared-lost" },
      [
        'The parameter "declared" is gone, though this stack has been deployed: nobody can say whether the load balancer does what it should.',
        look,
        `${override} --refresh --stack staging`,
      ],
    ],
    [
      { kind: "record-unreadable", problem: "weights is 7." },
      [
        "What was declared can't be compared with what is live. weights is 7.",
        look,
        `${override} --refresh --stack staging`,
      ],
    ],
    [
      { kind: "api-silent", problem: "no answer in time" },
      [
        "AWS doesn't say what the load balancer does: no answer in time",
        "Check the credentials and the network with: aws sts get-caller-identity",
        `${override} --stack staging`,
      ],
    ],
    [
      { kind: "rolled-back", color: "green" },
      [
        "green was rolled back, and the config gives requests to exactly the same images of green again.",
        "To go on: set another image in green.images, or set activeColor and shift in the stack file back to what is live and commit it.",
        `${override} --stack staging`,
      ],
    ],
  ];
  for (const [stop, lines] of cases) {
    it(`explains ${stop.kind}`, () => {
      expect(text(stop)).to.deep.equal(lines);
    });
  }
});

describe("truthWarning", () => {
  it("is silent where all is as expected", () => {
    expect([
      truthWarning({ kind: "first-deployment" }),
      truthWarning({ kind: "in-step", activeBefore: "blue" }),
      truthWarning({ kind: "flip", activeBefore: "blue", from: onBlue, to: onGreen }),
    ]).to.deep.equal([undefined, undefined, undefined]);
  });

  it("tells of an update that ended halfway, and what is still to do", () => {
    const heal = { kind: "heal", activeBefore: "blue", done: ["web"] } as const;
    expect(truthWarning({ ...heal, pending: ["api"] })).to.equal(
      "An update ended halfway: the load balancer follows the config for web, but the record doesn't say so. " +
        "This update completes it, for api too. Should the record not be among its changes, repeat it with --refresh.",
    );
    expect(truthWarning({ ...heal, pending: [] })).to.match(/This update completes it\. Should/);
  });

  it("repeats what was overridden", () => {
    expect(truthWarning({ kind: "overridden", stop: { kind: "api-silent", problem: "throttled" } })).to.equal(
      "Overridden with SWITCHYARD_OVERRIDE: AWS doesn't say what the load balancer does: throttled",
    );
  });
});
