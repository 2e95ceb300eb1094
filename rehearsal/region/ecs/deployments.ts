import type { CallContext } from "../operation";
import { randomHex } from "../random-hex";
import { withEvent } from "./service-events";
import type { DeploymentRecord, ServiceRecord } from "./state";

/** The service with a new PRIMARY deployment; the ones before go on as ACTIVE until their tasks are gone. */
export const startDeployment = (
  service: ServiceRecord,
  taskDefinition: string,
  context: CallContext,
): ServiceRecord => {
  const { now, random } = context;
  // AWS: "ecs-svc/" and a number of 19 digits.
  const id = `ecs-svc/${BigInt(`0x1${randomHex(random, 15)}`)}`;
  const primary: DeploymentRecord = {
    id,
    status: "PRIMARY",
    taskDefinition,
    rolloutState: "IN_PROGRESS",
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    failuresInARow: 0,
    launchFailuresInARow: 0,
    notBefore: now,
    createdAt: now,
    updatedAt: now,
  };
  const older = service.deployments.map((deployment): DeploymentRecord => ({ ...deployment, status: "ACTIVE" }));
  return { ...service, deployments: [primary, ...older], isSteady: false };
};

/** The service with one of its deployments changed. */
export const changeDeployment = (
  service: ServiceRecord,
  id: string,
  change: (deployment: DeploymentRecord) => Partial<DeploymentRecord>,
): ServiceRecord => ({
  ...service,
  deployments: service.deployments.map((deployment) =>
    deployment.id === id ? { ...deployment, ...change(deployment) } : deployment,
  ),
});

/** The longest wait between two attempts, in milliseconds. */
const longestWaitMs = 27 * 60 * 1000;

/**
 * Notes that a task failed without being asked to stop. One that never got to RUNNING makes the scheduler wait longer
 * before the next attempt (AWS names the 27 minutes at the end, not the steps: doubling from one second is ours).
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
export const recordTaskFailure = (
  service: ServiceRecord,
  failed: { readonly deploymentId: string; readonly reachedRunning: boolean },
  now: number,
): ServiceRecord =>
  changeDeployment(service, failed.deploymentId, (deployment) => {
    const launchFailuresInARow = failed.reachedRunning ? 0 : deployment.launchFailuresInARow + 1;
    const waitMs = failed.reachedRunning ? 0 : Math.min(1000 * 2 ** (launchFailuresInARow - 1), longestWaitMs);
    return {
      failedTasks: deployment.failedTasks + 1,
      failuresInARow: deployment.failuresInARow + 1,
      launchFailuresInARow,
      notBefore: now + waitMs,
      updatedAt: now,
    };
  });

/**
 * How many failures in a row end a deployment: half the desired count, rounded up, at least 3 and at most 200.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export const failureThreshold = (desiredCount: number): number =>
  Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));

/** Lets the circuit breaker end the primary deployment, and go back to the last one that completed if asked to. */
export const breakCircuit = (service: ServiceRecord, context: CallContext): ServiceRecord => {
  const [primary] = service.deployments;
  const isBroken =
    service.circuitBreaker.enable &&
    primary?.rolloutState === "IN_PROGRESS" &&
    primary.failuresInARow >= failureThreshold(service.desiredCount);
  if (!isBroken) return service;
  const { now } = context;
  const failed = withEvent(
    changeDeployment(service, primary.id, () => ({
      rolloutState: "FAILED",
      rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
      updatedAt: now,
    })),
    `(deployment ${primary.id}) deployment failed: tasks failed to start.`,
    now,
  );
  return service.circuitBreaker.rollback ? rollBack(failed, primary, context) : failed;
};

const rollBack = (service: ServiceRecord, failed: DeploymentRecord, context: CallContext): ServiceRecord => {
  const { lastCompleted } = service;
  if (lastCompleted === undefined || lastCompleted.deploymentId === failed.id) return service;
  const stillThere = service.deployments.find(({ id }) => id === lastCompleted.deploymentId);
  const back =
    stillThere === undefined
      ? startDeployment(service, lastCompleted.taskDefinition, context)
      : promote(service, stillThere);
  const id = back.deployments[0]?.id ?? "";
  const explained = changeDeployment(back, id, () => ({
    rolloutState: "IN_PROGRESS",
    rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${id}.`,
    updatedAt: context.now,
  }));
  return withEvent(explained, `rolling back to deployment ${id}.`, context.now);
};

const promote = (service: ServiceRecord, chosen: DeploymentRecord): ServiceRecord => {
  const others = service.deployments.filter(({ id }) => id !== chosen.id);
  return {
    ...service,
    deployments: [
      { ...chosen, status: "PRIMARY" },
      ...others.map((deployment): DeploymentRecord => ({ ...deployment, status: "ACTIVE" })),
    ],
    isSteady: false,
  };
};
