import { expect } from "chai";
import { createServices } from "../../components/create-services";
import { planWeights } from "../../cutover/plan-weights";
import { awsCalls, createGround } from "../support/components";
import { recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const images = { web: "web:1", api: "api:1", bot: "bot:1" };
const config = {
  services: { web: { path: "/*", port: 80 }, api: { path: "/api/*", port: 81 }, bot: { cpu: 128 } },
  blue: { version: "1.0.0.RELEASE", images },
  green: { version: "1.1.0.RELEASE", images },
};
const ecsService = "aws:ecs/service:Service";

describe("createServices", () => {
  it("makes every service, and lets no weighted rule change before the tasks of all that take requests are steady", async () => {
    const { resources, result } = await recordResources(
      () => {
        const settings = settingsWith(config);
        return createServices({ settings, weights: planWeights("blue", 0), ...createGround(settings) });
      },
      { calls: awsCalls },
    );
    expect(result.map(({ serviceName }) => serviceName)).to.deep.equal(["web", "api", "bot"]);
    for (const name of ["web-weighted", "api-weighted"]) {
      const { dependsOn } = resourceOf(resources, "aws:lb/listenerRule:ListenerRule", name);
      expect(dependsOn.filter((key) => key.startsWith(ecsService))).to.have.members(
        ["api-blue", "api-green", "web-blue", "web-green"].map((service) => `${ecsService} ${service}`),
      );
    }
  });
});
