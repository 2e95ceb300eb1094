import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
  type ScalableTarget,
} from "@aws-sdk/client-application-auto-scaling";
import type { LiveBounds } from "../standby/plan-bounds";

/** Which calls may wait no longer. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/** The bounds within which autoscaling keeps the tasks of ECS services. */
export interface ScalableTargets {
  /** By resource id (`service/<cluster>/<service>`); one that isn't registered is left out. */
  describe(resourceIds: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, LiveBounds>>;
  /** Changes a target that exists; AWS then brings the number of tasks within the bounds. */
  update(resourceId: string, bounds: LiveBounds, options?: CallOptions): Promise<void>;
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
const pageSize = 50;

const scope = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" } as const;

/** Scalable targets through the API of Application Auto Scaling; every list is complete. */
export const createScalableTargets = (client: Pick<ApplicationAutoScalingClient, "send">): ScalableTargets => ({
  describe: async (resourceIds, options = {}) => {
    const found = new Map<string, LiveBounds>();
    for (let start = 0; start < resourceIds.length; start += pageSize) {
      const ResourceIds = resourceIds.slice(start, start + pageSize);
      for (const target of await describePages(client, ResourceIds, options))
        found.set(target.ResourceId ?? "", toBounds(target));
    }
    return found;
  },
  update: async (ResourceId, { min, max, suspended }, options = {}) => {
    const command = new RegisterScalableTargetCommand({
      ...scope,
      ResourceId,
      MinCapacity: min,
      MaxCapacity: max,
      // All of them: what becomes of those that are left out isn't documented.
      SuspendedState: {
        DynamicScalingInSuspended: suspended.scaleIn,
        DynamicScalingOutSuspended: suspended.scaleOut,
        ScheduledScalingSuspended: suspended.scheduled,
      },
    });
    await client.send(command, options);
  },
});

const describePages = async (
  client: Pick<ApplicationAutoScalingClient, "send">,
  ResourceIds: string[],
  options: CallOptions,
): Promise<readonly ScalableTarget[]> => {
  const targets: ScalableTarget[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeScalableTargetsCommand({ ...scope, ResourceIds, NextToken }), options);
    targets.push(...(page.ScalableTargets ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return targets;
};

const toBounds = ({ MinCapacity = 0, MaxCapacity = 0, SuspendedState = {} }: ScalableTarget): LiveBounds => ({
  min: MinCapacity,
  max: MaxCapacity,
  suspended: {
    scaleIn: SuspendedState.DynamicScalingInSuspended ?? false,
    scaleOut: SuspendedState.DynamicScalingOutSuspended ?? false,
    scheduled: SuspendedState.ScheduledScalingSuspended ?? false,
  },
});
