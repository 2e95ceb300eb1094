import { expect } from "chai";
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
  ramp: undefined,
  stack: "staging",
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
    const { weights } = facts.record;
    const earlier = { ...emptyCutoverNote, notified: 6, notifiedWeights: weights };
    const other = { ...earlier, notifiedWeights: { blue: weights.green, green: weights.blue } };
    expect(planStatus({ ...facts, note: earlier }).notification).to.equal("marked-earlier");
    expect(planStatus({ ...facts, note: other }).notification).to.equal("not-told");
    expect(planStatus({ ...facts, note: { ...earlier, notified: 8 } }).notification).to.equal("not-told");
    expect(planStatus({ ...facts, note: { ...earlier, notifiedWeights: null } }).notification).to.equal("not-told");
    expect(planStatus({ ...facts, config: { ...facts.config, hasSlack: false } }).notification).to.equal("no-channel");
  });

  it("tells of a ramp that the note speaks of", () => {
    const ramp = { id: "a", to: "green", steps: [1], bakeSeconds: 9, percent: 1, stalled: null } as const;
    const status = planStatus({ ...facts, ramp: { ...ramp, drivenAt: 0, dueAt: 5 }, now: 4 });
    expect(status.ramp).to.include({ to: "green", percent: 100, state: "running" });
  });

  it("adds all of it up", () => {
    const cutover = {
      number: 3,
      startTime: "1970-01-01T00:00:10.000Z",
      seconds: 5,
      result: "succeeded",
      kind: "cutover",
      from: { blue: 100, green: 0 },
      to: { blue: 0, green: 100 },
      version: "1.5.0.RELEASE",
      message: null,
      commit: null,
    } as const;

    expect(planStatus({ ...facts, cutovers: [cutover], now: 75_400 })).to.deep.equal({
      activeColor: "green",
      versions: facts.versions,
      capacity: facts.capacity,
      declared: { blue: 0, green: 100 },
      configured: { blue: 0, green: 100 },
      isPending: false,
      isDrifted: false,
      isHalfway: false,
      services: [{ service: "web", weights: { blue: 0, green: 100 }, drift: null, health: { blue: two, green: two } }],
      cutover: { id: 7, ageSeconds: 60, requestedBy: null, approvedBy: null, rolledBackFrom: null },
      ramp: null,
      notification: "not-told",
      rollback: {
        to: "blue",
        kind: "instant",
        lacking: [],
        seconds: 5,
        from: "the median of the last 1 cutovers' updates; the load balancer's nodes follow within a minute more",
      },
      standby: { tasks: 2, cpu: 512, memory: 1024 },
    });
  });

  it("is pending while the config wants other weights, and drifted while one rule does something else", () => {
    const pending = planStatus({ ...facts, config: { ...facts.config, shift: 10 } });
    const reads = [...facts.reads, { service: "api", kind: "rule-missing" } as const];

    expect([pending.isPending, pending.configured, pending.isDrifted]).to.deep.equal([
      true,
      { blue: 10, green: 90 },
      false,
    ]);
    expect(planStatus({ ...facts, reads }).isDrifted).to.equal(true);
  });

  it("measures the way back by the median of the last five cutovers that succeeded, and by nothing else", () => {
    const row = (seconds: number, kind: "cutover" | "shift" = "cutover", result = "succeeded") => ({
      number: 1,
      startTime: "1970-01-01T00:00:00.000Z",
      seconds,
      result,
      kind,
      from: null,
      to: null,
      version: null,
      message: null,
      commit: null,
    });
    const cutovers = [
      row(90, "shift"),
      row(80, "cutover", "failed"),
      row(9),
      row(30),
      row(5),
      row(6),
      row(7),
      row(1),
      row(1),
    ];

    expect(planStatus({ ...facts, cutovers }).rollback).to.include({ seconds: 7 });
    expect(planStatus({ ...facts, cutovers: [row(9), row(4)] }).rollback.seconds).to.equal(4);
  });

  it("is warmed first where targets are missing, and names no seconds then", () => {
    const health = { web: { blue: { healthy: 1, total: 2 }, green: two } };

    expect(planStatus({ ...facts, health }).rollback).to.deep.equal({
      to: "blue",
      kind: "needs-warming",
      lacking: ["web has 1 of 2 healthy"],
      seconds: null,
      from: "tasks have to start first, which isn't measured",
    });
  });

  it("is as old as the end of the newest cutover that succeeded, and never younger than now", () => {
    const row = {
      number: 1,
      startTime: "1970-01-01T00:01:00.000Z",
      seconds: 10,
      result: "failed",
      kind: "cutover",
      from: null,
      to: null,
      version: null,
      message: null,
      commit: null,
    } as const;
    const ageAt = (now: number, result: string) =>
      planStatus({ ...facts, cutovers: [{ ...row, result }], now }).cutover.ageSeconds;

    expect([ageAt(100_000, "succeeded"), ageAt(0, "succeeded"), ageAt(100_000, "failed")]).to.deep.equal([30, 0, null]);
  });

  it("adds up what the standby's tasks of all services reserve", () => {
    const services = [...facts.services, { name: "api", cpu: 100, memory: 10, floor: 1 }];
    const health = { ...facts.health, api: { blue: { healthy: 2, total: 3 }, green: two } };

    expect(planStatus({ ...facts, services, health }).standby).to.deep.equal({ tasks: 5, cpu: 812, memory: 1054 });
  });
});
