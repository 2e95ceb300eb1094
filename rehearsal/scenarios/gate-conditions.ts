import type { DeploymentConfiguration } from "@aws-sdk/client-ecs";
import type { Color } from "../../cutover/plan-weights";
import { flipTo } from "./refusal-case";
import type { Stage } from "./stage";

/** The health of a colour as it was deployed. */
export const twoHealthy: readonly string[] = ["healthy", "healthy"];

/** How many tasks a colour runs, set by hand: no update of the program changes it. */
export const tasks =
  (color: Color, desiredCount: number, service?: string) =>
  async (stage: Stage): Promise<void> => {
    await stage.updateService(color, { desiredCount }, service);
    await stage.untilHealth(
      color,
      Array.from({ length: desiredCount }, () => "healthy"),
      service,
    );
  };

/** Changes how a colour's targets are checked. */
export const check = (stage: Stage, color: Color, change: object): Promise<unknown> =>
  stage.call("elbv2", "ModifyTargetGroup", { TargetGroupArn: stage.groupArn(color), ...change });

/** What the demo app doesn't answer: it answers 200. */
export const failing = { Matcher: { HttpCode: "299" } };
/** What the demo app answers. */
export const passing = { Matcher: { HttpCode: "200" } };

/** Lets a colour fail its checks; ECS replaces the tasks, and the new ones fail them too. */
export const sicken =
  (color: Color) =>
  async (stage: Stage): Promise<void> => {
    await check(stage, color, failing);
    await stage.until(`${color} has unhealthy targets and no healthy one`, async () => {
      const states = await stage.health(color);
      return states.includes("unhealthy") && !states.includes("healthy");
    });
  };

/** Lets it pass them again. */
export const heal =
  (color: Color) =>
  async (stage: Stage): Promise<void> => {
    await check(stage, color, passing);
    await stage.untilHealth(color, twoHealthy);
  };

/** An operation that AWS refuses for as long as the fault is planted. */
export const fault = (
  service: string,
  operation: string,
  error: { readonly code: string; readonly statusCode: number },
) => {
  let remove = (): void => undefined;
  return {
    plant: async ({ rehearsal: { region } }: Stage): Promise<void> => {
      remove = region.faults.plant({ service, operation, effect: { kind: "error", ...error } });
    },
    remove: async (): Promise<void> => remove(),
  };
};

const backToTheLast: DeploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };

/** Runs another task definition on green by hand, and the declared one again. */
export const runOnGreen = (container: object, deploymentConfiguration?: DeploymentConfiguration) => {
  let declared: string | undefined;
  return {
    start: async (stage: Stage): Promise<void> => {
      declared = (await stage.ecsService("green")).taskDefinition;
      const taskDefinition = await stage.registerLike("green", container);
      await stage.updateService("green", { taskDefinition, deploymentConfiguration });
    },
    undo: (stage: Stage): Promise<void> =>
      stage.updateService("green", { taskDefinition: declared, deploymentConfiguration: backToTheLast }),
  };
};

/** Waits for the end of what green is being deployed. */
export const isSteady = (stage: Stage): Promise<void> =>
  stage.until("green's deployment has ended", async () => {
    const { deployments = [] } = await stage.ecsService("green");
    return deployments.length === 1 && deployments[0]?.rolloutState === "COMPLETED";
  });

/** A task of blue, as a target of whatever group. */
export const oneOfBlue = async (stage: Stage) => (await stage.targets("blue")).slice(0, 1);

/** Everything on blue again. */
export const back = (stage: Stage) => flipTo("blue")(stage);
