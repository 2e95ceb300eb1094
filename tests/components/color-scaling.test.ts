import { expect } from "chai";
import { BlueGreenService } from "../../components/blue-green-service";
import { planWeights } from "../../cutover/plan-weights";
import { awsCalls, createGround } from "../support/components";
import { keyOf, type RecordedResource, recordResources, resourceOf } from "../support/pulumi";
import { settingsWith } from "../support/stack";

const targetType = "aws:appautoscaling/target:Target";
const policyType = "aws:appautoscaling/policy:Policy";
const actionType = "aws:appautoscaling/scheduledAction:ScheduledAction";

const images = { web: "example.com/web:1", api: "example.com/api:1" };
const colorWith = (capacity: string) => ({ version: "1.0.0.RELEASE", images, capacity });
const schedule = [
  { name: "morning", cron: "0 7 ? * MON-FRI *", timezone: "Europe/Berlin", min: 3, max: 9 },
  { name: "evening", cron: "0 20 * * ? *", min: 1, max: 2 },
];

const record = async (service: object, greenCapacity = "full", names: readonly string[] = ["web", "api"]) => {
  const { resources } = await recordResources(
    () => {
      const services = Object.fromEntries(names.map((name) => [name, { ...service, ...pathOf(name, service) }]));
      const colors = { blue: colorWith("full"), green: colorWith(greenCapacity) };
      const settings = settingsWith({ services, ...colors });
      const ground = createGround(settings);
      return settings.services.map(
        (each) =>
          new BlueGreenService(each.name, { service: each, settings, weights: planWeights("blue", 0), ...ground }),
      );
    },
    { calls: awsCalls },
  );
  return resources;
};

const pathOf = (name: string, service: object) => ("path" in service ? { path: `/${name}/*` } : {});

describe("ColorScaling", () => {
  it("keeps the requests of both colours' targets at the service's figure, all children its own", async () => {
    const resources = await record({ path: "/", port: 80, requestsPerTarget: 600 });
    const policy = resourceOf(resources, policyType, "web-green-requests");
    expect(policy.parent).to.equal("switchyard:index:ColorScaling web-green");
    const metricOf = (color: string) => ({
      id: color,
      metricStat: {
        metric: {
          namespace: "AWS/ApplicationELB",
          metricName: "RequestCountPerTarget",
          dimensions: [
            { name: "TargetGroup", value: `targetgroup/web-${color}/1` },
            { name: "LoadBalancer", value: "app/edge-alb/1" },
          ],
        },
        stat: "Sum",
      },
      returnData: false,
    });
    expect(policy.inputs).to.deep.equal({
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: "service/cluster-name/web-green-name",
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 600,
        customizedMetricSpecification: {
          metrics: [
            metricOf("blue"),
            metricOf("green"),
            {
              id: "requests",
              label: "Requests a minute of each target, both colours",
              expression: "FILL(blue, 0) + FILL(green, 0)",
              returnData: true,
            },
          ],
        },
        scaleOutCooldown: 60,
        scaleInCooldown: 300,
      },
    });
  });

  it("puts the schedule on both colours, each action under a name that AWS's provider makes up", async () => {
    const resources = await record({ path: "/", port: 80, schedule });
    const actions = resources.filter(({ type }) => type === actionType);
    expect(actions.map(({ name }) => name).sort()).to.deep.equal(
      ["api", "web"].flatMap((service) =>
        ["blue", "green"].flatMap((color) => ["evening", "morning"].map((entry) => `${service}-${color}-${entry}`)),
      ),
    );
    expect(resourceOf(resources, actionType, "web-blue-morning").inputs).to.deep.equal({
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: "service/cluster-name/web-blue-name",
      schedule: "cron(0 7 ? * MON-FRI *)",
      timezone: "Europe/Berlin",
      scalableTargetAction: { minCapacity: 3, maxCapacity: 9 },
    });
  });

  for (const [capacity, minCapacity, maxCapacity] of [
    ["min", 2, 2],
    ["off", 0, 0],
  ] as const)
    it(`moves nothing on a colour with capacity ${capacity}`, async () => {
      const resources = await record({ path: "/", port: 80, count: { min: 2, max: 5 }, schedule }, capacity);
      const boundsOf = (name: string) => resourceOf(resources, actionType, name).inputs["scalableTargetAction"];
      expect(boundsOf("web-green-morning")).to.deep.equal({ minCapacity, maxCapacity });
      expect(boundsOf("web-blue-morning")).to.deep.equal({ minCapacity: 3, maxCapacity: 9 });
    });

  it("leaves a queue worker's number to its bounds and its schedule", async () => {
    const resources = await record({ cpu: 128, schedule });
    expect(resources.filter(({ type }) => type === policyType)).to.deep.equal([]);
    expect(resources.filter(({ type }) => type === actionType)).to.have.length(8);
  });

  it("gives each of 4 targets its policy and 10 actions one after the other, and all of them at the same time", async () => {
    const ten = Array.from({ length: 10 }, (_, index) => ({ ...schedule[0], name: `action-${index}` }));
    const { concurrent, seconds } = simulate(await record({ path: "/", port: 80, schedule: ten }));
    expect(concurrent).to.deep.equal([]);
    // The target, its policy and ten actions: 12 deep, not 48.
    expect(seconds).to.equal(12);
  });
});

/** An engine without a limit: each update takes a second, and a target refuses a second one while it has one. */
const simulate = (resources: readonly RecordedResource[]) => {
  const updates = resources.filter(({ type }) => type.startsWith("aws:appautoscaling/"));
  const byKey = new Map(updates.map((update) => [keyOf(update), update]));
  const startOf = ({ dependsOn }: RecordedResource): number =>
    Math.max(0, ...dependsOn.map((key) => byKey.get(key)).map((before) => (before ? startOf(before) + 1 : 0)));
  const starts = updates.map((update) => ({
    update: keyOf(update),
    slot: `${startOf(update)} ${update.inputs["resourceId"]}`,
  }));
  const slots = starts.map(({ slot }) => slot);
  const concurrent = starts.filter(({ slot }, index) => slots.indexOf(slot) !== index).map(({ update }) => update);
  expect(updates.filter(({ type }) => type === targetType)).to.have.length(4);
  return { concurrent, seconds: Math.max(...updates.map(startOf)) + 1 };
};
