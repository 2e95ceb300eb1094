import { expect } from "chai";
import { parseEngineEvents } from "../../../rehearsal/engine/parse-engine-events";

const urn = (name: string): string => `urn:pulumi:s::p::aws:lb/listenerRule:ListenerRule::${name}`;
const step = (op: string, name: string, more: object = {}): string =>
  JSON.stringify({
    resourcePreEvent: { metadata: { op, urn: urn(name), type: "aws:lb/listenerRule:ListenerRule", ...more } },
  });

const none = { create: 0, update: 0, delete: 0, replace: 0, same: 0, updates: [], steps: [] };

describe("parseEngineEvents", () => {
  it("counts each step once, when it is announced", () => {
    const outputs = JSON.stringify({ resOutputsEvent: { metadata: { op: "update", urn: urn("live") } } });
    const summary = JSON.stringify({ summaryEvent: { resourceChanges: { update: 1 } } });
    const log = [step("same", "blue"), step("update", "live", { diffs: ["actions"] }), outputs, summary].join("\n");
    expect(parseEngineEvents(log)).to.deep.equal({
      ...none,
      update: 1,
      same: 1,
      updates: [urn("live")],
      steps: [
        {
          operation: "update",
          urn: urn("live"),
          type: "aws:lb/listenerRule:ListenerRule",
          differingInputs: ["actions"],
        },
      ],
    });
  });

  it("tells a replacement's three steps and counts it as one replacement, no creation and no deletion", () => {
    const log = ["create-replacement", "replace", "delete-replaced"].map((op) => step(op, "group")).join("\n");
    const { steps, ...counts } = parseEngineEvents(log);
    expect(counts).to.deep.equal({ create: 0, update: 0, delete: 0, replace: 1, same: 0, updates: [] });
    expect(steps.map(({ operation }) => operation)).to.deep.equal(["create-replacement", "replace", "delete-replaced"]);
  });

  it("counts creations and deletions", () => {
    const { create, delete: deleted } = parseEngineEvents(
      [step("create", "a"), step("create", "b"), step("delete", "c")].join("\n"),
    );
    expect({ create, deleted }).to.deep.equal({ create: 2, deleted: 1 });
  });

  it("reads a log that breaks off in the middle of a line", () => {
    expect(parseEngineEvents(`${step("create", "a")}\n${step("update", "b").slice(0, 40)}`)).to.include({
      create: 1,
      update: 0,
    });
  });

  it("reads an empty log and foreign events", () => {
    expect(parseEngineEvents("")).to.deep.equal(none);
    expect(parseEngineEvents('{"diagnosticEvent":{"message":"x"}}\nnull\n7\n')).to.deep.equal(none);
  });
});
