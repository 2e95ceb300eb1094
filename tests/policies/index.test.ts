import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { PolicyPackArgs } from "@pulumi/policy";
import { expect } from "chai";
import fc from "fast-check";
import { policies } from "../../policies/all";
import { unknownValue } from "../../policies/pack/known-values";
import type { Policy, StackResource, Values } from "../../policies/pack/policy";
import { types } from "../../policies/pack/resource-types";

const root = join(__dirname, "..", "..");
const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));

describe("the policy pack", () => {
  it("registers every policy under its own name", () => {
    const load = createRequire(join(root, "policies", "index.ts"));
    const sdk = load.resolve("@pulumi/policy");
    const before = load.cache[sdk];
    const packs: [string, readonly string[]][] = [];
    // The real one starts a server.
    class PolicyPack {
      public constructor(name: string, args: PolicyPackArgs) {
        packs.push([name, args.policies.map((policy) => policy.name)]);
      }
    }
    load.cache[sdk] = { ...module, exports: { PolicyPack } };
    try {
      load("./index.ts");
    } finally {
      if (before === undefined) delete load.cache[sdk];
      else load.cache[sdk] = before;
    }
    expect(packs).to.deep.equal([["switchyard", policies.map(({ name }) => name)]]);
    expect(new Set(policies.map(({ name }) => name)).size).to.equal(21);
  });

  it("has a version, which the engine asks for, and the project's own versions of the SDK", () => {
    const { version, dependencies } = readJson("policies/package.json");
    const project = readJson("package.json");
    expect(version).to.match(/^\d+\.\d+\.\d+$/);
    expect(dependencies).to.deep.equal({
      "@pulumi/policy": project.devDependencies["@pulumi/policy"],
      "@pulumi/pulumi": project.dependencies["@pulumi/pulumi"],
    });
  });

  it("is advisory only where breaking a policy neither stops nor leaks anything", () => {
    expect(policies.filter(({ level }) => level === "advisory").map(({ name }) => name)).to.deep.equal([
      "log-groups-expire",
      "functions-log-to-their-own-group",
    ]);
  });
});

/** Properties that policies read: those that hold one value, and those that hold more. */
const scalars =
  "acl deregistrationDelay encrypted eventSourceArn listenerArn name priority protocol resourceId retentionInDays role scalableDimension sslPolicy".split(
    " ",
  );
const structures =
  "actions blockDeviceMappings conditions containerDefinitions defaultActions defaultCacheBehavior environment eventPattern inlinePolicies loadBalancers loggingConfig metadataOptions networkConfiguration networkInterfaces orderedCacheBehaviors origins placementConstraints policy rootBlockDevice viewerCertificate".split(
    " ",
  );
const propertyNames = [...scalars, ...structures];

const leaf = fc.constantFrom<unknown>(unknownValue, undefined, null, "", "*", 1, true, "{}", "[]", '{"Statement":[1]}');
const { value: anyValue } = fc.letrec((tie) => {
  const inner = Object.fromEntries(
    ["forward", "targetGroups", "ebs", "values", "httpHeader", "Statement", "AWS"].map((key) => [key, tie("value")]),
  );
  const keys = { type: leaf, arn: leaf, weight: leaf, ...inner };
  return {
    value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("value"), { maxLength: 2 }), tie("record")),
    record: fc.record(keys, { requiredKeys: [], noNullPrototype: true }),
  };
});
const anyProps: fc.Arbitrary<Values> = fc.record(
  Object.fromEntries([
    ...scalars.map((name) => [name, leaf] as const),
    ...structures.map((name) => [name, anyValue] as const),
  ]),
  { requiredKeys: [], noNullPrototype: true },
);
const anyResource: fc.Arbitrary<StackResource> = fc.record({
  type: fc.constantFrom(...Object.values(types), "pulumi:pulumi:Stack"),
  name: fc.constant("web"),
  urn: fc.constantFrom("urn:pulumi:prod::p::t::web", "urn:pulumi:prod::p::t::api"),
  props: anyProps,
  references: fc.constant({ listenerArn: ["urn:pulumi:prod::p::t::api"] }),
});

const findings = (policy: Policy, resources: readonly StackResource[]): readonly unknown[] =>
  policy.kind === "stack"
    ? policy.check(resources)
    : resources.filter(({ type }) => policy.types.includes(type)).flatMap((one) => policy.check(one));

const flags = "blockPublicAcls blockPublicPolicy ignorePublicAcls restrictPublicBuckets enableDeletionProtection".split(
  " ",
);

describe("every policy", () => {
  it("survives whatever properties it meets, known or not", () => {
    const resources = fc.array(anyResource, { maxLength: 4 });
    const survives = (all: readonly StackResource[]) => policies.map((policy) => findings(policy, all));
    fc.assert(
      fc.property(resources, (all) => {
        expect(survives(all)).to.have.length(policies.length);
      }),
      { numRuns: 300 },
    );
  });

  it("finds nothing where nothing is known, missing references apart", () => {
    const props = Object.fromEntries([...propertyNames, ...flags].map((name) => [name, unknownValue]));
    const found = Object.values(types).flatMap((type) => {
      const one = { type, name: "web", urn: "urn:pulumi:prod::p::t::web", props, references: {} };
      return policies.filter((policy) => findings(policy, [one]).length > 0).map(({ name }) => name);
    });
    expect(found).to.deep.equal(["both-colors-autoscale", "s3-buckets-block-public-access"]);
  });
});

describe("the pack's README", () => {
  it("lists every policy with its level and everything that can be configured", () => {
    const rows = readFileSync(join(root, "policies", "README.md"), "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map((line) => line.split("|").map((cell) => cell.trim()))
      .map(([, name = "", level = "", config = ""]) => ({
        name: name.replaceAll("`", ""),
        level,
        config: [...config.replaceAll(/\([^)]*\)/g, "").matchAll(/`(\w+)`/g)].map(([, key]) => key),
      }));
    expect(rows).to.deep.equal(
      policies.map(({ name, level, schema }) => ({ name, level, config: Object.keys(schema.properties) })),
    );
  });
});
