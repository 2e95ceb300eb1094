import type {
  Cluster,
  CreateClusterCommandInput,
  DeleteClusterCommandInput,
  DescribeClustersCommandInput,
  ListClustersCommandInput,
  PutClusterCapacityProvidersCommandInput,
} from "@aws-sdk/client-ecs";
import { AwsError, type Operation } from "../operation";
import { pageOf } from "../page";
import type { RegionState } from "../state";
import { clusterOf, findCluster } from "./find-records";
import type { ClusterRecord } from "./state";
import { storeTags, withTagsOnRequest } from "./tags";
import { putCluster } from "./update-ecs";

/** Creating a cluster that is there already answers the one that is there, as AWS does. */
export const createCluster: Operation<CreateClusterCommandInput> = (state, input, { accountId, region }) => {
  const clusterName = input.clusterName ?? "default";
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(clusterName)) {
    throw new AwsError(
      "InvalidParameterException",
      `Invalid identifier: Identifier is for ${clusterName}. Use 1 to 255 letters, digits, _ or -.`,
    );
  }
  refuseCapacityProviders(input.capacityProviders);
  const existing = findCluster(state, clusterName);
  if (existing?.status === "ACTIVE") return { state, output: { cluster: describe(state, existing) } };
  const clusterArn = `arn:aws:ecs:${region}:${accountId}:cluster/${clusterName}`;
  const cluster: ClusterRecord = { clusterArn, clusterName, status: "ACTIVE", settings: input.settings ?? [] };
  const created = storeTags(putCluster(state, cluster), clusterArn, input.tags);
  return { state: created, output: { cluster: describe(created, cluster) } };
};

/** The ARNs of active clusters, at most 100 a page. */
export const listClusters: Operation<ListClustersCommandInput> = (state, input) => {
  const active = Object.values(state.ecs.clusters).filter(({ status }) => status === "ACTIVE");
  const { items, nextToken } = pageOf(active, input, 100);
  return { state, output: { clusterArns: items.map(({ clusterArn }) => clusterArn), nextToken } };
};

/** Describes clusters by name or ARN; what isn't there comes back in `failures`. */
export const describeClusters: Operation<DescribeClustersCommandInput> = (state, input, { accountId, region }) => {
  const names = input.clusters ?? ["default"];
  const found = names.map((name) => ({ name, cluster: findCluster(state, name) }));
  return {
    state,
    output: {
      clusters: found.flatMap(({ cluster }) =>
        cluster === undefined ? [] : [withTagsOnRequest(describe(state, cluster), input.include)],
      ),
      failures: found
        .filter(({ cluster }) => cluster === undefined)
        .map(({ name }) => ({
          arn: name.startsWith("arn:") ? name : `arn:aws:ecs:${region}:${accountId}:cluster/${name}`,
          reason: "MISSING",
        })),
    },
  };
};

/**
 * A cluster goes only when it is empty.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
 */
export const deleteCluster: Operation<DeleteClusterCommandInput> = (state, input) => {
  const cluster = clusterOf(state, input.cluster);
  const counts = countsOf(state, cluster.clusterArn);
  if (counts.registeredContainerInstancesCount > 0) {
    throw new AwsError(
      "ClusterContainsContainerInstancesException",
      "The Cluster cannot be deleted while Container Instances are active or draining.",
    );
  }
  if (
    Object.values(state.ecs.services).some(
      (service) => service.clusterArn === cluster.clusterArn && service.status !== "INACTIVE",
    )
  ) {
    throw new AwsError("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
  }
  if (counts.runningTasksCount + counts.pendingTasksCount > 0) {
    throw new AwsError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
  }
  const deleted: ClusterRecord = { ...cluster, status: "INACTIVE" };
  return { state: putCluster(state, deleted), output: { cluster: describe(state, deleted) } };
};

/** Accepts an empty list only: services with launch type EC2 have no use for a capacity provider. */
export const putClusterCapacityProviders: Operation<PutClusterCapacityProvidersCommandInput> = (state, input) => {
  const cluster = clusterOf(state, input.cluster);
  refuseCapacityProviders(input.capacityProviders);
  refuseCapacityProviders(input.defaultCapacityProviderStrategy);
  return { state, output: { cluster: describe(state, cluster) } };
};

const refuseCapacityProviders = (providers: readonly unknown[] | undefined): void => {
  if (providers !== undefined && providers.length > 0) {
    throw new AwsError(
      "NotModelled",
      "The rehearsal's region does not model ecs capacity providers; use launchType EC2.",
      501,
    );
  }
};

const countsOf = (state: RegionState, clusterArn: string) => {
  const tasks = Object.values(state.ecs.tasks).filter((task) => task.clusterArn === clusterArn);
  const pending = ["PROVISIONING", "PENDING", "ACTIVATING"];
  return {
    registeredContainerInstancesCount: Object.values(state.ecs.containerInstances).filter(
      (instance) => instance.clusterArn === clusterArn,
    ).length,
    runningTasksCount: tasks.filter(({ lastStatus }) => lastStatus === "RUNNING").length,
    pendingTasksCount: tasks.filter(({ lastStatus }) => pending.includes(lastStatus)).length,
    activeServicesCount: Object.values(state.ecs.services).filter(
      (service) => service.clusterArn === clusterArn && service.status === "ACTIVE",
    ).length,
  };
};

const describe = (state: RegionState, cluster: ClusterRecord): Cluster => ({
  clusterArn: cluster.clusterArn,
  clusterName: cluster.clusterName,
  status: cluster.status,
  ...countsOf(state, cluster.clusterArn),
  settings: [...cluster.settings],
  capacityProviders: [],
  defaultCapacityProviderStrategy: [],
  statistics: [],
  tags: [...(state.ecs.tags[cluster.clusterArn] ?? [])],
});
