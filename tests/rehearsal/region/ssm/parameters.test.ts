import type { GetParameterCommandOutput } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { RehearsedRegion } from "../rehearsed-region";

const Name = "/switchyard/declared";

describe("SSM parameters", () => {
  let rehearsed: RehearsedRegion;

  beforeEach(() => {
    rehearsed = new RehearsedRegion();
  });

  const put = (change: object = {}) =>
    rehearsed.refusal("ssm", "PutParameter", { Name, Value: "1", Type: "String", ...change });

  const get = async (name: string, more: object = {}) =>
    (await rehearsed.call<GetParameterCommandOutput>("ssm", "GetParameter", { Name: name, ...more })).Parameter;

  it("count their versions from 1", async () => {
    expect(await put()).to.deep.equal({ Version: 1, Tier: "Standard" });
    expect(await put({ Value: "2", Overwrite: true })).to.deep.equal({ Version: 2, Tier: "Standard" });
    expect(await get(Name)).to.deep.equal({
      Name,
      ARN: "arn:aws:ssm:eu-west-1:123456789012:parameter/switchyard/declared",
      Type: "String",
      Value: "2",
      Version: 2,
      DataType: "text",
      LastModifiedDate: new Date(rehearsed.now),
    });
    expect((await get(`${Name}:1`))?.Value).to.equal("1");
  });

  it("count a new version for the same value too", async () => {
    await put();
    expect(await put({ Overwrite: true })).to.deep.equal({ Version: 2, Tier: "Standard" });
  });

  it("are not overwritten by accident", async () => {
    await put();
    expect(await put({ Value: "2" })).to.deep.equal([
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    ]);
    expect((await get(Name))?.Value).to.equal("1");
  });

  it("keep a secret unreadable without decryption", async () => {
    await put({ Type: "SecureString", Value: "token" });
    expect((await get(Name))?.Value).to.not.include("token");
    expect((await get(Name, { WithDecryption: true }))?.Value).to.equal("token");
  });

  it("are found by ARN", async () => {
    await put();
    expect((await get("arn:aws:ssm:eu-west-1:123456789012:parameter/switchyard/declared"))?.Value).to.equal("1");
  });

  const refusals: readonly (readonly [string, object, readonly string[]])[] = [
    [
      "a name that is no path",
      { Name: "a/b" },
      [
        "ValidationException",
        'Parameter name "a/b" is not allowed: use letters, digits or _.-/ and begin a hierarchy with /.',
      ],
    ],
    [
      "no type",
      { Type: undefined },
      ["ValidationException", "A parameter type is required when you create a parameter."],
    ],
    ["no value", { Value: "" }, ["ValidationException", "Parameter value can't be empty."]],
    [
      "4,097 bytes",
      { Value: `é${"x".repeat(4095)}` },
      [
        "ValidationException",
        "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.",
      ],
    ],
    [
      "a list",
      { Type: "StringList" },
      ["NotModelled", "The rehearsal's region does not model ssm:PutParameter with type StringList."],
    ],
    [
      "a value too large for any tier",
      { Tier: "Intelligent-Tiering", Value: "x".repeat(8193) },
      ["ValidationException", "A parameter value can have at most 8192 characters."],
    ],
    [
      "a pattern",
      { AllowedPattern: "^a" },
      ["NotModelled", "The rehearsal's region does not model ssm:PutParameter with an AllowedPattern."],
    ],
  ];
  for (const [what, change, refusal] of refusals) {
    it(`refuse ${what}`, async () => {
      expect(await put(change)).to.deep.equal(refusal);
      expect(rehearsed.region.state.ssm.parameters).to.deep.equal({});
    });
  }

  it("take 4,096 bytes and the empty pattern that the provider sends", async () => {
    expect(await put({ Value: "x".repeat(4096), AllowedPattern: "" })).to.deep.equal({ Version: 1, Tier: "Standard" });
  });

  it("move to the advanced tier by themselves when a value needs it, and never back", async () => {
    const large = { Tier: "Intelligent-Tiering", Value: "x".repeat(4097) } as const;

    expect(await put({ ...large, Value: "small" })).to.deep.equal({ Version: 1, Tier: "Standard" });
    expect(await put({ ...large, Overwrite: true })).to.deep.equal({ Version: 2, Tier: "Advanced" });
    expect(await put({ Overwrite: true })).to.deep.equal({ Version: 3, Tier: "Advanced" });
  });

  it("are read by at most 10 a call; those that aren't there are named", async () => {
    await put();
    const { Parameters, InvalidParameters } = await rehearsed.call<{
      Parameters: { Value: string }[];
      InvalidParameters: string[];
    }>("ssm", "GetParameters", { Names: [Name, "/other"] });
    expect([Parameters.map(({ Value }) => Value), InvalidParameters]).to.deep.equal([["1"], ["/other"]]);
    expect(await rehearsed.refusal("ssm", "GetParameters", { Names: Array(11).fill(Name) })).to.deep.equal([
      "ValidationException",
      "Names has 11 items: use 1 to 10.",
    ]);
  });

  it("tell every value they had", async () => {
    await put();
    rehearsed.tick(1000);
    await put({ Value: "2", Overwrite: true });
    const { Parameters } = await rehearsed.call<{
      Parameters: { Version: number; Value: string; LastModifiedDate: Date }[];
    }>("ssm", "GetParameterHistory", { Name });
    expect(
      Parameters.map(({ Version, Value, LastModifiedDate }) => [Version, Value, LastModifiedDate.getTime()]),
    ).to.deep.equal([
      [1, "1", rehearsed.now - 1000],
      [2, "2", rehearsed.now],
    ]);
  });

  it("are gone once deleted, and begin with version 1 again", async () => {
    await put();
    await put({ Overwrite: true });
    await rehearsed.call("ssm", "DeleteParameter", { Name });
    expect(await rehearsed.refusal("ssm", "GetParameter", { Name })).to.deep.equal([
      "ParameterNotFound",
      `Parameter ${Name} not found.`,
    ]);
    expect(await put()).to.deep.equal({ Version: 1, Tier: "Standard" });
  });

  it("refuse a version that they never had", async () => {
    await put();
    expect(await rehearsed.refusal("ssm", "GetParameter", { Name: `${Name}:2` })).to.deep.equal([
      "ParameterVersionNotFound",
      `Systems Manager could not find version 2 of ${Name}.`,
    ]);
  });

  it("are described without their values, by name", async () => {
    await put({ Description: "which colour serves" });
    await put({ Name: "/other" });
    const input = { ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [Name] }] };
    expect(await rehearsed.call("ssm", "DescribeParameters", input)).to.deep.equal({
      Parameters: [
        {
          Name,
          ARN: "arn:aws:ssm:eu-west-1:123456789012:parameter/switchyard/declared",
          Type: "String",
          Tier: "Standard",
          Description: "which colour serves",
          KeyId: undefined,
          Version: 1,
          DataType: "text",
          LastModifiedDate: new Date(rehearsed.now),
        },
      ],
      NextToken: undefined,
    });
    const unmodelled = { ParameterFilters: [{ Key: "Type", Values: ["String"] }] };
    expect(await rehearsed.refusal("ssm", "DescribeParameters", unmodelled)).to.deep.equal([
      "NotModelled",
      "The rehearsal's region does not model the filter Type Equals of ssm:DescribeParameters.",
    ]);
  });

  it("are tagged when created and afterwards, but not while overwritten", async () => {
    await put({ Tags: [{ Key: "a", Value: "1" }] });
    const resource = { ResourceType: "Parameter", ResourceId: Name };
    await rehearsed.call("ssm", "AddTagsToResource", {
      ...resource,
      Tags: [
        { Key: "a", Value: "2" },
        { Key: "b", Value: "3" },
      ],
    });
    await rehearsed.call("ssm", "RemoveTagsFromResource", { ...resource, TagKeys: ["b"] });
    expect(await rehearsed.call("ssm", "ListTagsForResource", resource)).to.deep.equal({
      TagList: [{ Key: "a", Value: "2" }],
    });

    expect((await put({ Overwrite: true, Tags: [{ Key: "c", Value: "4" }] })) as string[]).to.include(
      "ValidationException",
    );
    expect(await rehearsed.refusal("ssm", "ListTagsForResource", { ...resource, ResourceId: "/other" })).to.deep.equal([
      "InvalidResourceId",
      "The resource ID /other is not valid. Verify the ID and try again.",
    ]);
  });
});
