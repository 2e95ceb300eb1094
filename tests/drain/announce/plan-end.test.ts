import { expect } from "chai";
import { planEnd } from "../../../drain/announce/plan-end";
import type { DrainEvent } from "../../../drain/drain-event";
import { instanceId, start } from "../../support/drain-harness";

const limits = { budgetSeconds: 900, patienceSeconds: 1800 };
const common = { instanceId: instanceId(1), at: start };
const events: Readonly<Record<string, DrainEvent>> = {
  interruption: { kind: "interruption", action: "terminate", ...common },
  rebalance: { kind: "rebalance", ...common },
  lifecycle: { kind: "lifecycle", groupName: "g", hookName: "h", token: "t", destination: "EC2", ...common },
  "new root volume": {
    kind: "lifecycle",
    groupName: "g",
    hookName: "h",
    token: "t",
    destination: "AutoScalingGroup",
    ...common,
  },
};

const wait = (delaySeconds: number) => ({ kind: "wait", delaySeconds });
const end = (outcome: string) => ({ kind: "end", outcome });

describe("planEnd", () => {
  for (const state of ["shutting-down", "terminated", "stopping", "stopped", undefined]) {
    it(`ends every story of an instance that is ${state ?? "forgotten"}`, () => {
      for (const event of Object.values(events))
        expect(planEnd(event, { now: start, instanceState: state, registration: "ACTIVE" }, limits)).to.deep.equal(
          end("gone"),
        );
    });
  }

  for (const [name, seconds, registration, expected] of [
    ["interruption", 0, "DRAINING", wait(121)],
    ["interruption", 119.5, "DRAINING", wait(5)],
    ["interruption", 719, "DRAINING", wait(5)],
    ["interruption", 720, "DRAINING", end("kept")],
    ["rebalance", 0, "ACTIVE", wait(15)],
    ["rebalance", 299, "ACTIVE", wait(15)],
    ["rebalance", 300, "ACTIVE", wait(60)],
    ["rebalance", 1859, "ACTIVE", wait(60)],
    ["rebalance", 1860, "ACTIVE", end("kept")],
    ["rebalance", 1860, "DRAINING", wait(60)],
    ["rebalance", 3299, "DRAINING", wait(60)],
    ["rebalance", 3300, "DRAINING", end("left-draining")],
    ["lifecycle", 899, "ACTIVE", wait(60)],
    ["lifecycle", 900, "ACTIVE", end("kept")],
    ["lifecycle", 1499, "DRAINING", wait(60)],
    ["lifecycle", 1500, "DRAINING", end("left-draining")],
    ["lifecycle", 1500, undefined, end("left-draining")],
    ["new root volume", 119, "ACTIVE", wait(15)],
    ["new root volume", 120, "ACTIVE", end("kept")],
    ["new root volume", 120, "DRAINING", wait(15)],
  ] as const) {
    it(`after ${seconds} s of ${name}, ${registration ?? "unregistered"}: ${JSON.stringify(expected)}`, () => {
      const event = events[name] as DrainEvent;
      for (const instanceState of ["running", "pending"])
        expect(planEnd(event, { now: start + seconds * 1000, instanceState, registration }, limits)).to.deep.equal(
          expected,
        );
    });
  }
});
