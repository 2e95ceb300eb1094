import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { formatDeclared } from "../../../../cutover/declared";
import { type Color, planWeights } from "../../../../cutover/plan-weights";
import { bundleFunction } from "../../../../functions/bundle-function";
import { createModelClock } from "../../../../rehearsal/model-clock";
import { type LambdaFunctions, startLambdaFunctions } from "../../../../rehearsal/region/effects/lambda-functions";
import { type Endpoint, startEndpoint } from "../../../../rehearsal/wire/endpoint";
import { writeZip } from "../../../../rehearsal/write-zip";
import { createEdge, type Edge, everyPath, forwardTo } from "../elbv2/edge";

/** A look every second. */
const clockFactor = 60;
const declaredName = "/switchyard/shop/test/declared";
const standbyName = "/switchyard/shop/test/standby";

/** What is deployed, from the schedule to the bounds, without the engine: the function's own bundle in its own process. */
describe("the function that lets the old colour go, in the region", function () {
  this.timeout(60_000);
  let edge: Edge;
  let endpoint: Endpoint;
  let functions: LambdaFunctions;
  let folder = "";
  let ruleArn = "";

  const call = <Output = unknown>(service: string, operation: string, input: object): Promise<Output> =>
    edge.region.call(service, operation, input) as Promise<Output>;

  before(async () => {
    const clock = createModelClock(clockFactor);
    folder = await mkdtemp(path.join(os.tmpdir(), "release-old-"));
    edge = await createEdge(clock.now);
    endpoint = await startEndpoint(edge.region.call.bind(edge.region));
    functions = await startLambdaFunctions(edge.region, { bundleFolder: folder, endpointUrl: endpoint.url, clock });
    ruleArn = await edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]), everyPath);
    await createServices();
    await writeDeclared("blue");
    await call("ssm", "PutParameter", { Name: standbyName, Type: "String", Value: "{}" });
    await createFunction();
  });

  after(async () => {
    await functions.close();
    await endpoint.close();
    await rm(folder, { recursive: true });
  });

  const createServices = async (): Promise<void> => {
    await call("ecs", "CreateCluster", { clusterName: "main" });
    await call("ecs", "RegisterTaskDefinition", {
      family: "web",
      containerDefinitions: [{ name: "web", image: "web:1", memory: 64, portMappings: [{ containerPort: 80 }] }],
    });
    for (const [color, targetGroupArn] of [
      ["blue", edge.blue],
      ["green", edge.green],
    ]) {
      const serviceName = `web-${color}`;
      const loadBalancers = [{ targetGroupArn, containerName: "web", containerPort: 80 }];
      const service = { cluster: "main", serviceName, taskDefinition: "web", desiredCount: 3, launchType: "EC2" };
      await call("ecs", "CreateService", { ...service, loadBalancers });
      await call("application-autoscaling", "RegisterScalableTarget", {
        ServiceNamespace: "ecs",
        ScalableDimension: "ecs:service:DesiredCount",
        ResourceId: `service/main/${serviceName}`,
        MinCapacity: 1,
        MaxCapacity: 5,
      });
    }
  };

  const createFunction = async (): Promise<void> => {
    const { assets } = bundleFunction("release-old-color") as unknown as {
      readonly assets: Promise<pulumi.asset.AssetMap>;
    };
    const { text } = (await assets)["index.js"] as pulumi.asset.StringAsset;
    const ZipFile = new Uint8Array(writeZip(new Map([["index.js", Buffer.from(await text)]])));
    const { FunctionArn } = await call<{ FunctionArn: string }>("lambda", "CreateFunction", {
      FunctionName: "standby",
      Role: "role",
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      Timeout: 50,
      Environment: {
        Variables: {
          DECLARED_PARAMETER: declaredName,
          STANDBY_PARAMETER: standbyName,
          CLUSTER_NAME: "main",
          LOAD_BALANCER: edge.loadBalancerArn.split(":loadbalancer/")[1],
          HOLD_SECONDS: "0",
          AFTER_HOLD: "min",
          MAX_DISCONNECTS: "1000",
          SERVICES: '{"web":[1,5,"web-blue","web-green"]}',
        },
      },
      Code: { ZipFile },
    });
    await call("events", "PutRule", { Name: "standby", ScheduleExpression: "rate(1 minute)" });
    await call("events", "PutTargets", { Rule: "standby", Targets: [{ Id: "f", Arn: FunctionArn }] });
  };

  const writeDeclared = async (activeColor: Color): Promise<void> => {
    const Value = formatDeclared({
      activeColor,
      weights: planWeights(activeColor, 0),
      ruleArns: { web: ruleArn },
      groupArns: { web: { blue: edge.blue, green: edge.green } },
    });
    await call("ssm", "PutParameter", { Name: declaredName, Type: "String", Value, Overwrite: true });
  };

  const flipTo = async (color: Color): Promise<void> => {
    const { blue, green } = planWeights(color, 0);
    const Actions = forwardTo([edge.blue, blue], [edge.green, green]);
    await call("elbv2", "ModifyRule", { RuleArn: ruleArn, Actions });
    await writeDeclared(color);
  };

  const note = () =>
    JSON.parse(edge.region.state.ssm.parameters[standbyName]?.versions.at(-1)?.value ?? "{}") as Record<
      string,
      unknown
    >;
  const target = (color: Color) =>
    edge.region.state.applicationAutoScaling.targets[`service/main/web-${color}`] ?? {
      minCapacity: -1,
      maxCapacity: -1,
      suspended: undefined,
    };
  const desired = (color: Color) =>
    Object.values(edge.region.state.ecs.services).find(({ serviceName }) => serviceName === `web-${color}`)
      ?.desiredCount;

  const until = async (what: string, isSo: () => boolean): Promise<void> => {
    const giveUpAt = Date.now() + 25_000;
    while (!isSo()) {
      if (Date.now() > giveUpAt) throw new Error(`not so that ${what}: ${JSON.stringify(functions.logs.slice(-4))}`);
      edge.region.advance();
      functions.reconcile();
      await sleep(5);
    }
  };

  it("remembers what serves, freezes after a flip, lets the old colour go and gives it back after a rollback", async () => {
    await until("it has looked", () => note()["serving"] === "blue");
    await flipTo("green");
    await until("both are frozen", () => target("green").suspended?.DynamicScalingInSuspended === true);
    expect(target("blue").suspended).to.deep.include({ DynamicScalingInSuspended: true });
    expect(target("green").suspended).to.deep.equal({
      DynamicScalingInSuspended: true,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: true,
    });
    expect(desired("blue")).to.equal(3);

    await until("blue is small", () => target("blue").maxCapacity === 1);
    expect([desired("blue"), desired("green")]).to.deep.equal([1, 3]);
    expect(note()).to.deep.include({ serving: "green", previous: "blue", released: { web: { max: 1 } } });

    await flipTo("blue");
    await until("it has noticed", () => note()["serving"] === "blue");
    expect(target("blue").maxCapacity).to.equal(5);
    expect(note()).to.deep.include({ serving: "blue", previous: "green", released: {} });
    const updates = edge.region.calls.filter(
      ({ service, operation }) => `${service}:${operation}` === "ecs:UpdateService",
    );
    expect(updates).to.deep.equal([]);
    expect(functions.logs.filter(({ line }) => !line.startsWith("{"))).to.deep.equal([]);
  });
});
