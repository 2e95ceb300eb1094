/** One container as ECS's RegisterTaskDefinition takes it. */
export type ContainerDefinition = Readonly<Record<string, unknown>> & { readonly name: string };

/** What the container of one colour is made of. */
export interface ContainerFacts {
  readonly name: string;
  readonly image: string;
  readonly cpu: number;
  readonly memory: number;
  readonly stopTimeoutSeconds: number;
  /** Absent for a queue worker. */
  readonly port?: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** What the program tells a queue worker. @default nothing */
  readonly workerEnvironment?: Readonly<Record<string, string>> | undefined;
  readonly secrets: Readonly<Record<string, string>>;
  readonly color: string;
  readonly version: string;
  readonly logGroupName: string;
  readonly region: string;
}

/** The container of one colour; the same facts give the same definition, whatever order they were written in. */
export const planContainer = (facts: ContainerFacts): ContainerDefinition => ({
  name: facts.name,
  image: facts.image,
  essential: true,
  cpu: facts.cpu,
  memory: facts.memory,
  // Host port 0: Docker chooses one, so that both colours fit on one instance.
  portMappings: facts.port === undefined ? [] : [{ containerPort: facts.port, hostPort: 0, protocol: "tcp" }],
  environment: pairs(
    {
      ...facts.environment,
      ...facts.workerEnvironment,
      SWITCHYARD_COLOR: facts.color,
      SWITCHYARD_VERSION: facts.version,
    },
    "value",
  ),
  secrets: pairs(facts.secrets, "valueFrom"),
  stopTimeout: facts.stopTimeoutSeconds,
  // The first process of a container reaps no children, and ECS Exec leaves some.
  linuxParameters: { initProcessEnabled: true },
  dockerLabels: { "switchyard.color": facts.color, "switchyard.version": facts.version },
  logConfiguration: {
    logDriver: "awslogs",
    options: {
      "awslogs-group": facts.logGroupName,
      "awslogs-region": facts.region,
      "awslogs-stream-prefix": facts.color,
      // A log that can't be sent must not stop the service: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
      mode: "non-blocking",
      "max-buffer-size": "25m",
    },
  },
});

const pairs = (values: Readonly<Record<string, string>>, key: "value" | "valueFrom"): readonly object[] =>
  Object.entries(values)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, [key]: value }));
