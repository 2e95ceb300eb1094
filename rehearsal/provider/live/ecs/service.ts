import type {
  CreateServiceCommandOutput,
  DeleteServiceCommandInput,
  Service,
  UpdateServiceCommandInput,
  UpdateServiceCommandOutput,
} from "@aws-sdk/client-ecs";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType, type LiveUpdate } from "../../live-type";
import { flagIn, numberIn, type Properties, textIn } from "../../properties";
import { createServiceOf, serviceChangesOf } from "./service-input";
import { describeService, waitForSteadyState } from "./steady-state";
import { updateEcsTags } from "./tag-ecs";

const gone = ["ClusterNotFoundException", "ServiceNotFoundException", "ServiceNotActiveException"];

/** The provider's own limit. */
const deleteTimeoutMs = 20 * 60_000;

/** `aws.ecs.Service`. */
export const service: LiveType = {
  create: async (inputs, context) => {
    const answer = await context.send<CreateServiceCommandOutput>("ecs", "CreateService", createServiceOf(inputs));
    const created = answer.service ?? {};
    const resource = toResource(created);
    context.keep(resource);
    if (flagIn(inputs, "waitForSteadyState") === true) await waitForSteadyState(created, context);
    return resource;
  },
  read: async ({ id, state }, context) => {
    const found = await describeService(textIn(state, "cluster"), id, context);
    if (found === undefined || found.status === "INACTIVE") return undefined;
    return { ...toResource(found), inputs: liveInputsOf(found, state) };
  },
  update: async (change, context) => {
    refuseStrategyChange(change);
    const updated = await updateService(change, context);
    await updateEcsTags(change.id, change, context);
    if (flagIn(change.news, "waitForSteadyState") === true) {
      const found = updated ?? (await describeService(textIn(change.news, "cluster"), change.id, context)) ?? {};
      context.keep({ id: change.id, outputs: {} });
      await waitForSteadyState(found, context);
    }
    return {};
  },
  delete: async ({ id, state }, context) => {
    const cluster = textIn(state, "cluster");
    const found = await describeService(cluster, id, context);
    if (found === undefined || found.status === "INACTIVE") return;
    await stopService(found, state, context);
    const describeInactive = async (): Promise<true | undefined> => {
      const { status = "INACTIVE" } = (await describeService(cluster, id, context)) ?? {};
      return status === "INACTIVE" ? true : undefined;
    };
    await context.waitUntil("the last task of the service has stopped", describeInactive, deleteTimeoutMs);
  },
  filledIn: ["launchType"],
};

const updateService = async (change: LiveUpdate, { send }: LiveContext): Promise<Service | undefined> => {
  const changes = serviceChangesOf(change);
  if (Object.keys(changes).length === 0) return undefined;
  const input: UpdateServiceCommandInput = {
    cluster: textIn(change.news, "cluster"),
    service: change.id,
    ...changes,
    forceNewDeployment: flagIn(change.news, "forceNewDeployment") === true ? true : undefined,
  };
  return (await send<UpdateServiceCommandOutput>("ecs", "UpdateService", input)).service;
};

/** The provider refuses this itself: AWS would accept it and leave the running tasks where they are. */
const refuseStrategyChange = (change: LiveUpdate): void => {
  const isForced = flagIn(change.news, "forceNewDeployment") === true;
  if (isForced || !hasChanged(change, ["capacityProviderStrategies"])) return;
  throw new Error("force_new_deployment should be true when capacity_provider_strategy is being updated");
};

/** A service can be deleted once it wants no tasks. */
const stopService = async (
  { serviceArn, clusterArn, status }: Service,
  state: Properties,
  { send }: LiveContext,
): Promise<void> => {
  if (status !== "DRAINING") {
    const input: UpdateServiceCommandInput = { cluster: clusterArn, service: serviceArn, desiredCount: 0 };
    await unlessRefused(send("ecs", "UpdateService", input), gone);
  }
  const input: DeleteServiceCommandInput = {
    cluster: clusterArn,
    force: flagIn(state, "forceDelete") ?? false,
    service: serviceArn,
  };
  await unlessRefused(send("ecs", "DeleteService", input), gone);
};

const toResource = (found: Service): LiveResource => ({
  id: found.serviceArn ?? "",
  outputs: {
    arn: found.serviceArn,
    launchType: found.launchType,
    name: found.serviceName,
    schedulingStrategy: found.schedulingStrategy,
  },
});

/** What autoscaling and people change behind Pulumi's back. */
const liveInputsOf = (found: Service, state: Properties): Properties => ({
  ...(numberIn(state, "desiredCount") !== undefined && { desiredCount: found.desiredCount }),
  ...(textIn(state, "taskDefinition")?.startsWith("arn:") && { taskDefinition: found.taskDefinition }),
});
