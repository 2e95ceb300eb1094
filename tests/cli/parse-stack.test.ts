import { expect } from "chai";
import { parseConfig } from "../../cli/parse-config";
import { ecsServiceName, parseState } from "../../cli/parse-state";
import { planOrphans } from "../../cli/plan-orphans";
import { planCutoverTargets, planWarmTargets, targetUrns } from "../../cli/plan-targets";
import { readStack } from "../../cli/read-stack";
import { CliModel, stopOf } from "./cli-model";

const urn = (type: string, name: string): string => `urn:pulumi:prod::shop::x$${type}::${name}`;
const ruleType = "aws:lb/listenerRule:ListenerRule";
const resource = (type: string, name: string, more: object = {}) => ({ type, urn: urn(type, name), id: name, ...more });

const exported = (...resources: object[]): string =>
  JSON.stringify({
    deployment: {
      resources: [
        { urn: "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod", type: "pulumi:pulumi:Stack", outputs: {} },
        ...resources,
      ],
    },
  });

const ruleArns = { web: "arn:rule/web", api: "arn:rule/api" };
const declared = { ruleArns, groupArns: {}, weights: { blue: 100, green: 0 } };

describe("parseState", () => {
  it("knows project, stack and cluster from the stack's own resource", () => {
    const { project, stack, clusterName } = parseState(exported());

    expect({ project, stack, clusterName }).to.deep.equal({ project: "shop", stack: "prod", clusterName: undefined });
  });

  it("leaves out what is on its way out, and keeps what a resource needs", () => {
    const state = parseState(
      exported(
        resource("t", "old", { delete: true }),
        resource("t", "new", { parent: urn("c", "parent"), dependencies: [urn("t", "other")] }),
      ),
    );

    expect(state.resources.slice(1)).to.deep.equal([
      { urn: urn("t", "new"), type: "t", name: "new", id: "new", needs: [urn("c", "parent"), urn("t", "other")] },
    ]);
  });

  it("refuses a stack in which nothing is deployed", () => {
    expect(() => parseState('{"deployment":{}}')).to.throw("Nothing is deployed in this stack.");
  });

  it("finds the ECS service of a colour by its resource", () => {
    const state = parseState(
      exported(
        resource("aws:ecs/service:Service", "web-blue", { id: "arn:aws:ecs:r:a:service/cluster/web-blue-12ab" }),
      ),
    );

    expect([ecsServiceName(state, "web", "blue"), ecsServiceName(state, "web", "green")]).to.deep.equal([
      "web-blue-12ab",
      undefined,
    ]);
  });
});

describe("planCutoverTargets", () => {
  const rules = [
    resource(ruleType, "web-weighted", { id: ruleArns.web }),
    resource(ruleType, "w2", { id: ruleArns.api }),
  ];
  const record = resource("aws:ssm/parameter:Parameter", "record-declared", { id: "/declared" });

  it("finds the resources by what AWS calls them, the pointer too", () => {
    const pointer = resource("aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey", "pointer");
    const plan = planCutoverTargets(parseState(exported(...rules, record, pointer)), declared, "/declared");

    expect(plan.kind === "targets" && targetUrns(plan.targets)).to.deep.equal([
      urn(ruleType, "web-weighted"),
      urn(ruleType, "w2"),
      record.urn,
      pointer.urn,
    ]);
  });

  it("names what the state doesn't know", () => {
    expect(planCutoverTargets(parseState(exported(...rules.slice(1))), declared, "/declared")).to.deep.equal({
      kind: "missing",
      what: ["the weighted rule of web", "the record `declared`"],
    });
  });
});

describe("planWarmTargets", () => {
  it("are one colour's task definitions, services and sizes", () => {
    const types = [
      "aws:ecs/taskDefinition:TaskDefinition",
      "aws:ecs/service:Service",
      "aws:appautoscaling/target:Target",
    ];
    const all = ["web-blue", "web-green"].flatMap((name) => [...types, ruleType].map((type) => resource(type, name)));

    expect(planWarmTargets(parseState(exported(...all)), "green")).to.deep.equal(
      types.map((type) => urn(type, "web-green")),
    );
  });
});

describe("planOrphans", () => {
  const { resources } = parseState(
    exported(
      resource("pulumi:providers:aws", "default"),
      resource("t", "gone"),
      resource("t", "gone-too", { dependencies: [urn("t", "gone")] }),
      resource("t", "kept", { dependencies: [urn("t", "gone"), urn("pulumi:providers:aws", "default")] }),
    ),
  );

  it("are what the program lost and what it declares stands on", () => {
    const program = new Set([urn("t", "kept"), "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"]);

    expect(planOrphans(resources, program)).to.deep.equal([{ urn: urn("t", "gone"), neededBy: urn("t", "kept") }]);
  });

  it("aren't there while the program declares all, or nothing stands on what it lost", () => {
    const all = new Set(resources.map((one) => one.urn));
    const withoutUsers = new Set([urn("t", "gone"), "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"]);

    expect([planOrphans(resources, all), planOrphans(resources, withoutUsers)]).to.deep.equal([[], []]);
  });
});

describe("parseConfig", () => {
  it("lists everything that is wrong with a config", () => {
    const text = JSON.stringify({
      "p:activeColor": { value: "purple" },
      "p:services": { value: "{}", objectValue: {} },
      "aws:region": { value: "eu-west-1" },
    });

    expect(() => parseConfig(text, "p", {}))
      .to.throw("problems in the stack's config")
      .with.property("message")
      .that.includes('activeColor: got "purple", allowed: blue, green');
  });

  it("takes the region of the environment where the config names none", async () => {
    const model = new CliModel();
    const { "aws:region": _region, ...others } = model.config;
    model.config = others;
    const { config } = await readStack(model.ports.pulumi, "eu-north-1");

    expect(config.aws.region).to.equal("eu-north-1");
  });

  it("reads secret keys of AWS in the clear, and no other secret", async () => {
    const { ports, config } = new CliModel();
    const asked: string[] = [];
    const printed = JSON.parse(await ports.pulumi.config()) as Record<string, object>;
    const reader = {
      ...ports.pulumi,
      config: () =>
        Promise.resolve(
          JSON.stringify({
            ...printed,
            "aws:accessKey": { value: "AKID", secret: false },
            "aws:secretKey": { secret: true },
            "switchyard:slackToken": { secret: true },
          }),
        ),
      configValue: (key: string) => {
        asked.push(key);
        return Promise.resolve("shh");
      },
    };
    const stack = await readStack(reader, undefined);

    expect(asked).to.deep.equal(["aws:secretKey"]);
    expect(stack.config.aws.credentials).to.deep.equal({ accessKeyId: "AKID", secretAccessKey: "shh" });
    expect(stack.config.entries.blue).to.deep.equal(config["switchyard:blue"]);
  });
});

describe("stopOf", () => {
  it("lets nothing but a stop pass for one", async () => {
    expect(await stopOf(Promise.resolve()).catch(String)).to.equal("Error: The command didn't stop.");
  });
});
