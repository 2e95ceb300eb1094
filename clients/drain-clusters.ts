import { DescribeClustersCommand, type ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import { callInParts, readAllPages } from "./drain-pages";
import type { Retry } from "./drain-retry";

/** A tag that says whose a cluster is. */
export interface ClusterTag {
  readonly key: string;
  readonly value: string;
}

/** Our clusters in this account and region. */
export interface Clusters {
  /** Their ARNs. */
  list(): Promise<readonly string[]>;
}

/** Finds clusters by tag through the ECS API. */
export const createClusters = (ecs: Pick<ECSClient, "send">, retry: Retry, tag: ClusterTag): Clusters => ({
  list: async () => {
    const arns = await readAllPages(async (nextToken) => {
      const page = await retry(() => ecs.send(new ListClustersCommand({ nextToken })));
      return { items: page.clusterArns, nextToken: page.nextToken };
    });
    const answers = await callInParts(arns, 100, (clusters) =>
      retry(() => ecs.send(new DescribeClustersCommand({ clusters, include: ["TAGS"] }))),
    );
    return answers
      .flatMap(({ clusters = [] }) => clusters)
      .filter(({ tags = [] }) => tags.some(({ key, value }) => key === tag.key && value === tag.value))
      .flatMap(({ clusterArn }) => (clusterArn === undefined ? [] : [clusterArn]));
  },
});
