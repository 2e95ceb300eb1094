import { numberOf, parseJson, recordsAt, textsAt, unknownValue } from "./pack/known-values";
import { type StackResource, stackPolicy, type Violation } from "./pack/policy";
import { refersTo, resourcesOf } from "./pack/references";
import { types } from "./pack/resource-types";

/** A spot instance leaves two minutes after its notice, whether its tasks are done or not. */
export const drainFitsTheSpotNotice = stackPolicy({
  name: "drain-fits-the-spot-notice",
  description:
    "A service's deregistration delay, its stop timeout and the time to react fit the notice of a spot instance.",
  level: "mandatory",
  defaults: {
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
    noticeSeconds: 120,
    reactionSeconds: 15,
    // ECS's own: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
    defaultStopTimeoutSeconds: 30,
    onDemandConstraint: "attribute:switchyard.purchase == on-demand",
  },
  check: (resources, config) =>
    resourcesOf(resources, types.service)
      .filter((service) => mayRunOnSpot(service, config.onDemandConstraint))
      .flatMap((service) => problemsOf(service, partsOf(service, resources, config), config)),
});

interface Config {
  readonly noticeSeconds: number;
  readonly reactionSeconds: number;
  readonly defaultStopTimeoutSeconds: number;
  readonly onDemandConstraint: string;
}

interface Parts {
  readonly delaySeconds: number;
  readonly stopSeconds: number;
}

/** Elastic Load Balancing's own: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
const defaultDelaySeconds = 300;

const mayRunOnSpot = ({ props }: StackResource, onDemandConstraint: string): boolean =>
  props["placementConstraints"] !== unknownValue &&
  !recordsAt(props, "placementConstraints").some((constraint) =>
    textsAt(constraint, "expression").includes(onDemandConstraint),
  );

const partsOf = (service: StackResource, resources: readonly StackResource[], config: Config): Parts => {
  const groups = resourcesOf(resources, types.targetGroup).filter((group) => isTargetOf(group, service));
  const definitions = resourcesOf(resources, types.taskDefinition).filter((definition) =>
    refersTo(service, "taskDefinition", definition),
  );
  const containers = definitions.flatMap(({ props }) =>
    recordsAt({ list: parseJson(props["containerDefinitions"]) }, "list"),
  );
  return {
    delaySeconds: longest(groups.map(({ props }) => props["deregistrationDelay"] ?? defaultDelaySeconds)),
    stopSeconds: longest(containers.map(({ stopTimeout }) => stopTimeout ?? config.defaultStopTimeoutSeconds)),
  };
};

const isTargetOf = (group: StackResource, service: StackResource): boolean =>
  refersTo(service, "loadBalancers", group) ||
  recordsAt(service.props, "loadBalancers").some((entry) =>
    textsAt(entry, "targetGroupArn").some((arn) => arn === group.props["arn"]),
  );

/** What isn't known yet may be short. */
const longest = (seconds: readonly unknown[]): number =>
  Math.max(0, ...seconds.filter((value) => value !== unknownValue).map(numberOf));

const problemsOf = (
  { urn }: StackResource,
  { delaySeconds, stopSeconds }: Parts,
  { noticeSeconds, reactionSeconds }: Config,
): readonly Violation[] => {
  const total = delaySeconds + stopSeconds + reactionSeconds;
  if (total <= noticeSeconds) return [];
  const message =
    `Needs ${delaySeconds} s to deregister + ${stopSeconds} s to stop + ${reactionSeconds} s to react = ${total} s, ` +
    `allowed: ${noticeSeconds} s, the notice of a spot instance. Shorten them, or place the service on demand.`;
  return [{ urn, message }];
};
