import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { BlueGreenService } from "../../components/blue-green-service";
import { WorkerTable } from "../../components/worker-table";
import type { GatedRule } from "../../cutover/gate-before";
import { planWeights } from "../../cutover/plan-weights";
import { awsCalls, createGround } from "../support/components";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const component = "switchyard:index:BlueGreenService web";
const ecsService = "aws:ecs/service:Service";
const rule = "aws:lb/listenerRule:ListenerRule";

const record = (service: object = { path: "/*", port: 80 }, gate?: (rule: GatedRule) => pulumi.ResourceHook) =>
  recordResources(
    () => {
      const settings = settingsWith({ services: { web: service }, logRetentionDays: 7, alarmErrorsPerMinute: 9 });
      const [only] = settings.services;
      if (only === undefined) throw new Error("No service");
      const weights = planWeights("blue", 0);
      const args = { service: only, settings, weights, ...createGround(settings) };
      return new BlueGreenService("web", gate === undefined ? args : { ...args, gate });
    },
    { calls: awsCalls },
  );

describe("BlueGreenService", () => {
  for (const [what, service, expected] of [
    ["tells a queue worker of both colours where its lease is", {}, "workers-name"],
    ["tells a service that takes requests nothing of leases", { path: "/*", port: 80 }, undefined],
  ] as const) {
    it(what, async () => {
      const { resources } = await recordResources(
        () => {
          const settings = settingsWith({ services: { web: service } });
          const [only] = settings.services;
          if (only === undefined) throw new Error("No service");
          const workerTable = new WorkerTable("workers", { deletionProtection: false });
          const args = { service: only, settings, weights: planWeights("blue", 0), workerTable };
          return new BlueGreenService("web", { ...args, ...createGround(settings) });
        },
        { calls: awsCalls },
      );
      const told = ["web-blue", "web-green"].map((name) => {
        const { inputs } = resourceOf(resources, "aws:ecs/taskDefinition:TaskDefinition", name);
        const [container] = JSON.parse(String(inputs["containerDefinitions"]));
        return container.environment.find((variable: { name: string }) => variable.name === "SWITCHYARD_TABLE")?.value;
      });
      expect(told).to.deep.equal([expected, expected]);
      const { policy } = resourceOf(resources, "aws:iam/rolePolicy:RolePolicy", "web-task").inputs;
      expect(policy)
        .to.have.property("Statement")
        .with.length(expected === undefined ? 1 : 5);
    });
  }

  it("is a log group, two roles, the routes, both colours and their alarms", async () => {
    const { resources, result } = await record();
    expect(resources.filter(({ parent }) => parent === component).map(keyOf)).to.have.members([
      "aws:cloudwatch/logGroup:LogGroup web-logs",
      "switchyard:index:TaskRoles web",
      "switchyard:index:ColorRoutes web",
      "switchyard:index:ColorService web-blue",
      "switchyard:index:ColorService web-green",
      "switchyard:index:ColorAlarms web-blue",
      "switchyard:index:ColorAlarms web-green",
    ]);
    expect(resourceOf(resources, "aws:cloudwatch/logGroup:LogGroup", "web-logs").inputs).to.deep.equal({
      retentionInDays: 7,
    });
    expect(result.serviceName).to.equal("web");
    expect(result.routing).to.have.all.keys("rule", "groupArns");
  });

  it("gives each colour its own image, version and target group", async () => {
    const { resources } = await record();
    for (const [color, version] of [
      ["blue", "6.11.0"],
      ["green", "6.11.2"],
    ] as const) {
      const { inputs } = resourceOf(resources, "aws:ecs/taskDefinition:TaskDefinition", `web-${color}`);
      const [container] = JSON.parse(String(inputs["containerDefinitions"]));
      expect(container.image).to.equal(`ghcr.io/stefanprodan/podinfo:${version}`);
      expect(container.dockerLabels).to.deep.equal({
        "switchyard.color": color,
        "switchyard.version": `${version}.RELEASE`,
      });
      expect(resourceOf(resources, ecsService, `web-${color}`).inputs["loadBalancers"]).to.deep.equal([
        { targetGroupArn: `arn:web-${color}:TargetGroup`, containerName: "web", containerPort: 80 },
      ]);
    }
  });

  it("gets new target groups where the load balancer is replaced, as another exposure asks for", async () => {
    const { resources } = await record();
    for (const name of ["web-blue", "web-green"])
      expect(resourceOf(resources, "aws:lb/targetGroup:TargetGroup", name).replaceWith).to.deep.equal([
        "aws:lb/loadBalancer:LoadBalancer edge-alb",
      ]);
  });

  it("scales both colours by the same metric, of both groups", async () => {
    const { resources } = await record();
    const policies = ["web-blue-requests", "web-green-requests"].map(
      (name) => resourceOf(resources, "aws:appautoscaling/policy:Policy", name).inputs,
    );
    const [blue, green] = policies.map((inputs) => inputs["targetTrackingScalingPolicyConfiguration"]);
    expect(blue).to.deep.equal(green);
    expect(JSON.stringify(blue)).to.match(/targetgroup\/web-blue\/1.*app\/edge-alb\/1.*targetgroup\/web-green\/1/);
  });

  it("starts a colour only when both groups are attached, its roles can act and there are instances", async () => {
    const { resources } = await record();
    for (const color of ["blue", "green"]) {
      expect(resourceOf(resources, ecsService, `web-${color}`).dependsOn).to.include.members([
        `${rule} web-blue`,
        `${rule} web-green`,
        "aws:iam/rolePolicy:RolePolicy web-execution",
        "aws:iam/rolePolicy:RolePolicy web-task",
        "aws:ec2/spotFleetRequest:SpotFleetRequest cluster-spot",
        "aws:autoscaling/group:Group cluster-on-demand",
      ]);
    }
  });

  it("leads requests to both colours only when both are steady", async () => {
    const { resources } = await record();
    expect(resourceOf(resources, rule, "web-weighted").dependsOn).to.include.members([
      `${ecsService} web-blue`,
      `${ecsService} web-green`,
    ]);
    for (const name of ["web-blue", "web-green"])
      expect(resourceOf(resources, rule, name).dependsOn.filter((key) => key.startsWith(ecsService))).to.deep.equal([]);
  });

  it("asks the gate before its weights change, which knows where to look", async () => {
    const asked: GatedRule[] = [];
    const gate = (gated: GatedRule) => {
      asked.push(gated);
      return new pulumi.ResourceHook("gate-web", () => undefined);
    };
    const { resources } = await record({ path: "/*", port: 80, count: { min: 3, max: 5 } }, gate);
    expect(
      resources.filter(({ hooks }) => Object.keys(hooks).length > 0).map(({ name, hooks }) => ({ name, hooks })),
    ).to.deep.equal([{ name: "web-weighted", hooks: { beforeUpdate: ["gate-web"] } }]);
    const found = asked.map(async ({ service, floor, clusterArn, groupArns, ecsServices }) => ({
      service,
      floor,
      clusterArn: await outputValue(clusterArn),
      groups: [await outputValue(groupArns.blue), await outputValue(groupArns.green)],
      ecsServices: [await outputValue(ecsServices.blue), await outputValue(ecsServices.green)],
    }));
    expect(await Promise.all(found)).to.deep.equal([
      {
        service: "web",
        floor: 3,
        clusterArn: "arn:cluster:Cluster",
        groups: ["arn:web-blue:TargetGroup", "arn:web-green:TargetGroup"],
        ecsServices: ["web-blue-name", "web-green-name"],
      },
    ]);
  });

  it("looks at each colour's own target group for errors", async () => {
    const { resources } = await record();
    for (const color of ["blue", "green"]) {
      const { inputs } = resourceOf(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", `web-${color}-errors`);
      expect(inputs["threshold"]).to.equal(9);
      expect(inputs["dimensions"]).to.include({ TargetGroup: "TargetGroup" });
      const { dependsOn } = resourceOf(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", `web-${color}-errors`);
      expect(dependsOn).to.include(`aws:lb/targetGroup:TargetGroup web-${color}`);
    }
  });

  it("takes no requests without a path", async () => {
    const { resources, result } = await record({ cpu: 128 });
    expect(resources.filter(({ type }) => type.startsWith("aws:lb/")).map(({ name }) => name)).to.deep.equal([
      "edge-alb",
      "edge-http",
    ]);
    expect(resources.filter(({ type }) => type === ecsService).map(({ name }) => name)).to.deep.equal([
      "web-blue",
      "web-green",
    ]);
    expect(result.routing).to.equal(undefined);
    expect(resources.filter(({ type }) => type === "switchyard:index:ColorAlarms")).to.deep.equal([]);
  });
});
