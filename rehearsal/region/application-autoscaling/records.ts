import { AwsError } from "../operation";
import type { RegionState } from "../state";
import type { ApplicationAutoScalingState, ScalableTargetRecord } from "./state";

/** How every request names its scalable target. */
export interface TargetName {
  readonly ServiceNamespace?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

/** The service namespace, and the only dimension in it, that are modelled. */
export const modelled = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" } as const;

/** Refuses what isn't modelled by name, and what no ECS service could be called. */
export const requireEcsService = (name: TargetName): string => {
  const { ServiceNamespace, ScalableDimension, ResourceId = "" } = name;
  if (ServiceNamespace !== modelled.ServiceNamespace || ScalableDimension !== modelled.ScalableDimension) {
    throw new AwsError(
      "NotModelled",
      `The rehearsal's region does not model ${ScalableDimension} of ${ServiceNamespace}; it scales ECS services.`,
      501,
    );
  }
  if (!/^service\/[^/]+\/[^/]+$/.test(ResourceId)) {
    throw validation(`Unsupported service namespace, resource type or scalable dimension: ${ResourceId}`);
  }
  return ResourceId;
};

/** The scalable target; refuses one that isn't registered. */
export const targetOf = (state: RegionState, name: TargetName): ScalableTargetRecord => {
  const target = state.applicationAutoScaling.targets[requireEcsService(name)];
  if (target !== undefined) return target;
  throw objectNotFound(
    `No scalable target registered for service namespace: ${name.ServiceNamespace}, resource ID: ${name.ResourceId}, ` +
      `scalable dimension: ${name.ScalableDimension}`,
  );
};

/**
 * Refuses an update while the one before is pending.
 * Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export const requireNotPending = (target: ScalableTargetRecord | undefined, now: number): void => {
  if (target === undefined || now >= target.pendingUntil) return;
  throw new AwsError(
    "ConcurrentUpdateException",
    "You already have a pending update to an Auto Scaling resource.",
    // A fault of the server, as the API has it: SDKs try again.
    500,
  );
};

/** The region with some of the slice replaced. */
export const updateSlice = (state: RegionState, change: Partial<ApplicationAutoScalingState>): RegionState => ({
  ...state,
  applicationAutoScaling: { ...state.applicationAutoScaling, ...change },
});

/** The region with this target added or replaced; an update of it is pending from now on. */
export const putTarget = (state: RegionState, target: ScalableTargetRecord, now: number): RegionState => {
  const { targets, pendingMs } = state.applicationAutoScaling;
  return updateSlice(state, {
    targets: { ...targets, [target.resourceId]: { ...target, pendingUntil: now + pendingMs } },
  });
};

/** Under which a policy or an action is kept. */
export const keyOf = (resourceId: string, name: string | undefined): string => `${resourceId} ${name ?? ""}`;

/** The records without those under the keys that are no longer wanted. */
export const without = <Value>(
  records: Readonly<Record<string, Value>>,
  isGone: (key: string) => boolean,
): Readonly<Record<string, Value>> => Object.fromEntries(Object.entries(records).filter(([key]) => !isGone(key)));

/** A request that breaks a rule of the API. */
export const validation = (message: string): AwsError => new AwsError("ValidationException", message);

/** A request about something that isn't there. */
export const objectNotFound = (message: string): AwsError => new AwsError("ObjectNotFoundException", message);
