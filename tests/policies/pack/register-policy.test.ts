import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { expect } from "chai";
import { resourcePolicy, stackPolicy } from "../../../policies/pack/policy";
import { registerPolicy } from "../../../policies/pack/register-policy";

const about = { name: "short-names", description: "Names are short.", level: "mandatory" } as const;

const onlyGroups = resourcePolicy({
  ...about,
  types: ["aws:lb/targetGroup:TargetGroup"],
  defaults: { longest: 3 },
  check: ({ name, props }, { longest }) =>
    name.length > longest ? [`${name} is longer than ${longest}, with ${JSON.stringify(props)}`] : [],
});

const wholeStack = stackPolicy({
  ...about,
  defaults: { prefix: "", exceptions: ["x"] as readonly string[] },
  check: (resources, { prefix }) =>
    resources.map(({ type, urn, references }) => ({
      urn,
      message: `${prefix}${type} refers to ${JSON.stringify(references)}`,
    })),
});

const resource = { type: "aws:alb/targetGroup:TargetGroup", name: "group", urn: "urn:group", props: { port: 80 } };

const reported = (run: (report: (message: string, urn?: string) => void) => void): unknown[] => {
  const reports: unknown[] = [];
  run((...report) => reports.push(report));
  return reports;
};

const validate = (changes: object = {}) => {
  const { validateResource } = registerPolicy(onlyGroups) as ResourceValidationPolicy;
  if (typeof validateResource !== "function") throw new Error("one function expected");
  type Args = Parameters<typeof validateResource>[0];
  return reported((report) =>
    validateResource({ ...resource, getConfig: () => ({}), ...changes } as unknown as Args, report),
  );
};

describe("registerPolicy", () => {
  it("tells the engine what a policy is about and what of it can be configured", () => {
    const { validateResource: _one, ...resourceAbout } = registerPolicy(onlyGroups) as ResourceValidationPolicy;
    expect(resourceAbout).to.deep.equal({
      name: "short-names",
      description: "Names are short.",
      enforcementLevel: "mandatory",
      configSchema: { properties: { longest: { type: "number", minimum: 0, default: 3 } } },
    });
    expect(registerPolicy(wholeStack).configSchema).to.deep.equal({
      properties: {
        prefix: { type: "string", default: "" },
        exceptions: { type: "array", items: { type: "string" }, default: ["x"] },
      },
    });
  });

  it("reports what the check of a resource finds, under any alias of its type", () => {
    expect(validate()).to.deep.equal([['group is longer than 3, with {"port":80}']]);
    expect(validate({ type: "aws:lb/targetGroup:TargetGroup" })).to.have.length(1);
  });

  it("leaves resources of other types alone", () => {
    expect(validate({ type: "aws:s3/bucket:Bucket" })).to.deep.equal([]);
  });

  it("passes the pack's config to a check", () => {
    expect(validate({ getConfig: () => ({ longest: 5 }) })).to.deep.equal([]);
  });

  it("reports what the check of a stack finds, with the resource and what it refers to", () => {
    const { validateStack } = registerPolicy(wholeStack) as StackValidationPolicy;
    const rule = {
      ...resource,
      urn: "urn:rule",
      propertyDependencies: { arn: [resource as unknown as PolicyResource] },
    };
    const stack = { ...resource, type: "pulumi:pulumi:Stack", urn: "urn:stack", propertyDependencies: {} };
    const args = { resources: [rule, stack], getConfig: () => ({ prefix: "> " }) };
    type Args = Parameters<typeof validateStack>[0];
    expect(reported((report) => validateStack(args as unknown as Args, report))).to.deep.equal([
      ['> aws:lb/targetGroup:TargetGroup refers to {"arn":["urn:group"]}', "urn:rule"],
      ["> pulumi:pulumi:Stack refers to {}", "urn:stack"],
    ]);
  });
});
