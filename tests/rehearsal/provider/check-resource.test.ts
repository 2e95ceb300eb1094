import { expect } from "chai";
import { type CheckInput, checkResource } from "../../../rehearsal/provider/check-resource";
import { unknownValue } from "../../../rehearsal/provider/properties";

const check = (type: string, news: CheckInput["news"], changes: Partial<CheckInput> = {}) =>
  checkResource({
    type,
    news,
    olds: {},
    logicalName: "web",
    randomSeed: Uint8Array.of(1),
    region: "eu-west-1",
    defaultTags: {},
    ...changes,
  });

const parameter = "aws:ssm/parameter:Parameter";
const rule = "aws:lb/listenerRule:ListenerRule";
const ruleInputs = {
  listenerArn: "arn:l",
  actions: [{ type: "forward" }],
  conditions: [{ pathPattern: { values: ["/*"] } }],
};

describe("checkResource", () => {
  it("completes name, region and tags, and notes what it filled in", () => {
    const news = { type: "String", insecureValue: "v", tags: { team: "a" } };
    const { inputs, problems } = check(parameter, news, { defaultTags: { app: "x", team: "default" } });
    const { name, ...rest } = inputs;
    expect(problems).to.deep.equal([]);
    expect(name).to.match(/^web-[0-9a-f]{7}$/);
    expect(rest).to.deep.equal({
      ...news,
      region: "eu-west-1",
      tagsAll: { app: "x", team: "a" },
      __defaults: ["name"],
    });
  });

  it("leaves a name and a region alone that the program sets", () => {
    const news = { name: "/app/live", type: "String", insecureValue: "v", region: "us-east-1" };
    expect(check(parameter, news)).to.deep.equal({ inputs: { ...news, __defaults: [] }, problems: [] });
  });

  it("gives no region to a type that has none", () => {
    const { inputs } = check("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "r", policyArn: "arn:p" });
    expect(inputs).to.deep.equal({ role: "r", policyArn: "arn:p", __defaults: [] });
  });

  it("has no tagsAll where there are no tags, and an unknown one where tags aren't known yet", () => {
    expect(check(rule, ruleInputs).inputs).not.to.have.property("tagsAll");
    expect(check(rule, { ...ruleInputs, tags: unknownValue }).inputs["tagsAll"]).to.equal(unknownValue);
  });

  it("names every missing input", () => {
    expect(check(rule, { actions: ruleInputs.actions, conditions: null }).problems).to.deep.equal([
      { property: "conditions", reason: 'Missing required argument: the argument "conditions" is required.' },
      { property: "listenerArn", reason: 'Missing required argument: the argument "listenerArn" is required.' },
    ]);
  });

  it("names an input that neither the facts nor the SDK's types know", () => {
    expect(check(rule, { ...ruleInputs, prioritty: 1 }).problems).to.deep.equal([
      { property: "prioritty", reason: `Invalid or unknown key: ${rule} has no input "prioritty".` },
    ]);
  });

  it("takes an input that only the SDK's newer types know", () => {
    const news = { expectedBucketOwner: "1", bucket: "b", versioningConfiguration: { status: "Enabled" } };
    expect(check("aws:s3/bucketVersioning:BucketVersioning", news).problems).to.deep.equal([]);
  });

  it("names inputs of the wrong shape, and takes texts for numbers and flags as the bridge does", () => {
    const wrong = { port: "eighty", healthCheck: [], targetHealthStates: {}, tags: "a", name: {}, slowStart: "" };
    const { problems } = check("aws:lb/targetGroup:TargetGroup", wrong);
    expect(problems).to.deep.equal([
      { property: "port", reason: 'expected a number, got "eighty".' },
      { property: "healthCheck", reason: "expected an object, got a list." },
      { property: "targetHealthStates", reason: "expected a list, got an object." },
      { property: "tags", reason: 'expected a map, got "a".' },
      { property: "name", reason: "expected a text, got an object." },
      { property: "slowStart", reason: 'expected a number, got "".' },
    ]);
    const right = { port: "80", connectionTermination: "true", name: "web", healthCheck: unknownValue };
    expect(check("aws:lb/targetGroup:TargetGroup", right).problems).to.deep.equal([]);
    expect(
      check("aws:lb/targetGroup:TargetGroup", { name: "web", connectionTermination: "yes" }).problems,
    ).to.deep.equal([{ property: "connectionTermination", reason: 'expected true or false, got "yes".' }]);
  });

  it("takes an archive for a text", () => {
    const archive = { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", hash: "h" };
    const { problems } = check("aws:lambda/function:Function", { role: "arn:r", code: archive });
    expect(problems).to.deep.equal([]);
  });

  it("turns a policy that is an object into JSON, and keeps one unknown that isn't known in full", () => {
    const role = "aws:iam/role:Role";
    const policy = { Version: "2012-10-17", Statement: [] };
    expect(check(role, { assumeRolePolicy: policy }).inputs["assumeRolePolicy"]).to.equal(JSON.stringify(policy));
    const unknown = { ...policy, Statement: [{ Resource: unknownValue }] };
    expect(check(role, { assumeRolePolicy: unknown }).inputs["assumeRolePolicy"]).to.equal(unknownValue);
  });

  it("finds names that are too long before and after they are made up", () => {
    const logicalName = "a-rather-long-component-name-edge";
    const made = check("aws:lb/loadBalancer:LoadBalancer", {}, { logicalName });
    expect(made.problems).to.deep.equal([
      {
        property: "name",
        reason: `"name" cannot be longer than 32 characters: ${JSON.stringify(made.inputs["name"])}`,
      },
    ]);
    const refused = check("aws:lb/targetGroup:TargetGroup", {}, { logicalName });
    expect(refused.problems).to.deep.equal([
      {
        property: "name",
        reason: `name '${logicalName}-' plus 7 random chars is longer than maximum length 32`,
      },
    ]);
  });

  it("refuses a type that it doesn't know by name", () => {
    expect(() => check("aws:rds/instance:Instance", {})).to.throw("aws:rds/instance:Instance");
  });
});
