import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { TaskRecord } from "../ecs/state";
import type { RegionState } from "../state";
import { parseTaskImage } from "./task-image";

/** The environment of a task's process, or why the task can't start. */
export type TaskEnvironment =
  | { readonly kind: "ready"; readonly environment: Readonly<Record<string, string>> }
  | { readonly kind: "refused"; readonly reason: string };

/** Where a task's AWS calls go. */
export interface TaskSurroundings {
  readonly endpointUrl: string;
  readonly region: string;
}

/** What the container definition says, with secrets resolved; nothing of the machine's own environment. */
export const taskEnvironment = (
  state: RegionState,
  task: TaskRecord,
  surroundings: TaskSurroundings,
): TaskEnvironment => {
  const container = containerOf(state, task);
  const image = parseTaskImage(container.image ?? "");
  if (image.kind === "cannot-pull") return { kind: "refused", reason: image.reason };
  const secrets = resolveSecrets(state, container);
  if (secrets.kind === "refused") return secrets;
  const { endpointUrl, region } = surroundings;
  // Queue URLs lead there as well, since the SDK takes a queue's URL for its address.
  const variables = (container.environment ?? []).map(({ name = "", value = "" }) => [
    name,
    value.replace(`https://sqs.${region}.amazonaws.com`, endpointUrl),
  ]);
  const taskId = task.taskArn.split("/").at(-1) ?? "";
  return {
    kind: "ready",
    environment: {
      SWITCHYARD_TASK: taskId,
      AWS_REGION: region,
      AWS_ENDPOINT_URL: endpointUrl,
      // Every task has keys of its own by its role, which tell whose calls are whose.
      AWS_ACCESS_KEY_ID: taskId,
      AWS_SECRET_ACCESS_KEY: "rehearsal",
      // Nothing of this machine's own set-up may get into a task.
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      ...Object.fromEntries(variables),
      ...secrets.environment,
      ...(image.misbehaviour === undefined ? {} : { SWITCHYARD_MISBEHAVIOUR: image.misbehaviour }),
      // The system chooses, so that many tasks fit on one machine, as dynamic host ports do on an instance.
      PORT: "0",
    },
  };
};

/** Whether a task takes requests; one that doesn't is a queue worker. */
export const hasPort = (state: RegionState, task: TaskRecord): boolean =>
  (containerOf(state, task).portMappings ?? []).length > 0;

const containerOf = (state: RegionState, task: TaskRecord): ContainerDefinition =>
  state.ecs.taskDefinitions[task.taskDefinitionArn]?.containerDefinitions?.[0] ?? {};

/** Text: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html */
const resolveSecrets = (state: RegionState, { secrets = [] }: ContainerDefinition): TaskEnvironment => {
  const found = secrets.map(({ name = "", valueFrom = "" }) => ({
    name,
    valueFrom,
    value: Object.values(state.ssm.parameters)
      .find((parameter) => parameter.arn === valueFrom || parameter.name === valueFrom)
      ?.versions.at(-1)?.value,
  }));
  const missing = found.filter(({ value }) => value === undefined).map(({ valueFrom }) => valueFrom);
  if (missing.length > 0) {
    return {
      kind: "refused",
      reason: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: ${missing.join(", ")}`,
    };
  }
  return { kind: "ready", environment: Object.fromEntries(found.map(({ name, value = "" }) => [name, value])) };
};
