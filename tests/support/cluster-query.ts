import { awsError } from "./fake-aws-client";

/** What a cluster query can ask about. */
export interface QueriedInstance {
  readonly instanceId: string;
  readonly isConnected: boolean;
  /** Epoch milliseconds. */
  readonly registeredAt: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html, the expressions that we send. */
export const matches = (instance: QueriedInstance, expression: string): boolean => {
  const [, ids] = /^ec2InstanceId in \[(.*)\]$/.exec(expression) ?? [];
  if (ids !== undefined) return ids.split(", ").includes(instance.instanceId);
  const [, since] = /^registeredAt > (\S+)$/.exec(expression) ?? [];
  if (since !== undefined) return instance.registeredAt > Date.parse(since);
  const [, attribute] = /^attribute:(\S+) !exists$/.exec(expression) ?? [];
  if (attribute !== undefined) return instance.attributes[attribute] === undefined;
  if (expression === "agentConnected == true") return instance.isConnected;
  throw awsError("NotModelled", `the cluster query expression "${expression}" isn't modelled`);
};
