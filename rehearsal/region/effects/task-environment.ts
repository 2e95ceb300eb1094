import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { TaskRecord } from "../ecs/state";
import type { RegionState } from "../state";
import { parseTaskImage } from "./task-image";

/** The environment of a task's process, or why the task can't start. */
export type TaskEnvironment =
  | { readonly kind: "ready"; readonly environment: Readonly<Record<string, string>> }
  | { readonly kind: "refused"; readonly reason: string };

/** What the container definition says, with secrets resolved; nothing of the machine's own environment. */
export const taskEnvironment = (state: RegionState, task: TaskRecord): TaskEnvironment => {
  const container = state.ecs.taskDefinitions[task.taskDefinitionArn]?.containerDefinitions?.[0] ?? {};
  const image = parseTaskImage(container.image ?? "");
  if (image.kind === "cannot-pull") return { kind: "refused", reason: image.reason };
  const secrets = resolveSecrets(state, container);
  if (secrets.kind === "refused") return secrets;
  const variables = (container.environment ?? []).map(({ name = "", value = "" }) => [name, value] as const);
  return {
    kind: "ready",
    environment: {
      SWITCHYARD_TASK: task.taskArn.split("/").at(-1) ?? "",
      ...Object.fromEntries(variables),
      ...secrets.environment,
      ...(image.misbehaviour === undefined ? {} : { SWITCHYARD_MISBEHAVIOUR: image.misbehaviour }),
      // The system chooses, so that many tasks fit on one machine, as dynamic host ports do on an instance.
      PORT: "0",
    },
  };
};

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
