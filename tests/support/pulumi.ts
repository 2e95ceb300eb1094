import * as pulumi from "@pulumi/pulumi";

/** One registration as the engine would get it. */
export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** `<type> <name>` of the parent; the stack has none. */
  readonly parent: string | undefined;
  /** `<type> <name>` of everything that must be there before, whether it is named or its outputs are used. */
  readonly dependsOn: readonly string[];
  readonly ignoreChanges: readonly string[];
  /** Inputs of which a change makes a new resource, though the provider could update it. */
  readonly replaceOnChanges: readonly string[];
  /** `<type> <name>` of those whose replacement makes a new one of this too. */
  readonly replaceWith: readonly string[];
  /** How long a deletion may take, where that isn't the provider's choice. */
  readonly deleteTimeout: string | undefined;
  /** Hook names by when they run. */
  readonly hooks: Readonly<Record<string, readonly string[]>>;
}

/** What a program registered, in order, and what it returned. */
export interface Recording<Result> {
  readonly resources: readonly RecordedResource[];
  readonly result: Result;
}

/** What stands around the program. */
export interface RecordOptions {
  /** Config by full key, as texts. */
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  /** @default switchyard */
  readonly project?: string;
  /** @default test */
  readonly stack?: string;
  /** Answers of data sources by token; any other one is an error. */
  readonly calls?: Readonly<Record<string, (inputs: Readonly<Record<string, unknown>>) => Record<string, unknown>>>;
}

/** The parts of a registration request that mocks don't pass on. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getReplaceWithList(): string[];
  getCustomtimeouts(): undefined | { getDelete(): string };
  getHooks(): undefined | Record<`get${string}`, () => string[]>;
}

type Reply = (error: unknown, response?: unknown) => void;

interface Monitor {
  registerResource(request: RegisterRequest, reply: Reply): unknown;
  registerResourceHook?: (request: unknown, reply: Reply) => void;
}

/** Runs a program against no engine and records what it registers. */
export const recordResources = async <Result>(
  program: () => Result | Promise<Result>,
  options: RecordOptions = {},
): Promise<Recording<Result>> => {
  const { stackTraceLimit } = Error;
  // The SDK takes a stack trace with every promise, and mapping these to sources takes most of a test's time.
  Error.stackTraceLimit = 0;
  try {
    return await record(program, options);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
};

const record = async <Result>(
  program: () => Result | Promise<Result>,
  options: RecordOptions,
): Promise<Recording<Result>> => {
  const inputsOf = new Map<string, Record<string, unknown>>();
  const failures: unknown[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        inputsOf.set(`${type} ${name}`, inputs);
        return {
          id: custom === false ? undefined : `${name}-id`,
          state: { ...inputs, ...outputsOf(type, name, inputs) },
        };
      },
      call: ({ token, inputs }) => {
        const answer = options.calls?.[token];
        if (answer !== undefined) return answer(inputs);
        const failure = new Error(`Unexpected data source ${token}`);
        failures.push(failure);
        throw failure;
      },
    },
    options.project ?? "switchyard",
    options.stack ?? "test",
  );
  pulumi.runtime.setAllConfig({ ...options.config }, [...(options.secretKeys ?? [])]);
  const requests = watchRegistrations();
  const result = await program();
  await pulumi.runtime.disconnect();
  if (failures.length > 0) throw failures[0];
  return { resources: requests.map((request) => recorded(request, inputsOf)), result };
};

/** The value of an output; a failed one gives its own error instead of a test that times out. */
export const outputValue = <Value>(output: pulumi.Output<Value>): Promise<Value> =>
  (output as unknown as { promise(): Promise<Value> }).promise();

/** The one resource of a type and name. */
export const resourceOf = (resources: readonly RecordedResource[], type: string, name: string): RecordedResource => {
  const [found, ...more] = resources.filter((resource) => resource.type === type && resource.name === name);
  if (found === undefined || more.length > 0)
    throw new Error(`${more.length + (found ? 1 : 0)} of ${type} ${name} among ${resources.map(keyOf).join(", ")}`);
  return found;
};

