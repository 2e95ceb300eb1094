import { disconnectContainerInstance } from "../ecs/container-instances";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { putInstance } from "./update-ec2";

/**
 * Gives a running instance a new root volume, and with it an agent that remembers nothing: its old registration stays behind
 * without an agent, the new one comes with time.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/replace-root-volume.html
 */
export const replaceRootVolume = (state: RegionState, instanceId: string, context: CallContext): RegionState => {
  const instance = state.ec2.instances[instanceId];
  if (instance?.state !== "running") return state;
  const { containerInstanceArn, ...renewed } = instance;
  return disconnectContainerInstance(putInstance(state, renewed), containerInstanceArn, context);
};
