import type {
  CancelSpotFleetRequestsCommandInput,
  DescribeSpotFleetInstancesCommandOutput,
  DescribeSpotFleetRequestsCommandOutput,
  ModifySpotFleetRequestCommandInput,
  RequestSpotFleetCommandInput,
  RequestSpotFleetCommandOutput,
  SpotFleetRequestConfig,
} from "@aws-sdk/client-ec2";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType, type LiveUpdate } from "../../live-type";
import { flagIn, numberIn, type Properties, textIn } from "../../properties";
import { spotFleetConfigOf } from "./spot-fleet-config";
import { updateEc2Tags } from "./tag-ec2";

const notFound = ["InvalidSpotFleetRequestId.NotFound"];

/** The provider's own limits. */
const createTimeoutMs = 10 * 60_000;
const updateTimeoutMs = 10 * 60_000;
const deleteTimeoutMs = 15 * 60_000;

/** `aws.ec2.SpotFleetRequest`. */
export const spotFleetRequest: LiveType = {
  create: async (inputs, context) => {
    const input: RequestSpotFleetCommandInput = { SpotFleetRequestConfig: spotFleetConfigOf(inputs) };
    const answer = await context.send<RequestSpotFleetCommandOutput>("ec2", "RequestSpotFleet", input);
    const id = answer.SpotFleetRequestId ?? "";
    context.keep({ id, outputs: { spotRequestState: "submitted" } });
    const active = await waitUntilActive(id, context, createTimeoutMs);
    if (flagIn(inputs, "waitForFulfillment") === true) await waitUntilFulfilled(id, context);
    return toResource(active);
  },
  read: async ({ id, state }, context) => {
    const found = await describe(id, context);
    if (found === undefined || found.SpotFleetRequestState?.startsWith("cancelled")) return undefined;
    const targetCapacity = found.SpotFleetRequestConfig?.TargetCapacity;
    return { ...toResource(found), inputs: numberIn(state, "targetCapacity") === undefined ? {} : { targetCapacity } };
  },
  update: async (change, context) => {
    await modifyRequest(change, context);
    await updateEc2Tags(change, context);
    return {};
  },
  delete: async ({ id, state }, context) => {
    const TerminateInstances = terminatesInstances(state);
    const input: CancelSpotFleetRequestsCommandInput = { SpotFleetRequestIds: [id], TerminateInstances };
    const cancelled = await unlessRefused(context.send("ec2", "CancelSpotFleetRequests", input), notFound);
    if (cancelled === undefined || !TerminateInstances) return;
    const askEmpty = async (): Promise<true | undefined> =>
      (await countInstances(id, context)) === 0 ? true : undefined;
    await context.waitUntil("the fleet's instances are terminated", askEmpty, deleteTimeoutMs);
  },
};

const modifyRequest = async (change: LiveUpdate, context: LiveContext): Promise<void> => {
  const { id, news } = change;
  if (!hasChanged(change, ["excessCapacityTerminationPolicy", "onDemandTargetCapacity", "targetCapacity"])) return;
  const hasPolicyChanged = hasChanged(change, ["excessCapacityTerminationPolicy"]);
  const input: ModifySpotFleetRequestCommandInput = {
    SpotFleetRequestId: id,
    TargetCapacity: hasChanged(change, ["targetCapacity"]) ? numberIn(news, "targetCapacity") : undefined,
    OnDemandTargetCapacity: hasChanged(change, ["onDemandTargetCapacity"])
      ? numberIn(news, "onDemandTargetCapacity")
      : undefined,
    ExcessCapacityTerminationPolicy: hasPolicyChanged
      ? (textIn(news, "excessCapacityTerminationPolicy") as "noTermination")
      : undefined,
  };
  await context.send("ec2", "ModifySpotFleetRequest", input);
  await waitUntilActive(id, context, updateTimeoutMs);
};

/** It isn't part of the request: the provider remembers it until it cancels. */
const terminatesInstances = (state: Properties): boolean =>
  flagIn(state, "terminateInstancesOnDelete") ?? flagIn(state, "terminateInstancesWithExpiration") ?? false;

const describe = async (id: string, { send }: LiveContext): Promise<SpotFleetRequestConfig | undefined> => {
  const input = { SpotFleetRequestIds: [id] };
  const request = send<DescribeSpotFleetRequestsCommandOutput>("ec2", "DescribeSpotFleetRequests", input);
  return (await unlessRefused(request, notFound))?.SpotFleetRequestConfigs?.[0];
};

const waitUntilActive = (id: string, context: LiveContext, limitMs: number): Promise<SpotFleetRequestConfig> => {
  const askActive = async (): Promise<SpotFleetRequestConfig | undefined> => {
    const found = await describe(id, context);
    return found?.SpotFleetRequestState === "active" ? found : undefined;
  };
  return context.waitUntil(`the spot fleet ${id} is active`, askActive, limitMs);
};

const waitUntilFulfilled = (id: string, context: LiveContext): Promise<true> => {
  const askFulfilled = async (): Promise<true | undefined> => {
    const status = (await describe(id, context))?.ActivityStatus;
    if (status === "error") throw new Error(`The spot fleet ${id} has the activity status error.`);
    return status === "fulfilled" ? true : undefined;
  };
  return context.waitUntil(`the spot fleet ${id} is fulfilled`, askFulfilled, createTimeoutMs);
};

const countInstances = async (id: string, { send }: LiveContext): Promise<number> => {
  const input = { SpotFleetRequestId: id };
  const answer = await send<DescribeSpotFleetInstancesCommandOutput>("ec2", "DescribeSpotFleetInstances", input);
  return answer.ActiveInstances?.length ?? 0;
};

const toResource = (found: SpotFleetRequestConfig): LiveResource => ({
  id: found.SpotFleetRequestId ?? "",
  outputs: { spotRequestState: found.SpotFleetRequestState },
});
