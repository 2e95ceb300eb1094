import { expect } from "chai";
import { parseConfig } from "../../cli/parse-config";
import { ecsServiceName, parseState } from "../../cli/parse-state";
import { readStack } from "../../cli/read-stack";
import { CliModel, stopOf } from "./cli-model";

const urn = (type: string, name: string): string => `urn:pulumi:prod::shop::x$${type}::${name}`;
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

  it("says so where a secret hides a key, and takes no default for it", () => {
    const text = JSON.stringify({
      "p:activeColor": { value: "blue", secret: false },
      "p:services": { secret: true },
      "p:shift": { secret: true },
    });

    expect(() => parseConfig(text, "p", {}))
      .to.throw(
        "services: got a secret, allowed: plain values, which commands can read; name what is secret by its ARN",
      )
      .with.property("message")
      .that.includes("shift: got a secret");
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