/** How a recording names a resource. */
export const keyOf = ({ type, name }: Pick<RecordedResource, "type" | "name">): string => `${type} ${name}`;

const watchRegistrations = (): RegisterRequest[] => {
  const requests: RegisterRequest[] = [];
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, reply) => {
    requests.push(request);
    return register(request, reply);
  };
  monitor.registerResourceHook = (_request, reply) => reply(null, {});
  return requests;
};

const recorded = (
  request: RegisterRequest,
  inputsOf: ReadonlyMap<string, Record<string, unknown>>,
): RecordedResource => ({
  type: request.getType(),
  name: request.getName(),
  inputs: inputsOf.get(`${request.getType()} ${request.getName()}`) ?? {},
  parent: request.getParent() === "" ? undefined : keyOfUrn(request.getParent()),
  dependsOn: request.getDependenciesList().map(keyOfUrn).sort(),
  ignoreChanges: request.getIgnorechangesList(),
  replaceOnChanges: request.getReplaceonchangesList(),
  replaceWith: request.getReplaceWithList().map(keyOfUrn),
  deleteTimeout: request.getCustomtimeouts()?.getDelete() || undefined,
  hooks: hooksOf(request),
});

const hookMoments = ["BeforeCreate", "AfterCreate", "BeforeUpdate", "AfterUpdate", "BeforeDelete", "AfterDelete"];

const hooksOf = (request: RegisterRequest): Record<string, readonly string[]> => {
  const binding = request.getHooks();
  const all = hookMoments.map((moment): [string, string[]] => [
    moment.charAt(0).toLowerCase() + moment.slice(1),
    binding?.[`get${moment}List`]?.() ?? [],
  ]);
  return Object.fromEntries(all.filter(([, names]) => names.length > 0));
};

const keyOfUrn = (urn: string): string => {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").at(-1)} ${name}`;
};

/** What AWS would add: recognizable, and the same on every run. */
const outputsOf = (type: string, name: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  name: inputs["name"] ?? `${name}-name`,
  arn: `arn:${name}:${type.split(":").at(-1)}`,
  ...furtherOutputs[type]?.(name, inputs),
});

const furtherOutputs: Readonly<Record<string, (name: string, inputs: Readonly<Record<string, unknown>>) => object>> = {
  "aws:acm/certificate:Certificate": (name, { domainName }) => ({
    domainValidationOptions: [
      { domainName, resourceRecordName: `_${name}`, resourceRecordType: "CNAME", resourceRecordValue: `proof-${name}` },
    ],
  }),
  "aws:cloudfront/distribution:Distribution": (name) => ({
    domainName: `${name}.cloudfront.net`,
    hostedZoneId: "Z2FDTNDATAQYW2",
  }),
  "aws:dynamodb/table:Table": (name) => ({
    arn: `arn:aws:dynamodb:eu-central-1:123456789012:table/${name}-name`,
  }),
  "aws:lb/loadBalancer:LoadBalancer": (name) => ({ arnSuffix: `app/${name}/1`, dnsName: `${name}.example.com` }),
  "aws:lb/targetGroup:TargetGroup": (name) => ({ arnSuffix: `targetgroup/${name}/1` }),
  "aws:route53/record:Record": (_name, { name }) => ({ fqdn: name }),
  "aws:s3/bucket:Bucket": (name) => ({
    bucket: `${name}-name`,
    bucketRegionalDomainName: `${name}-name.s3.eu-central-1.amazonaws.com`,
  }),
  "aws:sqs/queue:Queue": (name) => ({ url: `https://sqs.example.com/${name}` }),
  "awsx:ec2:Vpc": () => ({
    vpcId: "vpc-1",
    privateSubnetIds: ["subnet-a", "subnet-b"],
    publicSubnetIds: ["subnet-x", "subnet-y"],
  }),
};
