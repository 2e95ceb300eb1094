import { expect } from "chai";
import fc from "fast-check";
import { planDrainLimits } from "../../components/plan-drain-limits";
import { planLongestWait } from "../../drain/plan-visits";
import { settingsWith } from "../support/stack";

const limitsWith = (services: object, deregistrationDelaySeconds: number) => {
  const images = Object.fromEntries(Object.keys(services).map((name) => [name, `example.com/${name}:1`]));
  const color = { version: "1.0.0.RELEASE", images };
  return planDrainLimits(settingsWith({ services, blue: color, green: color, deregistrationDelaySeconds }));
};

describe("planDrainLimits", () => {
  it("gives a drain 15 minutes and the full stop of the slowest service", () => {
    const services = { web: { path: "/*", port: 80 }, api: { path: "/api/*", port: 80, stopTimeoutSeconds: 40 } };
    expect(limitsWith(services, 45)).to.deep.equal({
      heartbeatSeconds: 900,
      budgetSeconds: 900 + 45 + 40,
      patienceSeconds: 1800,
    });
  });

  it("counts no deregistration for a queue worker, which the load balancer doesn't know", () => {
    expect(limitsWith({ bot: { stopTimeoutSeconds: 90 } }, 300).budgetSeconds).to.equal(900 + 90);
  });

  it("gives 15 minutes where there is no service", () => {
    expect(planDrainLimits({ services: [], deregistrationDelaySeconds: 45 }).budgetSeconds).to.equal(900);
  });

  it("never plans longer than a group waits, nor a budget that the function refuses", () => {
    const seconds = fc.integer({ min: 2, max: 3600 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 3600 }), (stopTimeoutSeconds, deregistrationDelaySeconds) => {
        const services = { web: { path: "/*", port: 80, stopTimeoutSeconds, placement: "on-demand" } };
        const { budgetSeconds, heartbeatSeconds } = limitsWith(services, deregistrationDelaySeconds);
        expect(budgetSeconds).to.be.within(60, planLongestWait(heartbeatSeconds));
      }),
    );
  });
});
