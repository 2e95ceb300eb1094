import type { Color } from "../../cutover/plan-weights";
import { configure, flipTo, overrideIn, type RefusalCase } from "./refusal-case";
import { refusalScenario } from "./refusal-scenario";
import type { Stage } from "./stage";

const twoHealthy = ["healthy", "healthy"];

/** How many tasks a colour runs, set by hand: no update of the program changes it. */
const tasks =
  (color: Color, desiredCount: number) =>
  async (stage: Stage): Promise<void> => {
    await stage.updateService(color, { desiredCount });
    await stage.untilHealth(
      color,
      Array.from({ length: desiredCount }, () => "healthy"),
    );
  };

/** What a health check of a colour must be answered with; the demo app answers 200. */
const expect = (stage: Stage, color: Color, HttpCode: "200" | "299"): Promise<unknown> =>
  stage.call("elbv2", "ModifyTargetGroup", { TargetGroupArn: stage.groupArn(color), Matcher: { HttpCode } });

/** Lets a colour fail its checks; ECS replaces the tasks, and the new ones fail them too. */
const sicken =
  (color: Color) =>
  async (stage: Stage): Promise<void> => {
    await expect(stage, color, "299");
    await stage.until(`${color} has unhealthy targets and no healthy one`, async () => {
      const states = await stage.health(color);
      return states.includes("unhealthy") && !states.includes("healthy");
    });
  };

const heal =
  (color: Color) =>
  async (stage: Stage): Promise<void> => {
    await expect(stage, color, "200");
    await stage.untilHealth(color, twoHealthy);
  };

const fault = (service: string, operation: string, code: string, statusCode: number) => {
  let remove = (): void => undefined;
  return {
    plant: async ({ rehearsal: { region } }: Stage): Promise<void> => {
      remove = region.faults.plant({ service, operation, effect: { kind: "error", code, statusCode } });
    },
    remove: async (): Promise<void> => remove(),
  };
};

const throttled = fault("elbv2", "DescribeTargetHealth", "Throttling", 400);
const silent = fault("ecs", "DescribeTasks", "ServerException", 500);

/** Runs another task definition on green by hand, and the declared one again. */
const runOnGreen = (container: object) => {
  let declared: string | undefined;
  return {
    start: async (stage: Stage): Promise<void> => {
      declared = (await stage.ecsService("green")).taskDefinition;
      await stage.updateService("green", { taskDefinition: await stage.registerLike("green", container) });
    },
    undo: (stage: Stage): Promise<void> => stage.updateService("green", { taskDefinition: declared }),
  };
};

const otherImage = runOnGreen({ image: `registry.example/switchyard-demo@sha256:${"c".repeat(64)}` });
const endless = runOnGreen({ memory: 60_000 });

const isSteady = (stage: Stage): Promise<void> =>
  stage.until("green's deployment has ended", async () => {
    const { deployments = [] } = await stage.ecsService("green");
    return deployments.length === 1 && deployments[0]?.rolloutState === "COMPLETED";
  });

const back = (stage: Stage) => flipTo("blue")(stage);

const cases: readonly RefusalCase[] = [
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
    name: "standby running another image than declared",
    disturb: async (stage) => {
      await otherImage.start(stage);
      await isSteady(stage);
      await stage.untilHealth("green", twoHealthy);
    },
    refusedWith: ["other-image: 2 targets"],
    repair: async (stage) => {
      await otherImage.undo(stage);
      await isSteady(stage);
    },
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
    name: "deployment of the standby that doesn't end",
    disturb: endless.start,
    refusedWith: ["deployment-in-progress: 2 of 2 tasks running in 2 deployments"],
    repair: async (stage) => {
      await endless.undo(stage);
      await isSteady(stage);
    },
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
  cases,
});
