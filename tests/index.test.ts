import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import { colors, planWeights } from "../cutover/plan-weights";
import program from "../index";
import { type AwsStub, startAwsStub } from "./support/aws-stub";
import { awsCalls } from "./support/components";
import { keyOf, outputValue, type RecordedResource, recordResources } from "./support/pulumi";
import { engineConfig } from "./support/stack";

const rule = "aws:lb/listenerRule:ListenerRule";
const images = { web: "example.com/web:1", api: "example.com/api:1", bot: "example.com/bot:1" };
const twoServicesAndAWorker = {
  services: { web: { path: "/*", port: 80 }, api: { path: "/api/*", port: 81 }, bot: { cpu: 128 } },
  blue: { version: "1.0.0.RELEASE", images },
  green: { version: "1.1.0.RELEASE", images },
};

/** An AWS where nothing is deployed yet. */
let aws: AwsStub;
const nowhere = { status: 400, body: JSON.stringify({ __type: "ParameterNotFound" }) };

const awsConfig = () => ({
  "aws:accessKey": "AKIAHIDDEN",
  "aws:secretKey": "hidden-key",
  "aws:endpoints": JSON.stringify([aws.settings.endpoints]),
});

const record = (changes: Readonly<Record<string, unknown>> = {}) =>
  recordResources(program, {
    config: { ...engineConfig(changes), ...awsConfig(), "switchyard:slackToken": "xoxb-hidden" },
    secretKeys: ["switchyard:slackToken"],
    calls: awsCalls,
  });

const withSlack = (changes: object) => ({ ...twoServicesAndAWorker, slackChannel: "#releases", ...changes });

/** What differs between two recordings of the same resources: keys, with the inputs on both sides. */
const differences = (before: readonly RecordedResource[], after: readonly RecordedResource[]) => {
  expect(after.map(keyOf).sort()).to.deep.equal(before.map(keyOf).sort());
  const byKey = new Map(after.map((resource) => [keyOf(resource), resource]));
  return before
    .filter((resource) => JSON.stringify(resource) !== JSON.stringify(byKey.get(keyOf(resource))))
    .map(keyOf)
    .sort();
};

/** What a cutover of a public stack changes. */
const publicSwitch = [`${rule} api-weighted`, `${rule} web-weighted`, "aws:ssm/parameter:Parameter record-declared"];
const pointer = "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey frontend-active";
const everySwitch = [pointer, ...publicSwitch];

