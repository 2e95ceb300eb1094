import type { StackName } from "../cutover/parameter-names";
import type { Color } from "../cutover/plan-weights";
import { asList, asRecord } from "./as-record";

/** What Pulumi knows of a deployed stack, as far as the commands need it. */
export interface StackState extends StackName {
  /** The ECS cluster; undefined where the deployment hasn't come that far. */
  readonly clusterName: string | undefined;
  readonly resources: readonly StateResource[];
}

/** One resource. */
export interface StateResource {
  readonly urn: string;
  /** For example `aws:lb/listenerRule:ListenerRule`. */
  readonly type: string;
  /** The last part of the URN. */
  readonly name: string;
  /** What AWS calls it; empty for components. */
  readonly id: string;
  /** URNs of its parent and of what it depends on. */
  readonly needs: readonly string[];
  /** The target group that an alarm looks at, as CloudWatch names it: `targetgroup/…`. Absent for everything else. */
  readonly targetGroup?: string;
}

const stackType = "pulumi:pulumi:Stack";

/** Reads what `pulumi stack export` prints; throws where nothing has been deployed. */
export const parseState = (text: string): StackState => {
  const { resources } = asRecord(asRecord(JSON.parse(text))["deployment"]);
  const records = asList(resources)
    .map(asRecord)
    .filter(({ delete: isLeaving }) => isLeaving !== true);
  const root = records.find(({ type }) => type === stackType);
  const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(String(root?.["urn"])) ?? [];
  if (stack === undefined || project === undefined) {
    throw new Error(
      "Nothing is deployed in this stack. Deploy it first: pulumi up. Or name another one: --stack <name>.",
    );
  }
  const clusterName = asRecord(root?.["outputs"])["clusterName"];
  return {
    stack,
    project,
    clusterName: typeof clusterName === "string" ? clusterName : undefined,
    resources: records.map(toResource),
  };
};

const toResource = ({ urn, type, id, parent, dependencies, inputs }: Record<string, unknown>): StateResource => ({
  urn: String(urn),
  type: String(type),
  name: String(urn).split("::").at(-1) ?? "",
  id: typeof id === "string" ? id : "",
  needs: [parent, ...asList(dependencies)].filter((needed) => typeof needed === "string"),
  ...watchedGroup(type, inputs),
});

const watchedGroup = (type: unknown, inputs: unknown): Pick<StateResource, "targetGroup"> => {
  if (type !== "aws:cloudwatch/metricAlarm:MetricAlarm") return {};
  const { TargetGroup: targetGroup } = asRecord(asRecord(inputs)["dimensions"]);
  return typeof targetGroup === "string" ? { targetGroup } : {};
};

/** The ECS service of one colour as AWS calls it: the last part of its ARN. */
export const ecsServiceName = ({ resources }: StackState, service: string, color: Color): string | undefined =>
  resources
    .find(({ type, name }) => type === "aws:ecs/service:Service" && name === `${service}-${color}`)
    ?.id.split("/")
    .at(-1);
