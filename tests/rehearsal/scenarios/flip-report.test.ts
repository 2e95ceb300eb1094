import { expect } from "chai";
import { type FlipFacts, flipReport, flipText, isFlipSound } from "../../../rehearsal/scenarios/flip-report";

const figures = {
  requests: 5017,
  failed: 0,
  firstNewMs: 265,
  lastOldMs: 998,
  modelPropagationMs: 1000,
  updateSeconds: 8.24,
  websocketsKept: 20,
};

const facts: FlipFacts = {
  preview: {
    create: 0,
    update: 2,
    delete: 0,
    replace: 0,
    same: 79,
    updates: ["urn:pulumi:s::p::aws:lb/listenerRule:ListenerRule::web-weighted", "urn:pulumi:s::p::t::record-declared"],
    steps: [],
  },
  flip: figures,
  rollback: { ...figures, requests: 5016, lastOldMs: null },
  websocketsOpened: 20,
  slackMessages: 3,
  resources: { live: 18, recorded: 47 },
  leftovers: 0,
  receipt: ".rehearsal/receipt.html",
  seconds: 61.4,
};

describe("flipReport", () => {
  it("is the object that --json promises, and nothing else", () => {
    expect(flipReport(facts)).to.deep.equal({
      scenario: "flip",
      preview: { update: 2, create: 0, delete: 0, replace: 0, updates: facts.preview.updates },
      flip: figures,
      rollback: { ...figures, requests: 5016, lastOldMs: null },
      slack: { messages: 3 },
      resources: { live: 18, recorded: 47 },
      leftovers: 0,
    });
  });
});

describe("isFlipSound", () => {
  it("holds when no request failed, every connection was kept and nothing is left", () => {
    expect(isFlipSound(facts)).to.equal(true);
  });

  const faults: Record<string, Partial<FlipFacts>> = {
    "a failed request in the flip": { flip: { ...figures, failed: 1 } },
    "a failed request in the rollback": { rollback: { ...figures, failed: 1 } },
    "a lost connection": { rollback: { ...figures, websocketsKept: 19 } },
    "a resource that the flip creates": { preview: { ...facts.preview, create: 1 } },
    "a resource that the flip deletes": { preview: { ...facts.preview, delete: 1 } },
    "a resource that the flip replaces": { preview: { ...facts.preview, replace: 1 } },
    "a message too many": { slackMessages: 4 },
    "a message too few": { slackMessages: 2 },
    "something left behind": { leftovers: 1 },
  };
  for (const [fault, change] of Object.entries(faults)) {
    it(`fails for ${fault}`, () => {
      expect(isFlipSound({ ...facts, ...change })).to.equal(false);
    });
  }
});

describe("flipText", () => {
  it("puts flip and rollback side by side and names what the flip updates", () => {
    const lines = flipText(facts).split("\n");

    expect(lines.find((line) => line.includes("requests"))).to.match(/requests +5,017 +5,016$/);
    expect(lines.find((line) => line.includes("last old"))).to.match(/last old answer +998 ms +none$/);
    expect(lines.find((line) => line.includes("WebSockets"))).to.match(/20 of 20 +20 of 20$/);
    expect(lines).to.include("    aws:lb/listenerRule:ListenerRule web-weighted");
  });

  it("says at once when something did not hold", () => {
    expect(flipText(facts)).to.include("no request noticed");
    expect(flipText({ ...facts, leftovers: 1 })).to.include("Something did not hold");
  });
});
