import { expect } from "chai";
import { Region } from "../../../rehearsal/region/region";
import { emptyRegionState } from "../../../rehearsal/region/state";
import { watchCapacity } from "../../../rehearsal/scenarios/watch-capacity";

const target = (id: string, state: "healthy" | "unhealthy", more: object = {}) => ({
  ...{ id, port: 1, health: { state, consecutivePasses: 0, consecutiveFailures: 0 } },
  ...more,
});
const draining = { since: 0, until: 1, propagationDelayMs: 1 };

/** A region with two groups. */
const regionWith = (...groups: readonly (readonly ReturnType<typeof target>[])[]): Region => {
  const targetGroups = Object.fromEntries(
    groups.map((targets, index) => [
      `arn:${index}`,
      { arn: `arn:${index}`, input: { Name: "g" }, group: {}, attributes: {}, targets },
    ]),
  );
  return new Region({ state: { ...emptyRegionState, elbv2: { ...emptyRegionState.elbv2, targetGroups } } });
};

describe("watchCapacity", () => {
  it("counts healthy targets that don't drain, in the group that has the fewest", () => {
    const region = regionWith(
      [target("i-1", "healthy"), target("i-2", "healthy")],
      [target("i-1", "healthy"), target("i-2", "unhealthy"), target("i-3", "healthy", { draining })],
    );
    const watch = watchCapacity(region);
    watch.stop();
    expect(watch.fewestHealthy()).to.equal(1);
  });

  it("names the calls that take something away, from its start to its end", () => {
    const region = regionWith([target("i-1", "healthy")]);
    const call = (operation: string) => region.calls.push({ at: 0, service: "ecs", operation, input: {} });
    call("StopTask");
    const watch = watchCapacity(region);
    for (const operation of ["DescribeServices", "UpdateService", "DeregisterTargets"]) call(operation);
    watch.stop();
    call("DeleteService");
    expect(watch.shrinkingCalls()).to.deep.equal(["UpdateService", "DeregisterTargets"]);
  });
});
