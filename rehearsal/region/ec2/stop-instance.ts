import { disconnectContainerInstance } from "../ecs/container-instances";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { putInstance } from "./update-ec2";

/**
 * Stops or hibernates an instance: it stays, and so does its container instance, whose agent is gone.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html
 */
export const stopInstance = (state: RegionState, instanceId: string, context: CallContext): RegionState => {
  const instance = state.ec2.instances[instanceId];
  if (instance?.state !== "running") return state;
  const stopping = putInstance(state, { ...instance, state: "stopping" });
  return disconnectContainerInstance(stopping, instance.containerInstanceArn, context);
};
