import { beforeFlipCases } from "./gate-before-flip";
import { back, check, failing, fault, heal, oneOfBlue, passing, sicken, tasks, twoHealthy } from "./gate-conditions";
import { deploymentCases, taggedImage } from "./gate-deployments";
import { configure, flipTo, overrideIn, type RefusalCase } from "./refusal-case";
import { refusalScenario } from "./refusal-scenario";

const throttled = fault("elbv2", "DescribeTargetHealth", { code: "Throttling", statusCode: 400 });
const silent = fault("ecs", "DescribeTasks", { code: "ServerException", statusCode: 500 });

const image = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;
/** A second service, which is ready in all cases but two. */
const service = { port: 8080, cpu: 128, memory: 128, healthPath: "/health" };

/** Reasons that lie in the targets or in AWS's answers, and the few changes that must be let through. */
const targetCases: readonly RefusalCase[] = [
  {
    name: "standby without any target",
    disturb: tasks("green", 0),
    refusedWith: ["no-targets"],
    repair: tasks("green", 2),
  },
  {
    name: "standby with fewer healthy targets than the active colour",
    disturb: tasks("green", 1),
    refusedWith: ["too-few-ready: 1 ready, 2 required"],
    repair: tasks("green", 2),
  },
  {
    name: "standby on instances that drain",
    disturb: (stage) => stage.setInstances("DRAINING"),
    refusedWith: ["too-few-ready: 0 ready, 2 required", "leaving: 2 targets"],
    repair: (stage) => stage.setInstances("ACTIVE"),
  },
  {
    name: "throttled health API",
    disturb: throttled.plant,
    refusedWith: ["api-throttled: DescribeTargetHealth"],
    repair: throttled.remove,
  },
  {
    name: "health API that fails",
    disturb: silent.plant,
    refusedWith: ["api-silent: DescribeTasks"],
    repair: silent.remove,
  },
  {
    name: "unhealthy standby",
    disturb: sicken("green"),
    refusedWith: ["too-few-ready: 0 ready", "unhealthy: "],
    repair: heal("green"),
  },
  {
    name: "ready standby",
    disturb: async () => undefined,
    refusedWith: [],
    weightsAfter: [0, 100],
    repair: back,
  },
  {
    name: "ramp onto a standby with too few targets",
    disturb: tasks("green", 1),
    act: flipTo("blue", 25),
    refusedWith: ["too-few-ready: 1 ready, 2 required"],
    repair: tasks("green", 2),
  },
  {
    name: "ramp taken back while the standby is short of targets",
    disturb: async (stage) => {
      await flipTo("blue", 25)(stage);
      await tasks("green", 1)(stage);
    },
    act: flipTo("blue"),
    refusedWith: [],
    weightsAfter: [100, 0],
    repair: tasks("green", 2),
  },
  {
    name: "one of two services that isn't ready, the other one is",
    disturb: tasks("green", 0, "api"),
    refusedWith: ["no-targets", "web: green is ready, but its rule stays as it is", "api is not ready"],
    holds: async (stage) => String(await stage.weights("api")) === "100,0",
    repair: tasks("green", 1, "api"),
  },
  {
    name: "one of two services that isn't ready, the other one has nothing left to lose",
    disturb: async (stage) => {
      await tasks("green", 0, "api")(stage);
      await sicken("blue")(stage);
    },
    act: async (stage) => {
      const halfway = await flipTo("green")(stage);
      await tasks("green", 1, "api")(stage);
      const completed = await stage.rehearsal.pulumi.up();
      return { ...halfway, stdout: `${halfway.stdout}\n${completed.stdout}`, stderr: "" };
    },
    refusedWith: [
      "no-targets",
      "web: waiting would cost requests, so its rule moves to green without api",
      "This update completes it, for api too",
    ],
    weightsAfter: [0, 100],
    holds: async (stage) => String(await stage.weights("api")) === "0,100",
    repair: async (stage) => {
      await heal("blue")(stage);
      await back(stage);
    },
  },
  {
    name: "active colour without a healthy target, standby with one",
    disturb: async (stage) => {
      await tasks("green", 1)(stage);
      await sicken("blue")(stage);
    },
    refusedWith: [],
    warnedWith: "blue has no healthy target left, so green may take over with 1 healthy",
    weightsAfter: [0, 100],
    repair: async (stage) => {
      await heal("blue")(stage);
      await tasks("green", 2)(stage);
      await back(stage);
    },
  },
  {
    name: "standby with a target that is none of its tasks",
    disturb: async (stage) => {
      await tasks("green", 1)(stage);
      await stage.call("elbv2", "RegisterTargets", {
        TargetGroupArn: stage.groupArn("green"),
        Targets: await oneOfBlue(stage),
      });
      await stage.untilHealth("green", twoHealthy);
    },
    refusedWith: ["too-few-ready: 1 ready, 2 required", "unknown-targets: 1 target"],
    repair: async (stage) => {
      await stage.call("elbv2", "DeregisterTargets", {
        TargetGroupArn: stage.groupArn("green"),
        Targets: await oneOfBlue(stage),
      });
      await stage.untilHealth("green", ["healthy"]);
      await tasks("green", 2)(stage);
    },
  },
  {
    name: "standby whose new target has yet to pass its first check",
    disturb: async (stage) => {
      await tasks("green", 1)(stage);
      await check(stage, "green", { ...failing, HealthCheckIntervalSeconds: 300, UnhealthyThresholdCount: 10 });
      await stage.updateService("green", { desiredCount: 2 });
      await stage.untilHealth("green", ["healthy", "initial"]);
    },
    refusedWith: ["too-few-ready: 1 ready, 2 required", "starting: 1 target"],
    repair: async (stage) => {
      await check(stage, "green", { ...passing, HealthCheckIntervalSeconds: 10, UnhealthyThresholdCount: 3 });
      // The next check of a target is due at the interval that it was planned with.
      await tasks("green", 1)(stage);
      await tasks("green", 2)(stage);
    },
  },
  {
    name: "target group that no rule names",
    disturb: async (stage) => {
      const green = stage.groupArn("green");
      for (const rule of await stage.rulesWith(green)) {
        const groups = (await stage.groupsOf(rule)).filter(({ TargetGroupArn }) => TargetGroupArn !== green);
        // The static rule of green had everything there; a rule needs some weight.
        await stage.setGroups(
          rule,
          groups.map((group) => ({ ...group, Weight: 100 })),
        );
      }
    },
    act: async (stage) => {
      const stopped = await flipTo("green")(stage);
      return stage.rehearsal.pulumi.up({ variables: { SWITCHYARD_OVERRIDE: overrideIn(stopped) } });
    },
    refusedWith: ["unattached: no rule leads to 2 targets"],
    repair: async (stage) => {
      await configure(stage, "blue");
      const stopped = await stage.rehearsal.pulumi.up();
      const variables = { SWITCHYARD_OVERRIDE: overrideIn(stopped) };
      await stage.rehearsal.pulumi.up({ refresh: true, variables });
    },
  },
];

/** Every reason for which a flip is refused, and the few for which it must not be. */
export const gate = refusalScenario("gate", "refuse flips onto a standby that is not ready, reason by reason", {
  cases: [...deploymentCases, ...targetCases, ...beforeFlipCases],
  config: {
    "switchyard:services": {
      web: { ...service, path: "/*", count: { min: 2, max: 4 } },
      api: { ...service, path: "/api/*", count: { min: 1, max: 2 } },
    },
    "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: image("b"), api: image("a") } },
    "switchyard:green": { version: "1.5.0.RELEASE", images: { web: taggedImage, api: image("8") } },
    "switchyard:gateWaitSeconds": 4,
  },
  clockFactor: 4,
});
