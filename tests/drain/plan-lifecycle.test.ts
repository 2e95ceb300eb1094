import { expect } from "chai";
import fc from "fast-check";
import type { ContainerInstance } from "../../clients/container-instances";
import type { LifecycleAction } from "../../drain/drain-event";
import { type LifecycleFacts, type LifecycleLimits, planLifecycle } from "../../drain/plan-lifecycle";

const action: LifecycleAction = {
  kind: "lifecycle",
  instanceId: "i-00000000000000001",
  groupName: "base",
  hookName: "hook",
  token: "t",
  destination: "EC2",
  at: 0,
};
const limits: LifecycleLimits = { heartbeatSeconds: 900, budgetSeconds: 3600, failurePolicy: "continue" };

const registration = (rest: Partial<ContainerInstance> = {}): ContainerInstance => ({
  arn: "arn-1",
  clusterArn: "main",
  instanceId: action.instanceId,
  status: "DRAINING",
  isConnected: true,
  countedTasks: 0,
  attributes: {},
  ...rest,
});

const facts = (rest: Partial<LifecycleFacts> = {}): LifecycleFacts => ({
  now: 100_000,
  state: "Terminating:Wait",
  registrations: [registration()],
  unfinishedTasks: [],
  ...rest,
});

const wait = { kind: "wait", reason: "tasks-left", level: "within", visit: { delaySeconds: 15, beats: false } };
const settling = { kind: "wait", level: "within", visit: { delaySeconds: 15, beats: false } };
const returning: LifecycleAction = { ...action, destination: "AutoScalingGroup" };

