import { expect } from "chai";
import { planLacking } from "../../cli/plan-readiness";
import { planStatus, type StatusFacts } from "../../cli/plan-status";
import { emptyCutoverNote } from "../../cutover/cutover-note";

const two = { healthy: 2, total: 2 };

const facts: StatusFacts = {
  config: { activeColor: "green", shift: 0, hasSlack: true },
  versions: { blue: "1.4.2.RELEASE", green: "1.5.0.RELEASE" },
  capacity: { blue: "full", green: "full" },
  services: [{ name: "web", cpu: 256, memory: 512, floor: 2 }],
  record: { ruleArns: { web: "rule" }, groupArns: {}, weights: { blue: 0, green: 100 } },
  id: 7,
  note: emptyCutoverNote,
  noteProblem: undefined,
  reads: [{ service: "web", kind: "as-declared", weights: { blue: 0, green: 100 } }],
  health: { web: { blue: two, green: two } },
  cutovers: [],
  now: 0,
};

describe("planStatus", () => {
  it("takes the colour with more requests for the active one where an old record doesn't name it", () => {
    expect(planStatus(facts).activeColor).to.equal("green");
    expect(
      planStatus({ ...facts, record: { ...facts.record, weights: { blue: 60, green: 40 } } }).activeColor,
    ).to.equal("blue");
  });

  it("names who asked only where the note speaks of this cutover", () => {
    const note = { ...emptyCutoverNote, id: 7, requestedBy: "ann", approvedBy: "bob" };

    expect(planStatus({ ...facts, note }).cutover).to.deep.include({ requestedBy: "ann", approvedBy: "bob" });
    expect(planStatus({ ...facts, note, id: 8 }).cutover).to.deep.include({ requestedBy: null, approvedBy: null });
  });

  it("remembers what was rolled back", () => {
    const note = { ...emptyCutoverNote, rolledBackFrom: { color: "blue", image: "x" } as const };

    expect(planStatus({ ...facts, note }).cutover.rolledBackFrom).to.equal("blue");
    expect(planStatus(facts).cutover.rolledBackFrom).to.equal(null);
  });

  it("tells a rule that is gone, a service without health and a standby in a ramp as unknown", () => {
    const ramp = { ...facts.record, activeColor: "green", weights: { blue: 10, green: 90 } } as const;
    const status = planStatus({
      ...facts,
      record: ramp,
      reads: [{ service: "web", kind: "rule-missing" }],
      health: {},
    });

    expect(status.services).to.deep.equal([
      { service: "web", weights: null, drift: "rule-missing", health: { blue: null, green: null } },
    ]);
    expect(status.standby).to.equal(null);
  });

  it("counts no tasks of a service whose health isn't known", () => {
    expect(planStatus({ ...facts, health: {} }).standby).to.deep.equal({ tasks: 0, cpu: 0, memory: 0 });
  });

  it("knows no way back in seconds before a cutover was measured, nor where AWS is silent", () => {
    expect(planStatus(facts).rollback).to.include({ kind: "instant", seconds: null });
    expect(planStatus({ ...facts, health: { web: { blue: undefined, green: two } } }).rollback.kind).to.equal(
      "unknown",
    );
    expect(planStatus({ ...facts, capacity: { blue: "min", green: "full" } }).rollback).to.deep.include({
      kind: "needs-warming",
      lacking: ["blue.capacity is min"],
    });
  });

  it("says whether people were told", () => {
    expect(planStatus(facts).notification).to.equal("not-told");
    expect(planStatus({ ...facts, note: { ...emptyCutoverNote, notified: 7 } }).notification).to.equal("told");
    expect(planStatus({ ...facts, noteProblem: "no JSON" }).notification).to.equal("unknown");
    expect(planStatus({ ...facts, config: { ...facts.config, hasSlack: false } }).notification).to.equal("no-channel");
  });
});

describe("planLacking", () => {
  it("asks for one target at least, where neither minimum nor other colour says more", () => {
    expect(planLacking({ web: { blue: undefined, green: undefined } }, "green", {})).to.deep.equal([
      { service: "web", healthy: 0, required: 1 },
    ]);
  });

  it("asks for as many as the minimum and as the other colour has", () => {
    const health = { api: { blue: { healthy: 1, total: 1 }, green: two }, web: { blue: two, green: two } };

    expect(planLacking(health, "green", { api: 3, web: 2 })).to.deep.equal([
      { service: "api", healthy: 2, required: 3 },
    ]);
    expect(planLacking(health, "blue", {})).to.deep.equal([{ service: "api", healthy: 1, required: 2 }]);
  });
});
