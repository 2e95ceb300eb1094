import type { ClusterLoad } from "../clients/cluster-load";
import type { SpotFleets } from "../clients/spot-fleets";
import { planScaleOut, type ScaleOutLimits } from "./plan-scale-out";
import { readFacts, type ScaleOutPlace } from "./read-facts";

/** Whose fleet grows, and how far. */
export interface ScaleOutSettings extends ScaleOutPlace {
  readonly limits: ScaleOutLimits;
}

/** What scaling out touches. */
export interface ScaleOutPorts {
  readonly load: ClusterLoad;
  readonly fleets: Pick<SpotFleets, "capacity" | "setTarget">;
  readonly log: (line: object) => void;
}

/** Looks once at the cluster and raises the fleet's target where tasks find no room; a figure, so that doing it twice is harmless. */
export const createHandler = (settings: ScaleOutSettings, ports: ScaleOutPorts) => async (): Promise<void> => {
  const facts = await readFacts(settings, ports);
  const plan = planScaleOut(facts, settings.limits);
  const { target, spotInstances, demands } = facts;
  const missing = demands.reduce((sum, demand) => sum + demand.missing, 0);
  ports.log({ event: "scale-out", plan, target, spotInstances, missing });
  if (plan.kind === "raise") await ports.fleets.setTarget(settings.fleetId, plan.target);
};
