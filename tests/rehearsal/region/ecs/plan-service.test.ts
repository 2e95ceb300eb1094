import { expect } from "chai";
import fc from "fast-check";
import { planService, type ServiceFacts, type TaskFacts } from "../../../../rehearsal/region/ecs/plan-service";

const task = (taskArn: string, facts: Partial<TaskFacts> = {}): TaskFacts => ({
  taskArn,
  isPrimary: true,
  isRunning: true,
  isHealthy: true,
  isUnhealthy: false,
  isOnDrainingInstance: false,
  availabilityZone: "a",
  ...facts,
});

const old = (taskArn: string): TaskFacts => task(taskArn, { isPrimary: false });
const pending = (taskArn: string): TaskFacts => task(taskArn, { isRunning: false, isHealthy: false });
const starting = (taskArn: string): TaskFacts => task(taskArn, { isHealthy: false });
const unhealthy = (taskArn: string): TaskFacts => task(taskArn, { isHealthy: false, isUnhealthy: true });
const draining = (taskArn: string): TaskFacts => task(taskArn, { isOnDrainingInstance: true });

const shielded = (taskArn: string, facts: Partial<TaskFacts> = {}): TaskFacts =>
  task(taskArn, { isProtected: true, ...facts });

const service = (tasks: readonly TaskFacts[], change: Partial<ServiceFacts> = {}): ServiceFacts => ({
  desiredCount: 2,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  tasks,
  ...change,
});

const cases: readonly (readonly [string, ServiceFacts, ReturnType<typeof planService>])[] = [
  ["starts what is missing", service([]), { start: 2, stop: [] }],
  ["does nothing when all is well", service([task("1"), task("2")]), { start: 0, stop: [] }],
  [
    "stops what doesn't run yet first where there is one too many",
    service([pending("1"), task("2"), task("3")]),
    { start: 0, stop: [{ taskArn: "1", cause: "scaled-in" }] },
  ],
  ["starts new tasks beside the old ones", service([old("1"), old("2")]), { start: 2, stop: [] }],
  [
    "keeps old tasks until new ones are healthy",
    service([old("1"), old("2"), starting("3"), pending("4")]),
    { start: 0, stop: [] },
  ],
  [
    "stops one old task for each healthy new one",
    service([old("1"), old("2"), task("3"), starting("4")]),
    { start: 0, stop: [{ taskArn: "1", cause: "replaced" }] },
  ],
  [
    "makes room first where the maximum leaves none and the minimum allows it",
    service([old("1"), old("2")], { minimumHealthyPercent: 50, maximumPercent: 100 }),
    { start: 1, stop: [{ taskArn: "1", cause: "replaced" }] },
  ],
  [
    "scales in what isn't protected, although the protected one is the newest",
    service([task("1"), task("2"), shielded("3")]),
    { start: 0, stop: [{ taskArn: "2", cause: "scaled-in" }] },
  ],
  [
    "keeps a protected task that doesn't serve yet before one that does",
    service([task("1"), task("2"), shielded("3", { isHealthy: false, isRunning: false })]),
    { start: 0, stop: [] },
  ],
  [
    "stops no protected task where the desired count is below their number",
    service([shielded("1"), shielded("2"), shielded("3")], { desiredCount: 1 }),
    { start: 0, stop: [] },
  ],
  [
    "rolls past a protected task and leaves it running",
    service([shielded("1", { isPrimary: false }), old("2"), task("3"), task("4")]),
    { start: 0, stop: [{ taskArn: "2", cause: "replaced" }] },
  ],
  [
    "counts a protected old task in the maximum",
    service([shielded("1", { isPrimary: false }), task("2"), task("3")], { desiredCount: 3, maximumPercent: 100 }),
    { start: 0, stop: [] },
  ],
  [
    "replaces a protected task of a draining instance and leaves it running",
    service([shielded("1", { isOnDrainingInstance: true }), task("2")]),
    { start: 1, stop: [] },
  ],
  [
    "doesn't stop a protected task of a draining instance once its replacement is healthy",
    service([shielded("1", { isOnDrainingInstance: true }), task("2"), task("3")]),
    { start: 0, stop: [] },
  ],
  [
    "replaces an unhealthy task although it is protected",
    service([shielded("1", { isHealthy: false, isUnhealthy: true }), task("2"), task("3")]),
    { start: 0, stop: [{ taskArn: "1", cause: "unhealthy" }] },
  ],
  [
    "rounds the maximum down",
    service([old("1"), old("2"), old("3")], { desiredCount: 3, maximumPercent: 150 }),
    { start: 1, stop: [] },
  ],
  [
    "rounds the minimum up",
    service([old("1"), old("2"), old("3")], { desiredCount: 3, minimumHealthyPercent: 50, maximumPercent: 100 }),
    { start: 1, stop: [{ taskArn: "1", cause: "replaced" }] },
  ],
  [
    "replaces tasks of a draining instance before it stops them",
    service([draining("1"), task("2")]),
    { start: 1, stop: [] },
  ],
  [
    "stops tasks of a draining instance once they are replaced",
    service([draining("1"), task("2"), task("3")]),
    { start: 0, stop: [{ taskArn: "1", cause: "instance-draining" }] },
  ],
  [
    "stops half of the tasks of draining instances before it starts others where the minimum is half, as AWS's own example has it",
    service([draining("1"), draining("2"), draining("3"), draining("4")], {
      desiredCount: 4,
      minimumHealthyPercent: 50,
      maximumPercent: 100,
    }),
    {
      start: 2,
      stop: [
        { taskArn: "1", cause: "instance-draining" },
        { taskArn: "2", cause: "instance-draining" },
      ],
    },
  ],
  [
    "never empties a draining instance where minimum and maximum are both 100",
    service([draining("1"), task("2")], { maximumPercent: 100 }),
    { start: 0, stop: [] },
  ],
  [
    "stops pending tasks of a draining instance at once",
    service([task("1"), task("2", { isRunning: false, isHealthy: false, isOnDrainingInstance: true })]),
    { start: 1, stop: [{ taskArn: "2", cause: "instance-draining" }] },
  ],
  [
    "starts a replacement before it stops an unhealthy task",
    service([task("1"), unhealthy("2")]),
    { start: 1, stop: [] },
  ],
  [
    "stops an unhealthy task once its replacement is healthy",
    service([task("1"), unhealthy("2"), task("3")]),
    { start: 0, stop: [{ taskArn: "2", cause: "unhealthy" }] },
  ],
  [
    "stops an unhealthy task first where there is no room",
    service([task("1"), unhealthy("2")], { minimumHealthyPercent: 50, maximumPercent: 100 }),
    { start: 1, stop: [{ taskArn: "2", cause: "unhealthy" }] },
  ],
  [
    "scales in what doesn't serve yet, then in the fullest zone",
    service([task("1", { availabilityZone: "b" }), task("2"), task("3"), starting("4")]),
    {
      start: 0,
      stop: [
        { taskArn: "4", cause: "scaled-in" },
        { taskArn: "3", cause: "scaled-in" },
      ],
    },
  ],
  [
    "stops everything when nothing is wanted",
    service([task("1"), unhealthy("2"), draining("3"), pending("4")], { desiredCount: 0 }),
    {
      start: 0,
      stop: [
        { taskArn: "4", cause: "scaled-in" },
        { taskArn: "1", cause: "scaled-in" },
        { taskArn: "3", cause: "instance-draining" },
        { taskArn: "2", cause: "unhealthy" },
      ],
    },
  ],
];

