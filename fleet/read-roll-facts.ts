import type { ContainerInstance } from "../clients/container-instances";
import type { Ec2Instance } from "../clients/ec2-instances";
import type { LaunchTemplateVersion } from "../clients/launch-templates";
import { rebalanceMark } from "../drain/plan-rebalance";
import type { FleetPlace, FleetPorts } from "./fleet-ports";
import type { Pool, PoolMember, RollFacts } from "./plan-roll";
import { parseRollNote, type RollNote } from "./roll-note";

/** Reads both pools, the note of the batch under way, and what is being deployed. */
export const readRollFacts = async (place: FleetPlace, ports: FleetPorts): Promise<RollFacts> => {
  const text = await ports.note.read();
  const note = text === undefined ? undefined : parseRollNote(text);
  const [spot, base, deploying] = await Promise.all([
    readSpot({ place, ports, note }),
    readBase({ place, ports, note }),
    ports.deploying(),
  ]);
  return { pools: [spot, base], note, deploying };
};

interface Reading {
  readonly place: FleetPlace;
  readonly ports: FleetPorts;
  readonly note: RollNote | undefined;
}

/** AWS writes it on every instance that it launches from a template. */
const versionTag = "aws:ec2launchtemplate:version";

const readSpot = async (reading: Reading): Promise<Pool> => {
  const { place, ports } = reading;
  const [{ target }, active, wanted] = await Promise.all([
    ports.fleets.capacity(place.fleetId),
    ports.fleets.instanceIds(place.fleetId),
    ports.pools.read(place.fleetId),
  ]);
  const latest = await ports.templates.latest(wanted.templateId);
  // An instance that is about to be interrupted may have left the fleet's list already.
  const described = await ports.ec2.describe([...new Set([...active, ...victimsOf("spot", reading)])]);
  const registrations = await readRegistrations(
    described.map(({ instanceId }) => instanceId),
    reading,
  );
  const isWanted = (instance: Ec2Instance): boolean =>
    isLatest(instance, latest) &&
    wanted.instanceTypes.includes(instance.instanceType) &&
    wanted.subnetIds.includes(instance.subnetId);
  const members = described
    .filter(({ state }) => state !== "terminated")
    .map(async (instance) => {
      const state = isAlive(instance) ? spotState(instance, registrations, reading) : "leaving";
      const registration = registrations.get(instance.instanceId);
      return member(instance.instanceId, { isOld: !isWanted(instance), state, registration }, reading);
    });
  return { name: "spot", target, ceiling: target, members: await Promise.all(members) };
};

const isLatest = ({ tags, imageId }: Ec2Instance, latest: LaunchTemplateVersion): boolean => {
  const version = tags[versionTag];
  return version === undefined ? imageId === latest.imageId : Number(version) === latest.number;
};

const isAlive = ({ state }: Ec2Instance): boolean => state === "pending" || state === "running";

const spotState = (
  { instanceId }: Ec2Instance,
  registrations: Registrations,
  reading: Reading,
): PoolMember["state"] => {
  const registration = registrations.get(instanceId);
  if (registration === undefined) return "starting";
  if (registration.status !== "ACTIVE") return "draining";
  if (victimsOf("spot", reading).includes(instanceId)) return "ready";
  // The drain function has plans for it.
  if (registration.attributes[rebalanceMark] !== undefined) return "draining";
  return registration.isConnected ? "ready" : "starting";
};

const readBase = async (reading: Reading): Promise<Pool> => {
  const { place, ports } = reading;
  const { desired, maximum, templateId, instanceTypes, members } = await ports.groups.describe(place.groupName);
  const latest = await ports.templates.latest(templateId);
  const ids = members.map(({ instanceId }) => instanceId);
  const registrations = await readRegistrations(ids, reading);
  const pool = members.map(({ instanceId, lifecycleState, instanceType, templateVersion }) => {
    const isOld =
      templateVersion !== latest.number || !(instanceTypes.length === 0 || instanceTypes.includes(instanceType));
    const state = baseState(instanceId, { lifecycleState, registrations }, reading);
    return member(instanceId, { isOld, state, registration: undefined }, reading);
  });
  return { name: "on-demand", target: desired, ceiling: maximum, members: await Promise.all(pool) };
};

const baseState = (
  instanceId: string,
  { lifecycleState, registrations }: { readonly lifecycleState: string; readonly registrations: Registrations },
  reading: Reading,
): PoolMember["state"] => {
  if (lifecycleState.startsWith("Terminat")) return "draining";
  if (victimsOf("on-demand", reading).includes(instanceId)) return "ready";
  const registration = registrations.get(instanceId);
  if (lifecycleState !== "InService" || registration?.isConnected !== true) return "starting";
  return registration.status === "ACTIVE" ? "ready" : "draining";
};

const victimsOf = (pool: Pool["name"], { note }: Reading): readonly string[] =>
  note?.pool === pool ? note.victims : [];

type Registrations = ReadonlyMap<string, ContainerInstance>;

/** As many ids as fit well into one filter. */
const idsAtOnce = 50;

const readRegistrations = async (
  instanceIds: readonly string[],
  { place: { clusterArn }, ports: { instances } }: Reading,
): Promise<Registrations> => {
  const found: ContainerInstance[] = [];
  for (let start = 0; start < instanceIds.length; start += idsAtOnce) {
    const filter = `ec2InstanceId in [${instanceIds.slice(start, start + idsAtOnce).join(", ")}]`;
    const arns = await instances.list(clusterArn, { filter });
    found.push(...(await instances.describe(clusterArn, arns)));
  }
  // Of two registrations of an instance the one whose agent is connected is its own, the other is left behind: the last one counts.
  const liveLast = found.sort((one, other) => Number(one.isConnected) - Number(other.isConnected));
  return new Map(liveLast.map((instance) => [instance.instanceId, instance]));
};

/** Tasks are asked for where they decide: on our own victims, and only after these were seen draining. */
const member = async (
  instanceId: string,
  { isOld, state, registration }: Pick<PoolMember, "isOld" | "state"> & { registration: ContainerInstance | undefined },
  reading: Reading,
): Promise<PoolMember> => {
  const asks = state === "draining" && victimsOf("spot", reading).includes(instanceId) && registration !== undefined;
  const { place, ports } = reading;
  const unfinishedTasks = asks ? await ports.instances.unfinishedTasks(place.clusterArn, registration.arn) : undefined;
  return { instanceId, isOld, state, unfinishedTasks };
};
