import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { createServices } from "../../components/create-services";
import type { GatedRule } from "../../cutover/gate-before";
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

  it("remembers tasks before flips in one parameter, which is there before any weighted rule", async () => {
    const beforeFlip = { command: ["migrate"], timeoutSeconds: 60 };
    const gated: unknown[] = [];
    const { resources } = await recordResources(
      () => {
        const services = { ...config.services, api: { ...config.services.api, beforeFlip } };
        const settings = settingsWith({ ...config, services });
        const gate = (rule: GatedRule) => {
          gated.push([rule.service, rule.beforeFlip?.command]);
          return new pulumi.ResourceHook(`gate-${rule.service}`, () => undefined);
        };
        return createServices({ settings, weights: planWeights("blue", 0), gate, ...createGround(settings) });
      },
      { calls: awsCalls },
    );
    const parameter = "aws:ssm/parameter:Parameter";
    for (const name of ["web-weighted", "api-weighted"])
      expect(resourceOf(resources, "aws:lb/listenerRule:ListenerRule", name).dependsOn).to.include(
        `${parameter} before-flip-note`,
      );
    const { inputs, parent, ignoreChanges } = resourceOf(resources, parameter, "before-flip-note");
    expect([parent, ignoreChanges]).to.deep.equal(["switchyard:index:BeforeFlipRecord before-flip", ["insecureValue"]]);
    expect(inputs).to.deep.equal({
      name: "/switchyard/switchyard/test/before-flip",
      description: "Which images have had their task before the flip; written by the gate",
      type: "String",
      tier: "Intelligent-Tiering",
      insecureValue: "{}",
    });
    expect(gated).to.deep.equal([
      ["web", undefined],
      ["api", ["migrate"]],
    ]);
  });

  it("has no such parameter where no service has such a task", async () => {
    const { resources } = await recordResources(
      () => {
        const settings = settingsWith(config);
        return createServices({ settings, weights: planWeights("blue", 0), ...createGround(settings) });
      },
      { calls: awsCalls },
    );
    expect(resources.filter(({ type }) => /Parameter|BeforeFlip/.test(type))).to.deep.equal([]);
  });
});
