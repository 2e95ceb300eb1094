import type { Deployment, DescribeServicesCommandOutput, Service } from "@aws-sdk/client-ecs";
import { unlessRefused } from "../../aws-calls";
import type { LiveContext } from "../../live-type";

/** The provider's own limit for a creation or update. */
const steadyTimeoutMs = 20 * 60_000;

/** A service as AWS has it now, undefined where service or cluster are unknown. */
export const describeService = async (
  cluster: string | undefined,
  service: string,
  { send }: LiveContext,
): Promise<Service | undefined> => {
  const request = send<DescribeServicesCommandOutput>("ecs", "DescribeServices", { cluster, services: [service] });
  return (await unlessRefused(request, ["ClusterNotFoundException"]))?.services?.[0];
};

/** Waits until the deployment that a call started has completed; throws as soon as it has failed or was rolled back. */
export const waitForSteadyState = async (started: Service, context: LiveContext): Promise<void> => {
  const { serviceArn = "", clusterArn } = started;
  const deploymentId = primaryOf(started)?.id;
  const askSteady = async (): Promise<Service | undefined> => {
    const found = await describeService(clusterArn, serviceArn, context);
    if (found === undefined) throw new Error(`The service ${serviceArn} is gone while it was waited for.`);
    refuseFailed(found, deploymentId);
    return isSteady(found) ? found : undefined;
  };
  await context.waitUntil(`the service ${started.serviceName} has reached a steady state`, askSteady, steadyTimeoutMs);
};

const primaryOf = ({ deployments = [] }: Service): Deployment | undefined =>
  deployments.find(({ status }) => status === "PRIMARY");

const isSteady = (service: Service): boolean =>
  service.deployments?.length === 1 &&
  service.runningCount === service.desiredCount &&
  primaryOf(service)?.rolloutState === "COMPLETED";

/** How many of a service's newest events a failure quotes: AWS explains there what it doesn't in the deployment. */
const quotedEvents = 3;

/** A deployment that is no longer the primary one was replaced: by the circuit breaker, or by somebody else. */
const refuseFailed = (service: Service, deploymentId: string | undefined): void => {
  const primary = primaryOf(service);
  const watched = service.deployments?.find(({ id }) => id === deploymentId);
  const isReplaced = primary?.id !== deploymentId;
  if (watched?.rolloutState !== "FAILED" && !isReplaced) return;
  const replaced = isReplaced ? [`The service is back on ${primary?.taskDefinition}.`] : [];
  const failed = watched?.rolloutState === "FAILED" ? [watched.rolloutStateReason ?? ""] : [];
  const events = (service.events ?? []).slice(0, quotedEvents).map(({ message }) => message ?? "");
  throw new Error(
    [`The deployment ${deploymentId} of the service ${service.serviceName} failed.`, ...failed, ...replaced]
      .concat(events.length === 0 ? [] : ["Newest events:", ...events.toReversed()])
      .join(" "),
  );
};
