import { expect } from "chai";
import {
  planRebalance,
  type RebalanceFacts,
  type RebalanceLimits,
  rebalanceMark,
  replacementMark,
} from "../../drain/plan-rebalance";

const limits: RebalanceLimits = { patienceSeconds: 600, budgetSeconds: 1000, failurePolicy: "continue" };
const recommendation = { kind: "rebalance", instanceId: "i-1", at: 1_000_000 } as const;
const replacement = { arn: "arn:new", instanceId: "i-2" };
const marked = { [rebalanceMark]: "2026-11-20T10:00:00.000Z" };
const claimed = { ...marked, [replacementMark]: "i-2" };

const registered = (status: string, attributes: Readonly<Record<string, string>> = {}, countedTasks = 1) => ({
  arn: "arn:old",
  clusterArn: "arn:cluster",
  instanceId: "i-1",
  status,
  isConnected: true,
  countedTasks,
  attributes,
});

/** What is planned so many seconds after the recommendation. */
const planAfter = (seconds: number, facts: Partial<RebalanceFacts>, change: Partial<RebalanceLimits> = {}) =>
  planRebalance(
    recommendation,
    {
      now: recommendation.at + seconds * 1000,
      registration: registered("ACTIVE"),
      replacement: undefined,
      unfinishedTasks: undefined,
      ...facts,
    },
    { ...limits, ...change },
  );

describe("planRebalance", () => {
  it("has nothing to do with an instance that no cluster knows", () => {
    expect(planAfter(0, { registration: undefined })).to.deep.equal({ kind: "done", reason: "unregistered" });
  });

  it("marks the instance first, though a replacement may be there already", () => {
    expect(planAfter(0, {})).to.deep.equal({ kind: "mark", delaySeconds: 30 });
    expect(planAfter(599, { replacement })).to.deep.equal({ kind: "mark", delaySeconds: 30 });
  });

  it("waits for a replacement and claims it", () => {
    const registration = registered("ACTIVE", marked);

    expect(planAfter(30, { registration })).to.deep.equal({ kind: "wait", level: "within", delaySeconds: 30 });
    expect(planAfter(30, { registration, replacement })).to.deep.equal({ kind: "claim", replacement });
  });

  it("takes the mark back at the end of its patience, a late replacement or none", () => {
    const given = { kind: "unmark", reason: "no-replacement" };

    expect(planAfter(600, { registration: registered("ACTIVE", marked) })).to.deep.equal(given);
    expect(planAfter(600, { registration: registered("ACTIVE", marked), replacement })).to.deep.equal(given);
    expect(planAfter(600, {})).to.deep.equal(given);
  });

  it("drains once a replacement is claimed, however late", () => {
    const registration = registered("ACTIVE", claimed);

    expect(planAfter(30, { registration })).to.deep.equal({ kind: "drain", delaySeconds: 15 });
    expect(planAfter(9999, { registration })).to.deep.equal({ kind: "drain", delaySeconds: 15 });
  });

  it("ends an undo that was cut short instead of draining again", () => {
    const registration = registered("ACTIVE", claimed);

    expect(planAfter(1599, { registration }, { failurePolicy: "undo" })).to.deep.equal({
      kind: "drain",
      delaySeconds: 15,
    });
    expect(planAfter(1600, { registration }, { failurePolicy: "undo" })).to.deep.equal({
      kind: "undo",
      reason: "budget-spent",
    });
  });

  it("leaves a drain alone that somebody else began", () => {
    expect(planAfter(60, { registration: registered("DRAINING", marked) })).to.deep.equal({
      kind: "done",
      reason: "drained-by-another",
    });
  });

  it("terminates only when neither the counts nor the list of tasks hold one", () => {
    const wait = { kind: "wait", level: "within", delaySeconds: 15 };
    const registration = registered("DRAINING", claimed, 0);

    expect(planAfter(60, { registration, unfinishedTasks: [] })).to.deep.equal({
      kind: "terminate",
      reason: "drained",
    });
    expect(planAfter(60, { registration, unfinishedTasks: ["deregistering"] })).to.deep.equal(wait);
    expect(planAfter(60, { registration, unfinishedTasks: undefined })).to.deep.equal(wait);
    expect(planAfter(60, { registration: registered("DRAINING", claimed, 1), unfinishedTasks: [] })).to.deep.equal(
      wait,
    );
  });

  it("grades its waits by the budget, which begins where patience ends", () => {
    const registration = registered("DRAINING", claimed);
    const levelAfter = (seconds: number) => planAfter(seconds, { registration });

    expect([1099, 1100, 1499, 1500, 1599].map(levelAfter)).to.deep.equal([
      { kind: "wait", level: "within", delaySeconds: 60 },
      { kind: "wait", level: "half", delaySeconds: 60 },
      { kind: "wait", level: "half", delaySeconds: 60 },
      { kind: "wait", level: "nearly", delaySeconds: 60 },
      { kind: "wait", level: "nearly", delaySeconds: 60 },
    ]);
    expect(planAfter(1900, { registration }, { budgetSeconds: 9000 })).to.deep.equal({
      kind: "wait",
      level: "within",
      delaySeconds: 240,
    });
  });

  it("does with a spent budget what the policy says", () => {
    const registration = registered("DRAINING", claimed);
    const planWith = (failurePolicy: RebalanceLimits["failurePolicy"]) =>
      planAfter(1600, { registration, unfinishedTasks: ["stuck"] }, { failurePolicy });

    expect([planWith("continue"), planWith("undo"), planWith("retain")]).to.deep.equal([
      { kind: "terminate", reason: "budget-spent" },
      { kind: "undo", reason: "budget-spent" },
      { kind: "retain", reason: "budget-spent" },
    ]);
  });
});
