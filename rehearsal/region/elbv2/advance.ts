import type { CallContext } from "../operation";
import type { RegionState } from "../state";
import { currentVersions } from "./propagation";
import { updateElbv2 } from "./records";
import type { Elbv2State } from "./state";
import { isPresent } from "./targets";

/** What time alone changes, up to `context.now`: drained targets go, and so do rule versions that no node follows any more. */
export const advanceElbv2 = (state: RegionState, { now }: CallContext): RegionState => {
  const targetGroups = withoutDrained(state.elbv2.targetGroups, now);
  const routing = withoutSuperseded(state.elbv2, now);
  if (targetGroups === state.elbv2.targetGroups && routing === state.elbv2.routing) return state;
  return updateElbv2(state, { targetGroups, routing });
};

const withoutDrained = (groups: Elbv2State["targetGroups"], now: number): Elbv2State["targetGroups"] => {
  const changed = Object.values(groups).filter(({ targets }) => targets.some((target) => !isPresent(target, now)));
  if (changed.length === 0) return groups;
  const updates = changed.map((record) => {
    const targets = record.targets.filter((target) => isPresent(target, now));
    return [record.arn, { ...record, targets }] as const;
  });
  return { ...groups, ...Object.fromEntries(updates) };
};

const withoutSuperseded = ({ routing, propagation }: Elbv2State, now: number): Elbv2State["routing"] => {
  const updates = Object.entries(routing).flatMap(([listenerArn, versions]) => {
    const current = currentVersions(versions, propagation.nodes, now);
    return current.length === versions.length ? [] : [[listenerArn, current] as const];
  });
  return updates.length === 0 ? routing : { ...routing, ...Object.fromEntries(updates) };
};
