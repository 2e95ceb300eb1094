import type { ContainerInstances } from "../clients/container-instances";
import type { Clusters } from "../clients/drain-clusters";

/** What some EC2 instances are in one of our clusters. */
export interface FoundInstances {
  readonly clusterArn: string;
  /** Container instances. */
  readonly arns: readonly string[];
}

/** Looks for EC2 instances in all our clusters; those of other people's clusters are never found. */
export type FindInstances = (
  instanceIds: readonly string[],
  status?: "ACTIVE" | "DRAINING",
) => Promise<readonly FoundInstances[]>;

/** What a search depends on. */
export interface FindPorts {
  readonly clusters: Clusters;
  readonly instances: Pick<ContainerInstances, "list">;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Remembers our clusters between invocations, so that a search is one call per cluster. An instance that isn't found makes it
 * list the clusters again, at most once a minute: a cluster made meanwhile must not make an instance look unregistered.
 */
export const createInstanceFinder = ({ clusters, instances, now }: FindPorts): FindInstances => {
  let known: { readonly arns: Promise<readonly string[]>; readonly listedAt: number } | undefined;
  const clustersWithin = async (maximumAge: number): Promise<readonly string[]> => {
    if (known === undefined || now() - known.listedAt > maximumAge) known = { arns: clusters.list(), listedAt: now() };
    try {
      return await known.arns;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
  return async (instanceIds, status) => {
    const query = { filter: `ec2InstanceId in [${instanceIds.join(", ")}]`, ...(status && { status }) };
    const listIn = (clusterArns: readonly string[]): Promise<FoundInstances[]> =>
      Promise.all(
        clusterArns.map(async (clusterArn) => ({
          clusterArn,
          arns: await instances.list(clusterArn, query).catch((error: unknown) => noneWhereDeleted(error)),
        })),
      );
    const searched = await clustersWithin(trustedMilliseconds);
    const found = await listIn(searched);
    if (found.flatMap(({ arns }) => arns).length >= instanceIds.length) return found;
    const added = (await clustersWithin(freshMilliseconds)).filter((clusterArn) => !searched.includes(clusterArn));
    return [...found, ...(await listIn(added))];
  };
};

/** A cluster that was deleted since it was listed has no instances, and must not keep those of others from being drained. */
const noneWhereDeleted = (error: unknown): readonly string[] => {
  if (error instanceof Error && error.name === "ClusterNotFoundException") return [];
  throw error;
};

/** A cluster takes longer than this from its creation to an instance with tasks on it. */
const freshMilliseconds = 60_000;
const trustedMilliseconds = 600_000;
