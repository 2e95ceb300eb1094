import { expect } from "chai";
import type { InstanceRecord } from "../../../rehearsal/region/ec2/state";
import type { TaskRecord } from "../../../rehearsal/region/ecs/state";
import type { RecordedCall } from "../../../rehearsal/region/region";
import { figuresOf, type Loss } from "../../../rehearsal/scenarios/measure-storm";

const loss = (name: string, taskArns: readonly string[], noticedAt = 1000): Loss => ({
  instance: { instanceId: `i-${name}`, containerInstanceArn: `arn-${name}` } as InstanceRecord,
  noticedAt,
  takenAt: noticedAt + 120_000,
  taskArns,
});
const draining = (at: number, containerInstances: readonly string[], change: object = {}): RecordedCall => ({
  at,
  service: "ecs",
  operation: "UpdateContainerInstancesState",
  input: { status: "DRAINING", containerInstances },
  ...change,
});
const tasks = (exitCodes: Readonly<Record<string, number | undefined>>): Readonly<Record<string, TaskRecord>> =>
  Object.fromEntries(
    Object.entries(exitCodes).map(([arn, exitCode]) => [arn, { taskArn: arn, exitCode } as TaskRecord]),
  );

describe("figuresOf storms", () => {
  it("tells the longest way to DRAINING, and that every task came to its end", () => {
    const figures = figuresOf(
      [loss("a", ["1", "2"]), loss("b", ["3"]), loss("c", [], 50_000)],
      tasks({ 1: 0, 2: 143, 3: 0 }),
      [draining(3000, ["arn-a"]), draining(4500, ["arn-b", "x"]), draining(51_000, ["arn-c"])],
    );

    expect(figures).to.deep.equal({
      interrupted: 3,
      drainingWithinMs: 3500,
      deadlineMissed: 0,
      tasksMoved: 3,
      tasksKilled: 0,
    });
  });

  it("counts an instance as missed once, however many of its tasks vanished with it", () => {
    const figures = figuresOf(
      [loss("a", ["1", "2", "3"]), loss("b", ["4"])],
      tasks({ 1: undefined, 2: undefined, 3: 0, 4: 0 }),
      [draining(2000, ["arn-a", "arn-b"])],
    );

    expect(figures).to.include({ deadlineMissed: 1, tasksMoved: 2, tasksKilled: 2 });
  });

  const others: Readonly<Record<string, RecordedCall>> = {
    "a refused call": draining(2000, ["arn-a"], { error: "ThrottlingException" }),
    "a call before the notice": draining(999, ["arn-a"]),
    "a call for others": draining(2000, ["arn-b"]),
    "another state": draining(2000, ["arn-a"], { input: { status: "ACTIVE", containerInstances: ["arn-a"] } }),
    "another operation": draining(2000, ["arn-a"], { operation: "DescribeContainerInstances" }),
  };
  for (const [title, call] of Object.entries(others)) {
    it(`doesn't take ${title} for DRAINING`, () => {
      expect(figuresOf([loss("a", [])], {}, [call])).to.have.property("drainingWithinMs", null);
    });
  }

  it("has no time without an instance", () => {
    expect(figuresOf([], {}, [])).to.have.property("drainingWithinMs", null);
  });
});
