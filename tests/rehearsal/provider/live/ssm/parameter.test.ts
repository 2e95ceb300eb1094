import { expect } from "chai";
import { parameter } from "../../../../../rehearsal/provider/live/ssm/parameter";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/demo/live";
const stored = (Value: string, Version: number) => ({
  Parameter: { ARN: arn, Name: "/demo/live", Type: "String", DataType: "text", Value, Version },
});
const inputs = { name: "/demo/live", type: "String", insecureValue: "blue" };
const read = ["ssm:GetParameter", { Name: "/demo/live", WithDecryption: true }];

describe("aws.ssm.Parameter", () => {
  it("is put without overwriting, and read back for its version", async () => {
    const { context, calls, kept } = scriptedAws({ "ssm:PutParameter": {}, "ssm:GetParameter": stored("blue", 1) });
    const resource = await parameter.create({ ...inputs, tagsAll: { a: "b" } }, context);
    expect(calls).to.deep.equal([
      [
        "ssm:PutParameter",
        { Name: "/demo/live", Value: "blue", Type: "String", Overwrite: false, Tags: [{ Key: "a", Value: "b" }] },
      ],
      read,
    ]);
    expect(resource).to.deep.equal({
      id: "/demo/live",
      outputs: {
        arn,
        dataType: "text",
        hasValueWo: false,
        name: "/demo/live",
        tier: "Standard",
        value: "blue",
        version: 1,
      },
      inputs: { insecureValue: "blue" },
    });
    expect(kept.map(({ id }) => id)).to.deep.equal(["/demo/live"]);
  });

  it("is put as a secure text with its key, and keeps the tier that the program chose", async () => {
    const { context, calls } = scriptedAws({ "ssm:PutParameter": {}, "ssm:GetParameter": stored("s", 1) });
    const secure = { name: "p", type: "SecureString", value: "s", keyId: "k", tier: "Advanced", description: "d" };
    const { outputs } = await parameter.create(secure, context);
    expect(outputs["tier"]).to.equal("Advanced");
    expect(calls[0]).to.deep.equal([
      "ssm:PutParameter",
      { Name: "p", Value: "s", Type: "SecureString", KeyId: "k", Tier: "Advanced", Description: "d", Overwrite: false },
    ]);
  });

  it("is overwritten by an update, which AWS gives a new version", async () => {
    const { context, calls } = scriptedAws({ "ssm:PutParameter": {}, "ssm:GetParameter": stored("green", 2) });
    const news = { ...inputs, insecureValue: "green" };
    const outputs = await parameter.update({ id: "/demo/live", state: inputs, olds: inputs, news }, context);
    expect(outputs["version"]).to.equal(2);
    expect(calls).to.deep.equal([
      ["ssm:PutParameter", { Name: "/demo/live", Value: "green", Type: "String", Overwrite: true }],
      read,
    ]);
  });

  it("isn't overwritten where only its tags change", async () => {
    const { context, calls } = scriptedAws({
      "ssm:AddTagsToResource": {},
      "ssm:RemoveTagsFromResource": {},
      "ssm:GetParameter": stored("blue", 1),
    });
    const [olds, news] = [
      { ...inputs, tagsAll: { a: "1" } },
      { ...inputs, tagsAll: { b: "2" } },
    ];
    await parameter.update({ id: "/demo/live", state: olds, olds, news }, context);
    const resource = { ResourceType: "Parameter", ResourceId: "/demo/live" };
    expect(calls).to.deep.equal([
      ["ssm:RemoveTagsFromResource", { ...resource, TagKeys: ["a"] }],
      ["ssm:AddTagsToResource", { ...resource, Tags: [{ Key: "b", Value: "2" }] }],
      read,
    ]);
    expect(parameter.outputsChangedBy?.(olds, news)).to.deep.equal([]);
    expect(parameter.outputsChangedBy?.(olds, { ...olds, insecureValue: "green" })).to.deep.equal(["version"]);
  });

  it("needs a value", async () => {
    const { context, calls } = scriptedAws({});
    const error = await parameter.create({ name: "p", type: "String" }, context).catch(String);
    expect(error).to.equal("Error: one of `value` or `insecureValue` must be specified, and must not be empty.");
    expect(calls).to.deep.equal([]);
  });

  it("reads a value that somebody else wrote into the property that the program uses", async () => {
    const { context } = scriptedAws({ "ssm:GetParameter": stored("other", 5) });
    const plain = await parameter.read({ id: "/demo/live", state: inputs }, context);
    const secure = await parameter.read({ id: "/demo/live", state: { value: "s" } }, context);
    expect([plain?.inputs, secure?.inputs]).to.deep.equal([{ insecureValue: "other" }, { value: "other" }]);
  });

  it("is found to be gone, and deleted whether it is or not", async () => {
    const gone = new AwsError("ParameterNotFound", "no");
    const { context, calls } = scriptedAws({ "ssm:GetParameter": [gone], "ssm:DeleteParameter": [{}, gone] });
    expect(await parameter.read({ id: "/demo/live", state: inputs }, context)).to.equal(undefined);
    await parameter.delete({ id: "/demo/live", state: inputs }, context);
    await parameter.delete({ id: "/demo/live", state: inputs }, context);
    expect(calls.slice(1)).to.deep.equal([
      ["ssm:DeleteParameter", { Name: "/demo/live" }],
      ["ssm:DeleteParameter", { Name: "/demo/live" }],
    ]);
  });
});
