import type { Region } from "../region";
import { type HealthCheckOptions, startHealthChecks } from "./health-checks";
import { type FunctionLogLine, type LambdaFunctionsOptions, startLambdaFunctions } from "./lambda-functions";
import { startLoadBalancerListeners } from "./load-balancer-listener";
import { startTaskProcesses, type TaskProcessesOptions } from "./task-processes";

/** Milliseconds between two looks at the clock. */
const tickMs = 50;

/** Everything that happens because of the region's state: traffic, health checks, processes, time. */
export interface Effects {
  /** The port on 127.0.0.1 that stands for the listener; undefined until it listens. */
  portOf(listenerArn: string): number | undefined;
  /** The processes behind the tasks. */
  pids(): readonly number[];
  /** The process behind one task, undefined where none is alive. */
  pidOf(taskArn: string): number | undefined;
  /** What the region's functions printed, oldest first. */
  functionLogs(): readonly FunctionLogLine[];
  /** Stops everything; no process, socket or timer is left. */
  close(): Promise<void>;
}

/** Lets the region's state have effects, and reports to it what happens. */
export const startEffects = async (
  region: Region,
  options: TaskProcessesOptions & LambdaFunctionsOptions & Pick<HealthCheckOptions, "random">,
): Promise<Effects> => {
  const tasks = await startTaskProcesses(region, options);
  const functions = await startLambdaFunctions(region, options);
  const listeners = startLoadBalancerListeners(region);
  const health = startHealthChecks(region, { ...options, clockFactor: options.clock.factor });
  const timer = setInterval(() => {
    region.advance();
    tasks.reconcile();
    functions.reconcile();
  }, tickMs);
  return {
    portOf: (listenerArn) => listeners.port(listenerArn),
    pids: () => tasks.pids,
    pidOf: (taskArn) => tasks.pidOf(taskArn),
    functionLogs: () => functions.logs,
    close: async () => {
      clearInterval(timer);
      await Promise.all([listeners.close(), health.close(), tasks.close(), functions.close()]);
    },
  };
};
