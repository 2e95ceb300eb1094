import { getMonitor } from "@pulumi/pulumi/runtime";
import { expect } from "chai";
import program from "../../index";
import { policies } from "../../policies/all";
import type { StackResource } from "../../policies/pack/policy";
import { canonicalType, types } from "../../policies/pack/resource-types";
import { type AwsStub, startAwsStub } from "../support/aws-stub";
import { awsCalls } from "../support/components";
import { type RecordedResource, recordResources } from "../support/pulumi";
import { engineConfig, stackConfig } from "../support/stack";

/** The part of a registration that says which resources a property is made of. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getPropertydependenciesMap(): {
    forEach(visit: (dependencies: { getUrnsList(): string[] }, property: string) => void): void;
  };
}

type References = Readonly<Record<string, readonly string[]>>;
type Register = (request: RegisterRequest, reply: unknown) => unknown;

const keyOf = (type: string, name: string): string => `${type} ${name}`;

/** Runs a program and notes what refers to what, as the engine would tell a policy. */
const recordStack = async (config: Readonly<Record<string, unknown>>, awsConfig: Readonly<Record<string, string>>) => {
  const references = new Map<string, References>();
  const watched = () => {
    const monitor = getMonitor() as unknown as { registerResource: Register };
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, reply) => {
      const entries: [string, string[]][] = [];
      request.getPropertydependenciesMap().forEach((dependencies, property) => {
        entries.push([property, dependencies.getUrnsList()]);
      });
      references.set(keyOf(request.getType(), request.getName()), Object.fromEntries(entries));
      return register(request, reply);
    };
    return program();
  };
  const { resources } = await recordResources(watched, {
    config: { ...engineConfig(config), ...awsConfig },
    calls: awsCalls,
  });
  return resources.map((resource) => stackResource(resource, references));
};

const stackResource = (
  { type, name, inputs }: RecordedResource,
  references: ReadonlyMap<string, References>,
): StackResource => ({
  type: canonicalType(type),
  name,
  urn: `urn:pulumi:prod::switchyard::${type}::${name}`,
  props: inputs,
  references: Object.fromEntries(
    Object.entries(references.get(keyOf(type, name)) ?? {}).map(([property, urns]) => [property, urns.map(urnOf)]),
  ),
});

/** Mocks put the types of all parents into a URN. */
const urnOf = (urn: string): string => {
  const [, , parentTypes = "", name = ""] = urn.split("::");
  return `urn:pulumi:prod::switchyard::${parentTypes.split("$").at(-1)}::${name}`;
};

const findings = (resources: readonly StackResource[], stack: string): readonly string[] =>
  policies.flatMap((policy) => {
    const config = policy.name.startsWith("production-") && stack !== "prod" ? { productionStacks: [] } : {};
    const found =
      policy.kind === "stack"
        ? policy.check(resources, config).map(({ urn, message }) => `${urn}: ${message}`)
        : resources
            .filter(({ type }) => policy.types.includes(type))
            .flatMap((one) => policy.check(one, config).map((message) => `${one.urn}: ${message}`));
    return found.map((text) => `${policy.name} on ${text}`);
  });

describe("the stacks that are meant to be deployed", function () {
  this.timeout(20_000);
  let aws: AwsStub;
  let awsConfig: Record<string, string>;

  before(async () => {
    aws = await startAwsStub();
    aws.answer = () => ({ status: 400, body: JSON.stringify({ __type: "ParameterNotFound" }) });
    awsConfig = {
      "aws:accessKey": "rehearsal",
      "aws:secretKey": "rehearsal",
      "aws:endpoints": JSON.stringify([aws.settings.endpoints]),
    };
  });
  after(() => aws.close());

  const worker = { web: { path: "/*", port: 80 }, mail: { cpu: 128, stopTimeoutSeconds: 105 } };
  const images = { web: "example.com/web:1", mail: "example.com/mail:1" };
  const stacks = {
    staging: stackConfig("staging"),
    prod: stackConfig("prod"),
    "with a worker": {
      services: worker,
      blue: { version: "1.0.0.RELEASE", images },
      green: { version: "1.0.0.RELEASE", images },
    },
    "with HTTPS for everybody": {
      exposure: "public",
      certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
    },
  };
  for (const [stack, config] of Object.entries(stacks)) {
    it(`keep every policy once all values are known: ${stack}`, async () => {
      const own = Object.entries(config).filter(([key]) => !key.startsWith("aws:"));
      const resources = await recordStack(Object.fromEntries(own), awsConfig);
      expect(resources.filter(({ type }) => type === types.listenerRule)).to.have.length(3);
      expect(findings(resources, stack)).to.deep.equal([]);
    });
  }

  it("break the right policies when something is taken away: the check above isn't blind", async () => {
    const resources = await recordStack({}, awsConfig);
    const without = (type: string, names: RegExp) =>
      resources.filter((one) => !(one.type.endsWith(`:${type}`) && names.test(one.name)));
    const policiesOf = (rest: readonly StackResource[]) => [
      ...new Set(findings(rest, "staging").map((text) => text.split(" ")[0])),
    ];
    expect(policiesOf(without("ListenerRule", /-green$/))).to.deep.equal(["testers-reach-both-colors"]);
    expect(policiesOf(without("Target", /-green$/))).to.deep.equal(["both-colors-autoscale"]);
    const slow = resources.map((one) =>
      one.type.endsWith(":TargetGroup") ? { ...one, props: { ...one.props, deregistrationDelay: 100 } } : one,
    );
    expect(policiesOf(slow)).to.deep.equal(["drain-fits-the-spot-notice"]);
  });
});
