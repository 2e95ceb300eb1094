import { expect } from "chai";
import { launchTemplate } from "../../../rehearsal/provider/live/ec2/launch-template";
import { listenerRule } from "../../../rehearsal/provider/live/elbv2/listener-rule";
import { parameter } from "../../../rehearsal/provider/live/ssm/parameter";
import {
  inputsAfterRead,
  previewCreation,
  previewUpdate,
  stateAfterUpdate,
  stateOf,
} from "../../../rehearsal/provider/preview-outputs";
import { unknownValue } from "../../../rehearsal/provider/properties";

describe("previewCreation", () => {
  it("knows the inputs of a live resource, and nothing that AWS says later", () => {
    const inputs = { listenerArn: "arn:l", actions: [], conditions: [], __defaults: [] };
    expect(previewCreation("aws:lb/listenerRule:ListenerRule", inputs, listenerRule)).to.deep.equal({
      listenerArn: "arn:l",
      actions: [],
      conditions: [],
      arn: unknownValue,
      priority: unknownValue,
      id: unknownValue,
    });
  });

  it("doesn't hide an input that AWS would only fill in", () => {
    const inputs = { listenerArn: "arn:l", priority: 5 };
    expect(previewCreation("aws:lb/listenerRule:ListenerRule", inputs, listenerRule)["priority"]).to.equal(5);
  });

  it("knows nothing of what is made up for a recorded resource", () => {
    expect(previewCreation("aws:ecr/repository:Repository", { name: "web-1" }, undefined)).to.include({
      name: "web-1",
      arn: unknownValue,
      repositoryUrl: unknownValue,
    });
  });
});

describe("previewUpdate", () => {
  const change = {
    state: { id: "p", name: "p", arn: "arn:p", version: 1, insecureValue: "a", description: "d" },
    olds: { name: "p", insecureValue: "a", description: "d" },
    news: { name: "p", insecureValue: "b" },
  };

  it("keeps outputs known that an update doesn't touch", () => {
    expect(previewUpdate(change, parameter)).to.deep.equal({
      id: "p",
      name: "p",
      arn: "arn:p",
      version: unknownValue,
      insecureValue: "b",
    });
    const tagged = { ...change, news: { ...change.olds, tags: { a: "b" } } };
    expect(previewUpdate(tagged, parameter)["version"]).to.equal(1);
  });

  it("knows a launch template's next version only after it is made", () => {
    const template = { state: { latestVersion: 1, defaultVersion: 1 }, olds: { imageId: "a" }, news: { imageId: "b" } };
    expect(previewUpdate(template, launchTemplate)).to.deep.equal({
      imageId: "b",
      latestVersion: unknownValue,
      defaultVersion: 1,
    });
    const renewed = { ...template, news: { imageId: "b", updateDefaultVersion: true } };
    expect(previewUpdate(renewed, launchTemplate)["defaultVersion"]).to.equal(unknownValue);
  });

  it("forgets inputs that the program drops, and takes what the update touched", () => {
    expect(stateAfterUpdate(change, { version: 2 })).to.deep.equal({
      id: "p",
      name: "p",
      arn: "arn:p",
      version: 2,
      insecureValue: "b",
    });
  });
});

describe("stateOf", () => {
  it("drops the provider's notes and outputs that aren't there", () => {
    expect(stateOf({ a: 1, __defaults: [] }, { b: 2, c: undefined })).to.deep.equal({ a: 1, b: 2 });
  });
});

describe("inputsAfterRead", () => {
  it("takes over what drifted, as far as the program sets it", () => {
    const olds = { desiredCount: 2, taskDefinition: "arn:t:1", __defaults: [] };
    const found = { desiredCount: 4, taskDefinition: "arn:t:1", priority: 7 };
    expect(inputsAfterRead(olds, found)).to.deep.equal({ ...olds, desiredCount: 4 });
    expect(inputsAfterRead(olds, undefined)).to.deep.equal(olds);
  });
});
