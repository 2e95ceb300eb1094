import { expect } from "chai";
import { failureThreshold, recordTaskFailure, startDeployment } from "../../../../rehearsal/region/ecs/deployments";
import type { ServiceRecord } from "../../../../rehearsal/region/ecs/state";

const context = { now: 1000, random: () => 0.5, accountId: "123456789012", region: "eu-west-1" };

const service: ServiceRecord = {
  serviceArn: "arn",
  serviceName: "web",
  clusterArn: "cluster",
  status: "ACTIVE",
  desiredCount: 1,
  loadBalancers: [],
  placementConstraints: [],
  placementStrategy: [],
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  circuitBreaker: { enable: true, rollback: true },
  healthCheckGracePeriodSeconds: 0,
  enableExecuteCommand: false,
  enableEcsManagedTags: false,
  propagateTags: "NONE",
  createdAt: 0,
  deployments: [],
  events: [],
  isSteady: false,
};

describe("failureThreshold", () => {
  for (const [desiredCount, threshold] of [
    [0, 3],
    [1, 3],
    [6, 3],
    [7, 4],
    [25, 13],
    [400, 200],
    [1000, 200],
  ] as const) {
    it(`is ${threshold} for ${desiredCount} tasks`, () => {
      expect(failureThreshold(desiredCount)).to.equal(threshold);
    });
  }
});

describe("startDeployment", () => {
  it("makes the new deployment PRIMARY and the one before ACTIVE", () => {
    const first = startDeployment(service, "web:1", context);
    const second = startDeployment(first, "web:2", { ...context, random: () => 0.1 });

    expect(second.deployments.map(({ status, taskDefinition }) => [status, taskDefinition])).to.deep.equal([
      ["PRIMARY", "web:2"],
      ["ACTIVE", "web:1"],
    ]);
  });
});

describe("recordTaskFailure", () => {
  const fail = (times: number, reachedRunning: boolean) => {
    const started = startDeployment(service, "web:1", context);
    const failed = { deploymentId: started.deployments[0]?.id ?? "", reachedRunning };
    let current = started;
    for (let time = 0; time < times; time += 1) current = recordTaskFailure(current, failed, 5000);
    return current.deployments[0];
  };

  it("doubles the wait after each task that never ran, up to 27 minutes", () => {
    expect([1, 2, 3, 30].map((times) => (fail(times, false)?.notBefore ?? 0) - 5000)).to.deep.equal([
      1000,
      2000,
      4000,
      27 * 60 * 1000,
    ]);
  });

  it("doesn't wait after a task that had been running", () => {
    const { notBefore, failedTasks, failuresInARow, launchFailuresInARow } = fail(3, true) ?? {};
    expect([notBefore, failedTasks, failuresInARow, launchFailuresInARow]).to.deep.equal([5000, 3, 3, 0]);
  });
});
