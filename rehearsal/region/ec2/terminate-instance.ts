import { deregisterContainerInstance } from "../ecs/container-instances";
import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { putInstance } from "./update-ec2";

/**
 * Shuts an instance down; ECS deregisters the container instance of a terminated one by itself, unless its agent was gone.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html
 */
export const terminateInstance = (state: RegionState, instanceId: string, context: CallContext): RegionState => {
  const instance = state.ec2.instances[instanceId];
  if (instance === undefined || instance.state === "shutting-down" || instance.state === "terminated") return state;
  const terminating = putInstance(state, { ...instance, state: "shutting-down" });
  const registered = terminating.ecs.containerInstances[instance.containerInstanceArn ?? ""];
  if (registered === undefined || registered.isAgentConnected === false) return terminating;
  const input = { cluster: registered.clusterArn, containerInstance: registered.containerInstanceArn, force: true };
  return deregisterContainerInstance(terminating, input, context).state;
};
