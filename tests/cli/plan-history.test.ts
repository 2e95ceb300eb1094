import { expect } from "chai";
import { planCutoverRows } from "../../cli/plan-history";
import { planRollbackTo } from "../../cli/plan-rollback-to";
import { planCutoverTargets } from "../../cli/plan-targets";
import type { HistoryEntry } from "../../cutover/plan-rollback";
import type { Color } from "../../cutover/plan-weights";

const update = (activeColor: Color | undefined, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  version: 0,
  kind: "update",
  result: "succeeded",
  startTime: "2026-11-20T10:00:00.000Z",
  endTime: "2026-11-20T10:00:05.000Z",
  activeColor,
  entries: { blue: { version: "1" }, green: { version: "2" } },
  ...change,
});

describe("planCutoverRows", () => {
  it("tells each move with version and seconds", () => {
    const rows = planCutoverRows([update("green"), update("blue")]);

    expect(rows.map(({ number, kind, version, seconds }) => [number, kind, version, seconds])).to.deep.equal([
      [2, "cutover", "2", 5],
      [1, "first-deployment", "1", 5],
    ]);
  });

  it("knows no version and no seconds where the history doesn't", () => {
    const vague = update("green", { startTime: "undefined", entries: { blue: undefined, green: undefined } });

    expect(planCutoverRows([vague])[0]).to.include({ version: null, seconds: 0 });
    expect(planCutoverRows([update("green", { entries: { blue: {}, green: {} } })])[0]?.version).to.equal(null);
  });
});

describe("planRollbackTo", () => {
  const configured = { blue: { version: "1" }, green: { version: "2" } };

  it("goes back to the update that is asked for", () => {
    const history = [update("green"), update("blue"), update("blue", { endTime: "older" })];

    expect(planRollbackTo({ history, live: "green", configured, number: 1 })).to.deep.include({
      kind: "roll-back",
      to: "blue",
      position: 2,
      endTime: "older",
    });
  });

  it("refuses an update that names no colour", () => {
    const history = [update("green"), update(undefined)];

    expect(planRollbackTo({ history, live: "green", configured, number: 1 })).to.deep.equal({
      kind: "no-such-rollback",
      number: 1,
      reason: "same-color",
      found: "no colour",
    });
  });
});

describe("planCutoverTargets", () => {
  const declared = { ruleArns: { web: "arn:rule" }, groupArns: {}, weights: { blue: 100, green: 0 } };
  const resource = (type: string, id: string) => ({ urn: `urn:${id}`, type, id });
  const rule = resource("aws:lb/listenerRule:ListenerRule", "arn:rule");
  const record = resource("aws:ssm/parameter:Parameter", "/declared");
  const find = (...resources: ReturnType<typeof resource>[]) =>
    planCutoverTargets({ resources } as unknown as Parameters<typeof planCutoverTargets>[0], declared, "/declared");

  it("finds rules, record and pointer by what AWS calls them", () => {
    expect(find(rule, record)).to.deep.equal({
      kind: "targets",
      targets: { rules: { web: "urn:arn:rule" }, record: "urn:/declared" },
    });
  });

  it("names every one that was never deployed", () => {
    expect(find()).to.deep.equal({ kind: "missing", what: ["the weighted rule of web", "the record `declared`"] });
    expect(find(rule)).to.deep.equal({ kind: "missing", what: ["the record `declared`"] });
    expect(find(record)).to.deep.equal({ kind: "missing", what: ["the weighted rule of web"] });
  });
});
