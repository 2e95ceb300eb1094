import { expect } from "chai";
import type { DrainEvent } from "../../drain/drain-event";
import { planExpiry } from "../../drain/plan-expiry";

const limits = { lifecycle: { heartbeatSeconds: 900 }, rebalance: { patienceSeconds: 1800, budgetSeconds: 3600 } };
const instanceId = "i-00000000000000001";
const lifecycle: DrainEvent = {
  kind: "lifecycle",
  instanceId,
  groupName: "base",
  hookName: "hook",
  token: "t",
  destination: "EC2",
  at: 0,
};

describe("planExpiry", () => {
  const cases: readonly (readonly [title: string, event: DrainEvent, seconds: number, isExpired: boolean])[] = [
    ["keeps a hook as long as its group can wait", lifecycle, 90_000, false],
    ["gives up a hook that has run out", lifecycle, 90_001, true],
    ["keeps a recommendation while its plan may act", { kind: "rebalance", instanceId, at: 0 }, 6300, false],
    ["gives up a recommendation afterwards", { kind: "rebalance", instanceId, at: 0 }, 6301, true],
    [
      "leaves an interruption to its own deadline",
      { kind: "interruption", action: "stop", instanceId, at: 0 },
      1e9,
      false,
    ],
  ];
  for (const [title, event, seconds, isExpired] of cases) {
    it(title, () => {
      expect(planExpiry(event, limits, seconds * 1000)).to.equal(isExpired);
    });
  }
});
