import type {
  Cluster,
  ClusterSetting,
  CreateClusterCommandInput,
  CreateClusterCommandOutput,
  DescribeClustersCommandOutput,
  UpdateClusterCommandInput,
} from "@aws-sdk/client-ecs";
import { isRefusal, unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType } from "../../live-type";
import { objectsIn, type Properties, textIn } from "../../properties";
import { ecsTagsOf, updateEcsTags } from "./tag-ecs";

/** The provider's own limits. */
const createTimeoutMs = 10 * 60_000;
const deleteTimeoutMs = 10 * 60_000;

/** What keeps a cluster for the moment: instances, services and tasks that are on their way out. */
const stillInUse = [
  "ClusterContainsContainerInstancesException",
  "ClusterContainsServicesException",
  "ClusterContainsTasksException",
  "UpdateInProgressException",
];

/** `aws.ecs.Cluster`. */
export const cluster: LiveType = {
  create: async (inputs, context) => {
    refuseConfiguration(inputs);
    const input: CreateClusterCommandInput = {
      clusterName: textIn(inputs, "name"),
      settings: settingsOf(inputs),
      tags: ecsTagsOf(inputs),
    };
    const answer = await context.send<CreateClusterCommandOutput>("ecs", "CreateCluster", input);
    const resource = toResource(answer.cluster ?? {});
    context.keep(resource);
    await context.waitUntil("the cluster is active", () => describeActive(resource.id, context), createTimeoutMs);
    return resource;
  },
  read: async ({ id }, context) => {
    const found = await describeActive(id, context);
    return found && toResource(found);
  },
  update: async (change, context) => {
    refuseConfiguration(change.news);
    if (hasChanged(change, ["settings"])) {
      const input: UpdateClusterCommandInput = { cluster: change.id, settings: settingsOf(change.news) };
      await context.send("ecs", "UpdateCluster", input);
    }
    await updateEcsTags(change.id, change, context);
    return {};
  },
  delete: async ({ id }, context) => {
    const attempt = async (): Promise<true | undefined> => {
      try {
        await context.send("ecs", "DeleteCluster", { cluster: id });
      } catch (error) {
        if (isRefusal(error, stillInUse)) return undefined;
        if (!isRefusal(error, ["ClusterNotFoundException"])) throw error;
      }
      return true;
    };
    await context.waitUntil("the cluster is empty", attempt, deleteTimeoutMs);
  },
  filledIn: ["settings"],
};

const describeActive = async (arn: string, { send }: LiveContext): Promise<Cluster | undefined> => {
  const request = send<DescribeClustersCommandOutput>("ecs", "DescribeClusters", { clusters: [arn] });
  const answer = await unlessRefused(request, ["ClusterNotFoundException"]);
  return answer?.clusters?.find(({ status }) => status === "ACTIVE");
};

const toResource = ({ clusterArn: arn = "", clusterName: name }: Cluster): LiveResource => ({
  id: arn,
  outputs: { arn, name },
});

const settingsOf = (inputs: Properties): ClusterSetting[] | undefined => {
  const settings = objectsIn(inputs, "settings").map((setting) => ({
    name: textIn(setting, "name") as "containerInsights",
    value: textIn(setting, "value"),
  }));
  return settings.length === 0 ? undefined : settings;
};

const refuseConfiguration = (inputs: Properties): void => {
  const property = ["configuration", "serviceConnectDefaults"].find((name) => inputs[name] !== undefined);
  if (property !== undefined) throw new Error(`The rehearsal does not model the property ${property} of a cluster.`);
};
