import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { BundledFunction } from "../../components/bundled-function";
import { FunctionSchedule } from "../../components/function-schedule";
import { keyOf, recordResources, resourceOf } from "../support/pulumi";

const record = async () => {
  const { resources } = await recordResources(() => {
    const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = 1") });
    const about = { description: "looks", code, environment: {}, statements: [] };
    const lambda = new BundledFunction("look", { ...about, timeoutSeconds: 50, memory: 256, logRetentionDays: 30 });
    return new FunctionSchedule("minutely", { lambda, description: "Looks" });
  });
  return resources.filter(({ name }) => name.startsWith("minutely"));
};

describe("FunctionSchedule", () => {
  it("has EventBridge call the function every minute, and nobody else", async () => {
    const resources = await record();
    expect(resources.map(keyOf)).to.deep.equal([
      "switchyard:index:FunctionSchedule minutely",
      "aws:cloudwatch/eventRule:EventRule minutely",
      "aws:lambda/permission:Permission minutely-permission",
      "aws:cloudwatch/eventTarget:EventTarget minutely-target",
    ]);
    expect(resourceOf(resources, "aws:cloudwatch/eventRule:EventRule", "minutely").inputs).to.deep.equal({
      description: "Looks",
      scheduleExpression: "rate(1 minute)",
    });
    expect(resourceOf(resources, "aws:lambda/permission:Permission", "minutely-permission").inputs).to.deep.equal({
      function: "look-name",
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: "arn:minutely:EventRule",
    });
  });

  it("never looks at what is late, nor before the function may do its work", async () => {
    const target = resourceOf(await record(), "aws:cloudwatch/eventTarget:EventTarget", "minutely-target");
    expect(target.inputs).to.deep.equal({
      rule: "minutely-name",
      arn: "arn:look:Function",
      retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
    });
    expect(target.dependsOn).to.include.members([
      "aws:lambda/permission:Permission minutely-permission",
      "aws:iam/rolePolicy:RolePolicy look-policy",
    ]);
  });
});
