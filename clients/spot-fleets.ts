import {
  DescribeSpotFleetInstancesCommand,
  DescribeSpotFleetRequestsCommand,
  type EC2Client,
  ModifySpotFleetRequestCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { callInParts, readAllPages } from "./drain-pages";
import type { Retry } from "./drain-retry";

/** How large a fleet should be and is, in units of its target. */
export interface FleetCapacity {
  readonly target: number;
  readonly fulfilled: number;
}

/** Spot Fleets whose victims we choose ourselves. */
export interface SpotFleets {
  capacity(fleetId: string): Promise<FleetCapacity>;
  /** Ids of the fleet's running instances. */
  instanceIds(fleetId: string): Promise<readonly string[]>;
  /** Changes the target; with `NoTermination` the fleet keeps what it has and doesn't replace what we end ourselves. */
  setTarget(fleetId: string, target: number): Promise<void>;
  /** Ends instances; an instance that is gone already is no error. */
  terminate(instanceIds: readonly string[]): Promise<void>;
}

/** Spot Fleets through the EC2 API. */
export const createSpotFleets = (ec2: Pick<EC2Client, "send">, retry: Retry): SpotFleets => ({
  capacity: async (fleetId) => {
    const { SpotFleetRequestConfigs: found = [] } = await retry(() =>
      ec2.send(new DescribeSpotFleetRequestsCommand({ SpotFleetRequestIds: [fleetId] })),
    );
    const config = found.find(({ SpotFleetRequestId }) => SpotFleetRequestId === fleetId)?.SpotFleetRequestConfig;
    if (config === undefined) throw new Error(`Spot Fleet ${fleetId} doesn't exist. Check the id and the region.`);
    return { target: config.TargetCapacity ?? 0, fulfilled: config.FulfilledCapacity ?? 0 };
  },
  instanceIds: (fleetId) =>
    readAllPages(async (nextToken) => {
      const page = await retry(() =>
        ec2.send(new DescribeSpotFleetInstancesCommand({ SpotFleetRequestId: fleetId, NextToken: nextToken })),
      );
      const items = page.ActiveInstances?.flatMap(({ InstanceId }) => (InstanceId === undefined ? [] : [InstanceId]));
      return { items, nextToken: page.NextToken };
    }),
  setTarget: async (fleetId, target) => {
    await retry(() =>
      ec2.send(
        new ModifySpotFleetRequestCommand({
          SpotFleetRequestId: fleetId,
          TargetCapacity: target,
          ExcessCapacityTerminationPolicy: "noTermination",
        }),
      ),
    );
  },
  terminate: async (instanceIds) => {
    // One by one: a single unknown id makes EC2 refuse the whole call.
    await callInParts(instanceIds, 1, (part) =>
      retry(() => ec2.send(new TerminateInstancesCommand({ InstanceIds: part }))).catch(ignoreGone),
    );
  },
});

const ignoreGone = (error: unknown): void => {
  if (!(error instanceof Error && error.name === "InvalidInstanceID.NotFound")) throw error;
};