describe("planLifecycle", () => {
  const cases: Readonly<Record<string, readonly [facts: Partial<LifecycleFacts>, plan: object]>> = {
    "completes an instance that was draining and whose tasks have stopped": [
      {},
      { kind: "complete", reason: "drained", result: "CONTINUE" },
    ],
    "completes an unregistered instance": [
      { registrations: [], unfinishedTasks: undefined },
      { kind: "complete", reason: "unregistered", result: "CONTINUE" },
    ],
    "drains an active instance, even one without tasks": [
      { registrations: [registration({ status: "ACTIVE" })] },
      { kind: "drain", arns: ["arn-1"], visit: { delaySeconds: 15, beats: false } },
    ],
    "waits for tasks that ECS doesn't count": [{ unfinishedTasks: ["task"] }, wait],
    "waits while ECS counts tasks": [{ registrations: [registration({ countedTasks: 1 })], unfinishedTasks: [] }, wait],
    "waits where nobody listed the tasks": [{ unfinishedTasks: undefined }, wait],
    "waits for an instance that ECS is still registering": [
      { registrations: [registration({ status: "REGISTERING" })] },
      wait,
    ],
    "completes an instance that somebody deregisters meanwhile": [
      { registrations: [registration({ status: "DEREGISTERING" })] },
      { kind: "complete", reason: "drained", result: "CONTINUE" },
    ],
    "completes an instance that ECS could never register": [
      { registrations: [registration({ status: "REGISTRATION_FAILED" })] },
      { kind: "complete", reason: "drained", result: "CONTINUE" },
    ],
    "waits for the tasks of an instance that somebody deregisters": [
      { registrations: [registration({ status: "DEREGISTERING" })], unfinishedTasks: ["task"] },
      wait,
    ],
    "waits for the second registration of an instance": [
      { registrations: [registration(), registration({ arn: "arn-2", countedTasks: 2 })] },
      wait,
    ],
    "raises the level at half the budget": [
      { now: 1_800_000, unfinishedTasks: ["task"] },
      { ...wait, level: "half", visit: { delaySeconds: 240, beats: true } },
    ],
    "raises the level at nine tenths of the budget": [
      { now: 3_240_000, unfinishedTasks: ["task"] },
      { ...wait, level: "nearly", visit: { delaySeconds: 240, beats: true } },
    ],
    "lets go of an instance whose budget is spent": [
      { now: 3_600_000, unfinishedTasks: ["task"] },
      { kind: "complete", reason: "budget-spent", result: "CONTINUE" },
    ],
    "forgets an instance that no group knows": [{ state: undefined }, { kind: "done", reason: "gone" }],
    "has nothing to do once the wait is over": [
      { state: "Terminating:Proceed" },
      { kind: "done", reason: "not-waiting" },
    ],
    "has nothing to do for an instance that came back and waits while it is launched": [
      { state: "Pending:Wait", registrations: [registration({ status: "ACTIVE" })] },
      { kind: "done", reason: "not-waiting" },
    ],
    "has nothing to do for one that waits on its way into the warm pool's service": [
      { state: "Warmed:Pending:Wait", registrations: [registration({ status: "ACTIVE" })] },
      { kind: "done", reason: "not-waiting" },
    ],
    "completes an instance that the warm pool lets go": [
      { state: "Warmed:Terminating:Wait" },
      { kind: "complete", reason: "drained", result: "CONTINUE" },
    ],
    "waits for a registration that ECS lists but can't describe": [
      { registrations: [registration({ status: "MISSING" })], unfinishedTasks: undefined },
      wait,
    ],
    "has nothing to do for a retained instance": [
      { state: "Terminating:Retained" },
      { kind: "done", reason: "not-waiting" },
    ],
    "waits a minute for the group to say that it waits": [
      { now: 59_999, state: "Terminating" },
      { ...settling, reason: "not-yet-waiting" },
    ],
    "doesn't wait longer than that": [
      { now: 60_000, state: "InService" },
      { kind: "done", reason: "not-waiting" },
    ],
  };
  for (const [title, [changed, plan]] of Object.entries(cases)) {
    it(title, () => {
      expect(planLifecycle(action, facts(changed), limits)).to.deep.equal(plan);
    });
  }

  for (const state of ["Standby", "Warmed:Running", "Warmed:Stopped", "Warmed:Hibernated", "Warmed:Terminating"])
    it(`waits a minute for the group to say that it waits, of an instance in ${state}`, () => {
      expect(planLifecycle(action, facts({ now: 1000, state }), limits)).to.deep.equal({
        ...settling,
        reason: "not-yet-waiting",
      });
    });

  const returns: Readonly<Record<string, readonly [facts: Partial<LifecycleFacts>, plan: object]>> = {
    "completes before the root volume is replaced": [
      { state: "ReplacingRootVolume:Wait" },
      { kind: "complete", reason: "drained", result: "CONTINUE" },
    ],
    "waits while the root volume is replaced": [
      { state: "RootVolumeReplaced" },
      { ...settling, reason: "not-yet-back" },
    ],
    "takes the instance back that keeps its registration": [
      { state: "InService" },
      { kind: "reactivate", arns: ["arn-1"] },
    ],
    "waits for the agent of the instance that is back": [
      { state: "InService", registrations: [registration({ isConnected: false })] },
      { ...settling, reason: "not-yet-back" },
    ],
    "is done where the instance registered anew": [
      {
        state: "InService",
        registrations: [registration({ isConnected: false }), registration({ arn: "arn-2", status: "ACTIVE" })],
      },
      { kind: "done", reason: "returned" },
    ],
    "is done where the replacement failed and the instance is terminated": [
      { state: "Terminating:Proceed" },
      { kind: "done", reason: "gone" },
    ],
  };
  for (const [title, [changed, plan]] of Object.entries(returns)) {
    it(`${title} (root volume)`, () => {
      expect(planLifecycle(returning, facts(changed), limits)).to.deep.equal(plan);
    });
  }

  const spent = facts({ now: 3_600_000, unfinishedTasks: ["task"] });

  it("abandons under retain, so that the group's lifecycle policy can keep the instance", () => {
    expect(planLifecycle(action, spent, { ...limits, failurePolicy: "retain" })).to.deep.equal({
      kind: "complete",
      reason: "budget-spent",
      result: "ABANDON",
    });
  });

  it("takes the instance back into service and abandons under undo", () => {
    expect(planLifecycle(action, spent, { ...limits, failurePolicy: "undo" })).to.deep.equal({
      kind: "undo",
      reason: "budget-spent",
      arns: ["arn-1"],
      result: "ABANDON",
    });
  });

  it("never completes as drained unless all registrations are closed to tasks, count nothing and have no unfinished task", () => {
    const instance = fc.record({
      status: fc.constantFrom("ACTIVE", "DRAINING", "REGISTERING", "DEREGISTERING"),
      countedTasks: fc.nat(1),
    });
    const unfinished = fc.constantFrom(undefined, [], ["task"]);
    fc.assert(
      fc.property(
        fc.array(instance, { minLength: 1, maxLength: 3 }),
        unfinished,
        fc.nat(3599),
        (parts, tasks, second) => {
          const registrations = parts.map((part) => registration(part));
          const plan = planLifecycle(
            action,
            facts({ now: second * 1000, registrations, unfinishedTasks: tasks }),
            limits,
          );
          const isEmpty =
            parts.every(
              ({ status, countedTasks }) => /^(DRAINING|DEREGISTERING)$/.test(status) && countedTasks === 0,
            ) && tasks?.length === 0;
          expect(plan.kind === "complete").to.equal(isEmpty);
        },
      ),
    );
  });
});
