import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { BlueGreenService } from "../../components/blue-green-service";
import { CutoverRecord } from "../../components/cutover-record";
import { emptyCutoverNote, formatCutoverNote } from "../../cutover/cutover-note";
import { parseDeclared } from "../../cutover/declared";
import { planWeights } from "../../cutover/plan-weights";
import { awsCalls, createGround } from "../support/components";
import { outputValue, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const parameter = "aws:ssm/parameter:Parameter";
const images = { web: "example.com/web", api: "example.com/api", bot: "example.com/bot" };
const color = { version: "1.0.0.RELEASE", images };

const record = (hasHooks: boolean) =>
  recordResources(
    () => {
      const settings = settingsWith({
        services: { web: { path: "/*", port: 80 }, api: { path: "/api/*", port: 80 }, bot: {} },
        blue: color,
        green: color,
      });
      const weights = planWeights("blue", 10);
      const ground = createGround(settings);
      const services = settings.services.map(
        (service) => new BlueGreenService(service.name, { service, settings, weights, ...ground }),
      );
      const notify = new pulumi.ResourceHook("notify", () => undefined);
      const hooks = { afterCreate: [notify], afterUpdate: [notify] };
      return new CutoverRecord("record", { services, weights, activeColor: "blue", ...(hasHooks ? { hooks } : {}) });
    },
    { calls: awsCalls },
  );

describe("CutoverRecord", () => {
  it("declares the rules, groups and weights of every service that takes requests, readable to hooks", async () => {
    const { resources, result } = await record(false);
    const { insecureValue, ...inputs } = resourceOf(resources, parameter, "record-declared").inputs;
    expect(inputs).to.deep.equal({
      name: "/switchyard/switchyard/test/declared",
      description: "What Pulumi declared to the load balancer; written by pulumi up",
      type: "String",
      tier: "Intelligent-Tiering",
    });
    expect(parseDeclared(String(insecureValue))).to.deep.equal({
      ruleArns: { api: "arn:api-weighted:ListenerRule", web: "arn:web-weighted:ListenerRule" },
      groupArns: {
        api: { blue: "arn:api-blue:TargetGroup", green: "arn:api-green:TargetGroup" },
        web: { blue: "arn:web-blue:TargetGroup", green: "arn:web-green:TargetGroup" },
      },
      weights: { blue: 90, green: 10 },
      activeColor: "blue",
    });
    expect(await outputValue(result.declaredName)).to.equal("/switchyard/switchyard/test/declared");
  });

  it("declares only after every weighted rule, with somewhere to note who was told", async () => {
    const { resources } = await record(false);
    expect(resourceOf(resources, parameter, "record-declared").dependsOn).to.include.members([
      "aws:lb/listenerRule:ListenerRule api-weighted",
      "aws:lb/listenerRule:ListenerRule web-weighted",
      `${parameter} record-cutover`,
    ]);
  });

  it("makes no note before the rules, so that a first deployment that failed leaves none", async () => {
    const { resources } = await record(false);
    expect(resourceOf(resources, parameter, "record-cutover").dependsOn).to.include.members([
      "aws:lb/listenerRule:ListenerRule api-weighted",
      "aws:lb/listenerRule:ListenerRule web-weighted",
    ]);
  });

  it("makes the note of hooks and commands once and leaves it to them", async () => {
    const { resources, result } = await record(false);
    const cutover = resourceOf(resources, parameter, "record-cutover");
    expect(cutover.inputs).to.deep.equal({
      name: "/switchyard/switchyard/test/cutover",
      description: "Who asked for the last cutover and who was told; written by hooks and commands",
      type: "String",
      insecureValue: formatCutoverNote(emptyCutoverNote),
    });
    expect(cutover.ignoreChanges).to.deep.equal(["insecureValue"]);
    expect(await outputValue(result.cutoverName)).to.equal("/switchyard/switchyard/test/cutover");
  });

  it("runs the hooks it is given on what it declares, and on nothing else", async () => {
    const { resources } = await record(true);
    expect(
      resources.filter(({ hooks }) => Object.keys(hooks).length > 0).map(({ name, hooks }) => ({ name, hooks })),
    ).to.deep.equal([{ name: "record-declared", hooks: { afterCreate: ["notify"], afterUpdate: ["notify"] } }]);
  });
});
