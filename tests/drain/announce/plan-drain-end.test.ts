import { expect } from "chai";
import { planDrainEnd } from "../../../drain/announce/plan-drain-end";
import { task } from "../../support/announce-harness";
import { instanceId, start } from "../../support/drain-harness";

const event = { kind: "rebalance", instanceId: instanceId(1), at: start } as const;
const stopped = (seconds: number, isCutOff = false) =>
  task("s", { lastStatus: "STOPPED", stoppedAt: start + seconds * 1000, isCutOff });

describe("planDrainEnd", () => {
  for (const [title, tasks, expected] of [
    ["knows nothing where ECS said nothing", undefined, { kind: "unknown" }],
    ["is drained at once where nothing ran", [], { kind: "drained", seconds: undefined }],
    ["counts to the last task, in begun seconds", [stopped(3), stopped(57.1)], { kind: "drained", seconds: 58 }],
    ["leaves out what had stopped before", [stopped(-5)], { kind: "drained", seconds: undefined }],
    ["names what hasn't stopped", [stopped(3), task("a")], { kind: "missed", tasks: [task("a")] }],
    ["names what vanished with its host", [stopped(3, true)], { kind: "missed", tasks: [stopped(3, true)] }],
  ] as const) {
    it(title, () => {
      expect(planDrainEnd(event, tasks)).to.deep.equal(expected);
    });
  }
});
