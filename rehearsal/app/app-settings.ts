/** How a version of the app can be bad: it exits at once, answers its health check with 503, or everything else with 500. */
export const misbehaviours = ["broken", "sick", "failing"] as const;

/** One way to be bad. */
export type Misbehaviour = (typeof misbehaviours)[number];

/** What the demo app reads from its environment. */
export interface AppSettings {
  /** Shown in every answer. @default "none" */
  readonly color: string;
  /** Shown in every answer. @default "0.0.0" */
  readonly version: string;
  /** Shown in every answer. @default "local" */
  readonly task: string;
  /** 0 lets the system choose. @default 8080 */
  readonly port: number;
  readonly misbehaviour: Misbehaviour | undefined;
}

/** Reads the environment of the container; refuses a port or misbehaviour that isn't one. */
export const parseAppSettings = (environment: Readonly<Record<string, string | undefined>>): AppSettings => {
  const {
    SWITCHYARD_COLOR: color = "none",
    SWITCHYARD_VERSION: version = "0.0.0",
    SWITCHYARD_TASK: task = "local",
    SWITCHYARD_MISBEHAVIOUR: misbehaviour,
    PORT: port = "8080",
  } = environment;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`PORT is ${JSON.stringify(port)}: use a number from 0 to 65535.`);
  }
  return { color, version, task, port: Number(port), misbehaviour: misbehaviourOf(misbehaviour) };
};

const misbehaviourOf = (text: string | undefined): Misbehaviour | undefined => {
  if (text === undefined || text === "") return undefined;
  const found = misbehaviours.find((misbehaviour) => misbehaviour === text);
  if (found === undefined) throw new Error(`SWITCHYARD_MISBEHAVIOUR is "${text}": use ${misbehaviours.join(" or ")}.`);
  return found;
};
