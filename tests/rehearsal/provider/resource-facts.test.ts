import { expect } from "chai";
import { liveTypes } from "../../../rehearsal/provider/live/live-types";
import { recordedIdentities } from "../../../rehearsal/provider/recorded-identities";
import {
  acceptsInput,
  knownTypes,
  requiredInputs,
  requireResourceFacts,
  resourceFactsOf,
} from "../../../rehearsal/provider/resource-facts";
import { readSdkArguments } from "../../../rehearsal/provider/sdk-arguments";

describe("resource facts", () => {
  it("say what a type takes, requires and is replaced for", () => {
    const { inputs, outputs } = requireResourceFacts("aws:lb/listenerRule:ListenerRule");
    expect(Object.fromEntries(inputs)).to.deep.equal({
      actions: { type: "object[]", isRequired: true, forcesReplacement: false },
      conditions: { type: "object[]", isRequired: true, forcesReplacement: false },
      listenerArn: { type: "string", isRequired: true, forcesReplacement: true },
      priority: { type: "integer", isRequired: false, forcesReplacement: false },
      region: { type: "string", isRequired: false, forcesReplacement: false },
      tags: { type: "map", isRequired: false, forcesReplacement: false },
      tagsAll: { type: "map", isRequired: false, forcesReplacement: false },
      transforms: { type: "object[]", isRequired: false, forcesReplacement: false },
    });
    expect(outputs).to.deep.equal(["arn"]);
  });

  it("are refused by name for a type that nobody wrote down", () => {
    expect(resourceFactsOf("aws:rds/instance:Instance")).to.equal(undefined);
    expect(() => requireResourceFacts("aws:rds/instance:Instance")).to.throw(
      `The rehearsal does not know the resource type aws:rds/instance:Instance: use one of the ${knownTypes().length} ` +
        "types in rehearsal/provider/provider-facts.json, or add it there.",
    );
  });

  it("give way to the SDK's types where these are newer", () => {
    const type = "aws:cloudwatch/metricAlarm:MetricAlarm";
    const facts = requireResourceFacts(type);
    expect(facts.inputs.has("evaluationInterval")).to.equal(false);
    expect(acceptsInput(type, facts, "evaluationInterval")).to.equal(true);
    expect(acceptsInput(type, facts, "evaluationIntervals")).to.equal(false);
    expect(facts.inputs.get("evaluationPeriods")?.isRequired).to.equal(true);
    expect(requiredInputs(type, facts)).to.deep.equal([]);
  });

  it("agree with the SDK's types about everything that is required", () => {
    const different = knownTypes().filter((type) => {
      const facts = requireResourceFacts(type);
      const ours = [...facts.inputs].flatMap(([name, { isRequired }]) => (isRequired ? [name] : []));
      return [...ours].sort().join() !== [...requiredInputs(type, facts)].sort().join();
    });
    expect(different).to.deep.equal(["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:s3/bucketObject:BucketObject"]);
  });

  it("exist for every type that is live or identified", () => {
    const types = [...Object.keys(liveTypes), ...Object.keys(recordedIdentities)];
    expect(types.filter((type) => resourceFactsOf(type) === undefined)).to.deep.equal([]);
  });

  it("identify no type as recorded that is live", () => {
    expect(Object.keys(liveTypes).filter((type) => type in recordedIdentities)).to.deep.equal([]);
  });
});

describe("readSdkArguments", () => {
  it("reads names and what is required from the SDK's declarations", () => {
    expect(Object.fromEntries(readSdkArguments("aws:ssm/parameter:Parameter"))).to.deep.include({
      type: { isRequired: true },
      insecureValue: { isRequired: false },
    });
  });

  it("leaves out what is nested", () => {
    expect([...readSdkArguments("aws:lb/listenerRule:ListenerRule").keys()]).to.deep.equal([
      "actions",
      "conditions",
      "listenerArn",
      "priority",
      "region",
      "tags",
      "transforms",
    ]);
  });

  it("knows nothing of a type that the SDK doesn't have", () => {
    expect(readSdkArguments("aws:nothing/nothing:Nothing").size).to.equal(0);
  });
});
