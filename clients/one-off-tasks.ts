import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListTasksCommand,
  type PlacementConstraint,
  RunTaskCommand,
  type Task,
} from "@aws-sdk/client-ecs";
import { readAllPages } from "./drain-pages";

/** What a service's tasks are made from, and where they may run. */
export interface TaskSource {
  readonly taskDefinition: string;
  readonly placementConstraints: readonly PlacementConstraint[];
}

/** A task that was started by hand, as ECS tells of it. */
export interface StartedTask {
  readonly arn: string;
  readonly lastStatus: string;
  readonly exitCode?: number;
  readonly stoppedReason?: string;
}

/** What is to run once. */
export interface OneOffRun extends TaskSource {
  readonly cluster: string;
  readonly container: string;
  readonly command: readonly string[];
  /** By which it is found again, at most 128 characters. */
  readonly startedBy: string;
  /** Repeating a start with the same token starts nothing twice; at most 64 characters. */
  readonly token: string;
}

/** What came of a start. */
export type OneOffStart =
  | { readonly kind: "started"; readonly arn: string }
  | { readonly kind: "refused"; readonly problem: string };

/** Tasks that run once, with a service's task definition. */
export interface OneOffTasks {
  /** Throws where ECS knows no such service. */
  source(place: { readonly cluster: string; readonly service: string }, signal: AbortSignal): Promise<TaskSource>;
  /** Those that were started so, stopped ones of the last hour too. */
  list(
    place: { readonly cluster: string; readonly taskDefinition: string; readonly startedBy: string },
    signal: AbortSignal,
  ): Promise<readonly StartedTask[]>;
  run(run: OneOffRun, signal: AbortSignal): Promise<OneOffStart>;
}

/** Tasks through the ECS API. */
export const createOneOffTasks = (ecs: Pick<ECSClient, "send">): OneOffTasks => ({
  source: async ({ cluster, service }, abortSignal) => {
    const command = new DescribeServicesCommand({ cluster, services: [service] });
    const found = (await ecs.send(command, { abortSignal })).services?.[0];
    if (found?.taskDefinition === undefined) throw new Error(`ECS knows no service ${service}.`);
    return { taskDefinition: found.taskDefinition, placementConstraints: found.placementConstraints ?? [] };
  },
  // Beside startedBy no other filter is allowed, and alone it finds no stopped tasks.
  list: async ({ cluster, taskDefinition, startedBy }, abortSignal) => {
    const family = taskDefinition.split("/").at(-1)?.split(":")[0];
    const found: Task[] = [];
    for (const desiredStatus of ["RUNNING", "STOPPED"] as const) {
      const arns = await readAllPages(async (nextToken) => {
        const page = await ecs.send(new ListTasksCommand({ cluster, family, desiredStatus, nextToken }), {
          abortSignal,
        });
        return { items: page.taskArns, nextToken: page.nextToken };
      });
      for (let start = 0; start < arns.length; start += 100) {
        const command = new DescribeTasksCommand({ cluster, tasks: arns.slice(start, start + 100) });
        found.push(...((await ecs.send(command, { abortSignal })).tasks ?? []));
      }
    }
    return found.filter((task) => task.startedBy === startedBy).map(toStartedTask);
  },
  run: async ({ cluster, container, command, startedBy, token, taskDefinition, placementConstraints }, abortSignal) => {
    const input = {
      cluster,
      taskDefinition,
      launchType: "EC2" as const,
      count: 1,
      placementConstraints: [...placementConstraints],
      overrides: { containerOverrides: [{ name: container, command: [...command] }] },
      startedBy,
      clientToken: token,
    };
    const { tasks, failures } = await ecs.send(new RunTaskCommand(input), { abortSignal });
    const arn = tasks?.[0]?.taskArn;
    if (arn !== undefined) return { kind: "started", arn };
    const [failure] = failures ?? [];
    return { kind: "refused", problem: failure?.reason ?? "ECS started nothing and said nothing" };
  },
});

const toStartedTask = ({ taskArn = "", lastStatus = "", containers, stoppedReason }: Task): StartedTask => {
  const exitCode = containers?.[0]?.exitCode;
  return {
    arn: taskArn,
    lastStatus,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(stoppedReason === undefined ? {} : { stoppedReason }),
  };
};
