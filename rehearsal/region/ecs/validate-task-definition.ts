import type { ContainerDefinition, PortMapping, RegisterTaskDefinitionCommandInput } from "@aws-sdk/client-ecs";
import { AwsError } from "../operation";

/**
 * Refuses what AWS refuses (`ClientException`) and, by name, what the rehearsal can't run.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export const validateTaskDefinition = (input: RegisterTaskDefinitionCommandInput): void => {
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(input.family ?? "")) {
    throw clientError(`Family ${JSON.stringify(input.family)} should contain 1 to 255 letters, digits, _ or -.`);
  }
  const [container, ...others] = input.containerDefinitions ?? [];
  if (container === undefined) throw clientError("Container list cannot be empty.");
  if (others.length > 0) throw notModelled("more than one container in a task definition");
  if (input.networkMode !== undefined && input.networkMode !== "bridge") {
    throw notModelled(`network mode ${input.networkMode}`);
  }
  if (input.requiresCompatibilities?.some((compatibility) => compatibility !== "EC2")) {
    throw notModelled(`compatibility ${input.requiresCompatibilities.join(", ")}`);
  }
  validateContainer(container, input.memory !== undefined);
};

const validateContainer = (container: ContainerDefinition, hasTaskMemory: boolean): void => {
  const { name, image, stopTimeout = 0, portMappings = [] } = container;
  if (!name) throw clientError("Container.name should not be null or empty.");
  if (!image) throw clientError("Container.image should not be null or empty.");
  if (container.essential === false) throw clientError("At least one container must be essential.");
  validateMemory(container, hasTaskMemory);
  if (stopTimeout < 0) throw clientError(`Invalid 'stopTimeout' ${stopTimeout}: use 0 or more seconds.`);
  if (portMappings.length > 1) throw notModelled("more than one port mapping in a container");
  portMappings.forEach(validatePortMapping);
  validateSecrets(container);
  refuseUnmodelled(container);
};

const validateMemory = ({ memory, memoryReservation }: ContainerDefinition, hasTaskMemory: boolean): void => {
  if (!hasTaskMemory && memory === undefined && memoryReservation === undefined) {
    throw clientError(
      "Invalid setting for container. At least one of 'memory' or 'memoryReservation' must be specified.",
    );
  }
  if (memory !== undefined && memory < 6) {
    throw clientError(`Invalid 'memory' ${memory}: Docker allows no less than 6 MiB.`);
  }
};

const validatePortMapping = ({ containerPort, hostPort = 0, protocol = "tcp" }: PortMapping): void => {
  if (containerPort === undefined || containerPort < 1 || containerPort > 65_535) {
    throw clientError(`Invalid container port ${containerPort}: use 1 to 65535.`);
  }
  // All instances of the rehearsal are this one machine, so only dynamic host ports can't collide.
  if (hostPort !== 0) throw notModelled(`the fixed host port ${hostPort}`);
  if (protocol !== "tcp") throw notModelled(`the port protocol ${protocol}`);
};

const validateSecrets = ({ secrets = [], environment = [] }: ContainerDefinition): void => {
  for (const { name, valueFrom } of secrets) {
    if (!name || !valueFrom) throw clientError("Secret name and valueFrom must not be empty.");
    if (valueFrom.includes(":secretsmanager:")) throw notModelled("secrets from Secrets Manager; use an SSM parameter");
    if (environment.some((variable) => variable.name === name)) {
      throw clientError(
        `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${name}'.`,
      );
    }
  }
};

const unmodelled = [
  "command",
  "dependsOn",
  "entryPoint",
  "environmentFiles",
  "firelensConfiguration",
  "healthCheck",
  "links",
  "mountPoints",
  "resourceRequirements",
  "restartPolicy",
  "volumesFrom",
] as const satisfies readonly (keyof ContainerDefinition)[];

const refuseUnmodelled = (container: ContainerDefinition): void => {
  for (const property of unmodelled) {
    const value = container[property];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    throw notModelled(`containerDefinitions.${property}`);
  }
};

const clientError = (message: string): AwsError => new AwsError("ClientException", message);

const notModelled = (what: string): AwsError =>
  new AwsError("NotModelled", `The rehearsal's region does not model ecs:RegisterTaskDefinition with ${what}.`, 501);
