import { expect } from "chai";
import { type BeforeFlipFacts, type BeforeFlipPlan, planBeforeFlip } from "../../cutover/plan-before-flip";

const now = 10_000_000;
const nothing: BeforeFlipFacts = { entry: undefined, tasks: [], started: undefined };
const started = { state: "started", at: now - 1_000, attempt: 2 } as const;
const running = { arn: "t-1", lastStatus: "RUNNING" };
const ended = (exitCode: number, arn = "t-1") => ({ arn, lastStatus: "STOPPED", exitCode });

describe("planBeforeFlip", () => {
  const cases: readonly (readonly [title: string, facts: Partial<BeforeFlipFacts>, plan: BeforeFlipPlan])[] = [
    ["runs what nobody has heard of", {}, { kind: "run", attempt: 1 }],
    ["runs nothing that has succeeded", { entry: { ...started, state: "succeeded" } }, { kind: "done" }],
    ["runs nothing for an image that has served", { entry: { ...started, state: "served" } }, { kind: "done" }],
    ["waits for a task that runs, whoever started it", { tasks: [running] }, { kind: "wait", task: "t-1" }],
    [
      "waits for a task that stops",
      { entry: started, tasks: [ended(1, "t-0"), { ...running, lastStatus: "STOPPING" }] },
      { kind: "wait", task: "t-1" },
    ],
    ["takes note of a success that nobody watched", { entry: started, tasks: [ended(0)] }, { kind: "succeeded" }],
    [
      "waits until ECS knows its own task",
      { entry: started, tasks: [ended(1, "t-0")], started: "t-1" },
      { kind: "wait", task: "t-1" },
    ],
    [
      "refuses by the exit code of its own task",
      { entry: started, tasks: [ended(1, "t-0"), ended(3)], started: "t-1" },
      { kind: "refuse", reason: { kind: "before-flip-failed", exitCode: 3, task: "t-1" } },
    ],
    [
      "refuses where its own task never ran",
      { entry: started, tasks: [{ arn: "t-1", lastStatus: "STOPPED", stoppedReason: "CannotPull" }], started: "t-1" },
      { kind: "refuse", reason: { kind: "before-flip-not-started", problem: "CannotPull" } },
    ],
    [
      "refuses where its own task never ran and nobody says why",
      { entry: started, tasks: [{ arn: "t-1", lastStatus: "STOPPED" }], started: "t-1" },
      { kind: "refuse", reason: { kind: "before-flip-not-started", problem: "no reason given" } },
    ],
    ["runs again what failed before", { entry: started, tasks: [ended(1)] }, { kind: "run", attempt: 3 }],
    ["repeats a start of which nothing came, by the same number", { entry: started }, { kind: "run", attempt: 2 }],
    [
      "refuses to guess what came of a start of more than 50 minutes ago",
      { entry: { ...started, at: now - 3_000_000 } },
      { kind: "refuse", reason: { kind: "before-flip-unknown", startedAt: now - 3_000_000 } },
    ],
  ];
  for (const [title, facts, plan] of cases) {
    it(title, () => {
      expect(planBeforeFlip({ ...nothing, ...facts }, now)).to.deep.equal(plan);
    });
  }
});
