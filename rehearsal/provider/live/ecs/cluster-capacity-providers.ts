import type {
  CapacityProviderStrategyItem,
  DescribeClustersCommandOutput,
  PutClusterCapacityProvidersCommandInput,
} from "@aws-sdk/client-ecs";
import { unlessRefused } from "../../aws-calls";
import type { LiveType } from "../../live-type";
import { numberIn, objectsIn, type Properties, textIn, textsIn } from "../../properties";

/** `aws.ecs.ClusterCapacityProviders`: one call says everything, and an empty one takes it back. */
export const clusterCapacityProviders: LiveType = {
  create: async (inputs, { send }) => {
    await send("ecs", "PutClusterCapacityProviders", putOf(inputs));
    return { id: textIn(inputs, "clusterName") ?? "", outputs: {} };
  },
  read: async ({ id }, { send }) => {
    const request = send<DescribeClustersCommandOutput>("ecs", "DescribeClusters", { clusters: [id] });
    const found = (await unlessRefused(request, ["ClusterNotFoundException"]))?.clusters?.[0];
    return found && { id, outputs: { capacityProviders: found.capacityProviders ?? [] } };
  },
  update: async ({ news }, { send }) => {
    await send("ecs", "PutClusterCapacityProviders", putOf(news));
    return {};
  },
  delete: async ({ id }, { send }) => {
    const request = send("ecs", "PutClusterCapacityProviders", putOf({ clusterName: id }));
    await unlessRefused(request, ["ClusterNotFoundException"]);
  },
};

const putOf = (inputs: Properties): PutClusterCapacityProvidersCommandInput => ({
  cluster: textIn(inputs, "clusterName"),
  capacityProviders: textsIn(inputs, "capacityProviders") ?? [],
  defaultCapacityProviderStrategy: objectsIn(inputs, "defaultCapacityProviderStrategies").map(toStrategyItem),
});

/** Weight and base are left out where the program leaves them out. */
export const toStrategyItem = (item: Properties): CapacityProviderStrategyItem => ({
  capacityProvider: textIn(item, "capacityProvider"),
  weight: numberIn(item, "weight"),
  base: numberIn(item, "base"),
});
