import { DescribeServicesCommand, type ECSClient, type Service } from "@aws-sdk/client-ecs";
import { callInParts } from "./drain-pages";

/** How far an ECS service is with what it was told to run. */
export interface ServiceDeployment {
  readonly name: string;
  readonly desired: number;
  readonly running: number;
  /** Deployments that ECS keeps; one when nothing is being deployed. */
  readonly deployments: number;
  /** `COMPLETED`, `IN_PROGRESS` or `FAILED`, of the newest one. */
  readonly rolloutState: string;
}

/** Reads how services are doing. */
export interface ServiceDeployments {
  /** The services that are active; one that is missing or being deleted is left out. */
  describe(
    place: { readonly cluster: string; readonly services: readonly string[] },
    signal: AbortSignal,
  ): Promise<readonly ServiceDeployment[]>;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const batchSize = 10;

/** Services through the ECS API. */
export const createServiceDeployments = (ecs: Pick<ECSClient, "send">): ServiceDeployments => ({
  describe: async ({ cluster, services }, abortSignal) => {
    const answers = await callInParts(services, batchSize, (part) =>
      ecs.send(new DescribeServicesCommand({ cluster, services: part }), { abortSignal }),
    );
    return answers
      .flatMap(({ services: described = [] }) => described)
      .filter(({ status }) => status === "ACTIVE")
      .map(toServiceDeployment);
  },
});

const toServiceDeployment = ({ serviceName = "", desiredCount = 0, runningCount = 0, ...service }: Service) => ({
  name: serviceName,
  desired: desiredCount,
  running: runningCount,
  deployments: (service.deployments ?? []).length,
  rolloutState: service.deployments?.find(({ status }) => status === "PRIMARY")?.rolloutState ?? "COMPLETED",
});
