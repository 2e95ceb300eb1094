import {
  type AutoScalingClient,
  CompleteLifecycleActionCommand,
  DescribeAutoScalingInstancesCommand,
  RecordLifecycleActionHeartbeatCommand,
} from "@aws-sdk/client-auto-scaling";
import type { Retry } from "./drain-retry";

/** Names one lifecycle action of one instance. */
export interface LifecycleActionKey {
  readonly instanceId: string;
  readonly groupName: string;
  readonly hookName: string;
  readonly token: string;
}

/** The lifecycle actions of Auto Scaling groups. */
export interface LifecycleActions {
  /** The instance's lifecycle state, for example `Terminating:Wait`; undefined where no group knows it. */
  state(instanceId: string): Promise<string | undefined>;
  /** Prolongs the wait by the hook's timeout; false where the action has ended. */
  beat(action: LifecycleActionKey): Promise<boolean>;
  /** Ends the wait; false where the action has ended already. */
  complete(action: LifecycleActionKey, result: "CONTINUE" | "ABANDON"): Promise<boolean>;
}

/** Lifecycle actions through the Auto Scaling API. */
export const createLifecycleActions = (groups: Pick<AutoScalingClient, "send">, retry: Retry): LifecycleActions => ({
  state: async (instanceId) => {
    const { AutoScalingInstances: found = [] } = await retry(() =>
      groups.send(new DescribeAutoScalingInstancesCommand({ InstanceIds: [instanceId] })),
    );
    return found.find(({ InstanceId }) => InstanceId === instanceId)?.LifecycleState;
  },
  beat: (action) =>
    falseWhereEnded(retry(() => groups.send(new RecordLifecycleActionHeartbeatCommand(toInput(action))))),
  complete: (action, result) =>
    falseWhereEnded(
      retry(() =>
        groups.send(new CompleteLifecycleActionCommand({ ...toInput(action), LifecycleActionResult: result })),
      ),
    ),
});

const toInput = ({ instanceId, groupName, hookName, token }: LifecycleActionKey) => ({
  AutoScalingGroupName: groupName,
  LifecycleHookName: hookName,
  LifecycleActionToken: token,
  InstanceId: instanceId,
});

/** "No active Lifecycle Action found" comes as a ValidationError. */
const falseWhereEnded = async (call: Promise<unknown>): Promise<boolean> => {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "ValidationError") return false;
    throw error;
  }
};