/** A deployment from all old to all new, where chance decides which task gets on next. */
const rollingDeployment = fc.record({
  desiredCount: fc.integer({ min: 1, max: 8 }),
  minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
  maximumPercent: fc.integer({ min: 100, max: 200 }),
  chances: fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
});

const healthyIn = (tasks: readonly TaskFacts[]): number => tasks.filter(({ isHealthy }) => isHealthy).length;

const step = (facts: ServiceFacts, name: string): readonly TaskFacts[] => {
  const plan = planService(facts);
  const stopped = new Set(plan.stop.map(({ taskArn }) => taskArn));
  const left = facts.tasks.filter(({ taskArn }) => !stopped.has(taskArn));
  const started = Array.from({ length: plan.start }, (_, index) => pending(`${name}-${index}`));
  return [...left, ...started];
};

describe("planService", () => {
  for (const [title, facts, plan] of cases) {
    it(title, () => {
      expect(planService(facts)).to.deep.equal(plan);
    });
  }

  it("never has more tasks than the maximum nor fewer healthy ones than the minimum during a deployment", () => {
    fc.assert(
      fc.property(rollingDeployment, ({ desiredCount, minimumHealthyPercent, maximumPercent, chances }) => {
        let tasks: readonly TaskFacts[] = Array.from({ length: desiredCount }, (_, index) => old(`old-${index}`));
        for (const [round, chance] of chances.entries()) {
          tasks = step({ desiredCount, minimumHealthyPercent, maximumPercent, tasks }, `new-${round}`);
          expect(tasks.length).to.be.at.most(Math.floor((desiredCount * maximumPercent) / 100));
          expect(healthyIn(tasks)).to.be.at.least(Math.ceil((desiredCount * minimumHealthyPercent) / 100));
          const behind = tasks.filter(({ isHealthy }) => !isHealthy);
          const next = behind[chance % Math.max(1, behind.length)];
          tasks = tasks.map((other) =>
            other === next ? { ...other, isRunning: true, isHealthy: other.isRunning } : other,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it("ends with the desired number of new tasks wherever the percentages leave room to move", () => {
    fc.assert(
      fc.property(rollingDeployment, ({ desiredCount, minimumHealthyPercent, maximumPercent }) => {
        const canGrow = Math.floor((desiredCount * maximumPercent) / 100) > desiredCount;
        fc.pre(canGrow || Math.ceil((desiredCount * minimumHealthyPercent) / 100) < desiredCount);
        let tasks: readonly TaskFacts[] = Array.from({ length: desiredCount }, (_, index) => old(`old-${index}`));
        for (let round = 0; round < 4 * desiredCount; round += 1) {
          tasks = step({ desiredCount, minimumHealthyPercent, maximumPercent, tasks }, `new-${round}`);
          tasks = tasks.map((other) => ({ ...other, isRunning: true, isHealthy: true }));
        }
        expect(tasks.map(({ isPrimary }) => isPrimary)).to.deep.equal(Array(desiredCount).fill(true));
      }),
      { numRuns: 300 },
    );
  });
});