describe("the stack", function () {
  this.timeout(20_000);

  before(async () => {
    aws = await startAwsStub();
  });
  beforeEach(() => {
    aws.answer = () => nowhere;
  });
  after(() => aws.close());

  for (const [exposure, title, expected] of [
    ["cloudfront", "the record, and the frontend's pointer", everySwitch],
    ["public", "and the record", publicSwitch],
  ] as const) {
    it(`changes one weighted rule a service, ${title}, when a ${exposure} stack's active colour changes`, async () => {
      const [blue, green] = [
        await record(withSlack({ exposure, activeColor: "blue" })),
        await record(withSlack({ exposure, activeColor: "green" })),
      ];
      expect(differences(blue.resources, green.resources)).to.deep.equal([...expected].sort());
      expect(differences(green.resources, blue.resources)).to.deep.equal([...expected].sort());
    });
  }

  it("changes the rules and the record when the shift changes, since pages aren't shared out", async () => {
    const [before, after] = [await record(withSlack({ shift: 0 })), await record(withSlack({ shift: 25 }))];
    expect(differences(before.resources, after.resources)).to.deep.equal([...publicSwitch].sort());
  });

  it("changes only the standby's own resources when the standby gets another image", async () => {
    const green = { version: "1.2.0.RELEASE", images: { ...images, web: "example.com/web:2" } };
    const [before, after] = [await record(withSlack({})), await record(withSlack({ green }))];
    const task = "aws:ecs/taskDefinition:TaskDefinition";
    expect(differences(before.resources, after.resources)).to.deep.equal([
      `${task} api-green`,
      `${task} bot-green`,
      `${task} web-green`,
    ]);
  });

  it("renumbers no rule when a service is added", async () => {
    const { resources } = await record(withSlack({}));
    const blog = { ...twoServicesAndAWorker.services, blog: { path: "/blog/*", port: 82 } };
    const more = { version: "1.0.0.RELEASE", images: { ...images, blog: "example.com/blog:1" } };
    const extended = await record(withSlack({ services: blog, blue: more, green: more }));
    const priorities = (all: readonly RecordedResource[]) =>
      Object.fromEntries(all.filter(({ type }) => type === rule).map(({ name, inputs }) => [name, inputs["priority"]]));
    expect(priorities(extended.resources)).to.include(priorities(resources));
  });

  it("tells drains in Slack where there is one, with the token as a secret of SSM", async () => {
    const isAnnouncer = ({ name }: RecordedResource): boolean => /^announce(-|$)/.test(name);
    const [silent, told] = [
      await recordResources(program, {
        config: { ...engineConfig(twoServicesAndAWorker), ...awsConfig() },
        calls: awsCalls,
      }),
      await record(withSlack({})),
    ];
    expect(silent.resources.filter(isAnnouncer)).to.deep.equal([]);
    const variables = told.resources
      .filter(isAnnouncer)
      .filter(({ type }) => type === "aws:lambda/function:Function")
      .map(({ inputs }) => JSON.stringify(inputs["environment"]));
    expect(variables).to.have.length(1);
    expect(variables[0]).to.include("#releases").and.not.to.include("xoxb-hidden");
  });

  it("drains in the very same way whether Slack is told or not: no queue, function or right of a drain knows of it", async () => {
    const drainsOf = ({ resources }: { readonly resources: readonly RecordedResource[] }) =>
      resources.filter(({ name }) => /^drain(-|$)/.test(name)).map((resource) => JSON.stringify(resource));
    const silent = await recordResources(program, {
      config: { ...engineConfig(twoServicesAndAWorker), ...awsConfig() },
      calls: awsCalls,
    });
    expect(drainsOf(await record(withSlack({})))).to.deep.equal(drainsOf(silent));
    expect(drainsOf(silent).length).to.be.above(20);
  });

  it("has every alarm tell the topic, if there is one, of its beginning and its end", async () => {
    const arn = "arn:aws:sns:eu-central-1:123456789012:alarms";
    const alarmsOf = async (changes: object) => {
      const { resources } = await record(withSlack(changes));
      return resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    };
    const [silent, told] = [await alarmsOf({}), await alarmsOf({ alarmTopicArn: arn })];
    const receivers = told.map(({ inputs }) => [inputs["alarmActions"], inputs["okActions"]]);
    expect(told.length).to.be.above(10).and.equal(silent.length);
    expect(receivers).to.deep.equal(told.map(() => [[arn], [arn]]));
    expect(silent.filter(({ inputs }) => "alarmActions" in inputs)).to.deep.equal([]);
  });

  for (const [policy, expected] of [
    ["continue", undefined],
    ["undo", { retentionTriggers: { terminateHookAbandon: "retain" } }],
    ["retain", { retentionTriggers: { terminateHookAbandon: "retain" } }],
  ] as const) {
    it(`has the group keep what a drain abandons exactly where the failure policy needs it: ${policy}`, async () => {
      const { resources } = await record(withSlack({ fleet: { drainFailurePolicy: policy } }));
      const inputsOf = (name: string) => resources.find((resource) => resource.name === name)?.inputs ?? {};
      const group = resources.find(({ type }) => type === "aws:autoscaling/group:Group");
      expect(group?.inputs["instanceLifecyclePolicy"]).to.deep.equal(expected);
      const lambda = resources.find(
        ({ type, name }) => type === "aws:lambda/function:Function" && name === "drain-function",
      );
      expect(JSON.stringify(lambda?.inputs["environment"])).to.include(`"FAILURE_POLICY":"${policy}"`);
      expect(inputsOf("drain-hook")["defaultResult"]).to.equal("CONTINUE");
    });
  }

  it("makes every resource a child of the component whose name it begins with", async () => {
    const { resources } = await record(
      withSlack({
        certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
        domain: { name: "app.example.com", hostedZoneId: "Z0123456789" },
      }),
    );
    const components = resources.filter(({ type }) => type.startsWith("switchyard:"));
    for (const { type, name, parent } of resources) {
      if (parent === undefined) expect(type).to.match(/^switchyard:index:/);
      else {
        const parentName = components.find((component) => keyOf(component) === parent)?.name;
        expect(name === parentName || name.startsWith(`${parentName}-`), `${name} under ${parent}`).to.equal(true);
      }
    }
  });

  it("names nothing that could have to be replaced: three parameters and a hook alone have fixed names", async () => {
    const { resources } = await record(withSlack({}));
    const named = resources.filter(({ inputs }) => "name" in inputs || "namePrefix" in inputs);
    expect(named.map(({ name }) => name).sort()).to.deep.equal([
      "drain-hook",
      "record-cutover",
      "record-declared",
      "standby-note",
    ]);
  });

  it("keeps names of target groups and load balancers within the 24 characters that leave room for a suffix", async () => {
    const services = { "a-name-of-eighteen": { path: "/*", port: 80 } };
    const color = { version: "1.0.0.RELEASE", images: { "a-name-of-eighteen": "example.com/x:1" } };
    const { resources } = await record({ services, blue: color, green: color, slackChannel: "x" });
    const limited = resources.filter(({ type }) => /:(LoadBalancer|TargetGroup)$/.test(type));
    expect(limited.filter(({ type }) => type.startsWith("aws:")).map(({ name }) => name)).to.have.members([
      "edge-alb",
      "a-name-of-eighteen-blue",
      "a-name-of-eighteen-green",
    ]);
    for (const { name } of limited) expect(name.length).to.be.at.most(24);
  });

  it("attaches both groups with explicit weights to every rule, in every configuration", async () => {
    const configurations = fc.record({
      activeColor: fc.constantFrom(...colors),
      shift: fc.integer({ min: 0, max: 99 }),
      exposure: fc.constantFrom("cloudfront", "public"),
    });
    await fc.assert(
      fc.asyncProperty(configurations, async ({ activeColor, shift, exposure }) => {
        const { resources } = await record(withSlack({ activeColor, shift, exposure }));
        const rules = resources.filter(({ type }) => type === rule);
        expect(rules).to.have.length(6);
        for (const { name, inputs } of rules) {
          const [service = "", role = ""] = name.split("-");
          const color = colors.find((candidate) => candidate === role);
          const weights = color === undefined ? planWeights(activeColor, shift) : planWeights(color, 0);
          const targetGroups = colors.map((each) => ({
            arn: `arn:${service}-${each}:TargetGroup`,
            weight: weights[each],
          }));
          expect(inputs["actions"]).to.deep.equal([{ type: "forward", forward: { targetGroups } }]);
        }
      }),
      { numRuns: 6 },
    );
  });

  it("has one table for its queue workers, and none without them", async () => {
    const tablesOf = async (changes: object) =>
      (await record(withSlack(changes))).resources
        .filter(({ type, name }) => type.includes("dynamodb") && !name.startsWith("announce-"))
        .map(keyOf);
    const color = { version: "1.0.0.RELEASE", images: { web: images.web } };
    const withoutWorkers = { services: { web: { path: "/*", port: 80 } }, blue: color, green: color };
    expect([await tablesOf({}), await tablesOf(withoutWorkers)]).to.deep.equal([
      ["aws:dynamodb/table:Table workers"],
      [],
    ]);
  });

  it("protects the load balancer in production, and only there", async () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const color = { version: "1.0.0.RELEASE", images: { web: `example.com/web@${digest}` } };
    const services = { web: { path: "/*", port: 80 } };
    const isProtected = async (production: boolean) => {
      const { resources } = await record({ services, blue: color, green: color, slackChannel: "x", production });
      return resources.find(({ name }) => name === "edge-alb")?.inputs["enableDeletionProtection"];
    };
    expect([await isProtected(true), await isProtected(false)]).to.deep.equal([true, false]);
  });

  it("leads the settings of network, exposure and certificate to their components", async () => {
    const certificateArn = "arn:aws:acm:eu-central-1:123456789012:certificate/1";
    const network = {
      vpcId: "vpc-12345678",
      privateSubnetIds: ["subnet-11111111", "subnet-22222222"],
      publicSubnetIds: ["subnet-33333333", "subnet-44444444"],
    };
    const { resources } = await record(withSlack({ network, exposure: "public", certificateArn }));
    expect(resources.filter(({ type }) => type.startsWith("awsx:"))).to.deep.equal([]);
    expect(resources.find(({ name }) => name === "edge-alb")?.inputs["subnets"]).to.deep.equal(network.publicSubnetIds);
    expect(resources.find(({ name }) => name === "edge-https")?.inputs["certificateArn"]).to.equal(certificateArn);
    expect(
      resources.find(({ type }) => type.startsWith("aws:autoscaling/"))?.inputs["vpcZoneIdentifiers"],
    ).to.deep.equal(network.privateSubnetIds);
  });

  it("puts Slack's token into one SecureString alone, and the provider's keys into no resource", async () => {
    const { resources } = await recordResources(program, {
      config: {
        ...engineConfig(withSlack({})),
        ...awsConfig(),
        "switchyard:slackToken": "xoxb-hidden",
      },
      secretKeys: ["switchyard:slackToken", "aws:secretKey"],
      calls: awsCalls,
    });
    const holding = resources.filter((resource) => /hidden/i.test(JSON.stringify(resource)));
    expect(holding.map(keyOf)).to.deep.equal(["aws:ssm/parameter:Parameter announce-token"]);
    const { value, ...inputs } = holding[0]?.inputs ?? {};
    expect(inputs["type"]).to.equal("SecureString");
    expect(JSON.stringify(value)).to.include("xoxb-hidden");
    expect(JSON.stringify(inputs)).not.to.match(/hidden/i);
  });

  it("has a gate of its own before the weights of each service change, and nowhere else", async () => {
    const { resources } = await record(withSlack({}));
    const gated = resources.filter(({ hooks, type }) => "beforeUpdate" in hooks && type === rule);
    expect(gated.map(({ name, hooks }) => [name, hooks])).to.have.deep.members([
      ["web-weighted", { beforeUpdate: ["gate-web"] }],
      ["api-weighted", { beforeUpdate: ["gate-api"] }],
    ]);
  });

  it("guards the frontend's pointer before it is written, and reads it back afterwards, in the end", async () => {
    const { resources } = await record(withSlack({ exposure: "cloudfront" }));
    const hooked = resources.filter(({ hooks, type }) => Object.keys(hooks).length > 0 && type !== rule);
    expect(hooked.map(({ type, name, hooks }) => [`${type} ${name}`, hooks])).to.deep.equal([
      [
        "aws:ssm/parameter:Parameter record-declared",
        { afterCreate: ["notify-cutover"], afterUpdate: ["notify-cutover"] },
      ],
      [
        pointer,
        { beforeUpdate: ["guard-pointer"], afterCreate: ["confirm-pointer"], afterUpdate: ["confirm-pointer"] },
      ],
    ]);
  });

  it("declares nothing while AWS doesn't say what is live", async () => {
    aws.answer = () => ({ status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: "no" }) });
    let message = "";
    const { resources } = await recordResources(
      async () => {
        await program().catch((error: Error) => {
          message = error.message;
        });
      },
      { config: { ...engineConfig({}), ...awsConfig() } },
    );
    expect(resources).to.deep.equal([]);
    expect(message).to.match(
      /^AWS doesn't say what the load balancer does: the parameter "declared" was not answered: no/,
    );
  });

  it("says where to look", async () => {
    const { result } = await record(withSlack({}));
    expect(await outputValue(result.url)).to.equal("https://frontend-distribution.cloudfront.net");
    expect(await outputValue(pulumi.output(result.releaseBucket))).to.equal("frontend-releases-name");
    expect(await outputValue(pulumi.output(result.pointerStoreArn))).to.equal("arn:frontend-store:KeyValueStore");
    expect(await outputValue(result.clusterName)).to.equal("cluster-name");
    expect(await outputValue(result.declaredParameter)).to.equal("/switchyard/switchyard/test/declared");
    expect(await outputValue(result.cutoverParameter)).to.equal("/switchyard/switchyard/test/cutover");
  });

  it("touches nothing when the config has mistakes, and names all of them", async () => {
    let message = "";
    const { resources } = await recordResources(
      async () => {
        await program().catch((error: Error) => {
          message = error.message;
        });
      },
      { config: engineConfig({ activeColor: "red", shift: 100, services: { web: { path: "web", port: 80 } } }) },
    );
    expect(resources).to.deep.equal([]);
    expect(message.split("\n").filter((line) => line.startsWith("  "))).to.deep.equal([
      '  activeColor: got "red", allowed: blue, green',
      '  shift: got "100", allowed: a whole number from 0 to 99',
      '  services.web.path: got "web", allowed: a path pattern that starts with / and has at most 5 wildcards and 128 characters',
    ]);
  });
});
