import { AwsError } from "../operation";

/** What the ECS agent reads from its configuration. */
export interface AgentConfig {
  /** Undefined where the user data names none: the instance then joins nothing here. */
  readonly cluster: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly propagatesInstanceTags: boolean;
}

/**
 * The agent's settings as user data writes them to `/etc/ecs/ecs.config` (plain text or a shell script, base64).
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
export const parseAgentConfig = (userData: string): AgentConfig => {
  const text = Buffer.from(userData, "base64").toString("utf8");
  return {
    cluster: /\bECS_CLUSTER=["']?([A-Za-z0-9_-]+)/.exec(text)?.[1],
    attributes: attributesOf(text),
    propagatesInstanceTags: /\bECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=["']?ec2_instance\b/.test(text),
  };
};

const attributesOf = (text: string): Readonly<Record<string, string>> => {
  const value = /\bECS_INSTANCE_ATTRIBUTES=["']?(\{[^}]*\}?)/.exec(text)?.[1];
  if (value === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(value.replaceAll('\\"', '"'));
    const entries = Object.entries(parsed as object).map(([name, attribute]) => [name, String(attribute)] as const);
    return Object.fromEntries(entries);
  } catch {
    throw new AwsError(
      "NotModelled",
      `ECS_INSTANCE_ATTRIBUTES is ${value}, which is not JSON: the ECS agent would not start. Write for example {"lifecycle":"spot"}.`,
      501,
    );
  }
};
