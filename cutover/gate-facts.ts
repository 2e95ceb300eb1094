import type { ContainerInstance } from "../clients/container-instances";
import type { RunningTask } from "../clients/running-tasks";
import type { ServiceDeployment } from "../clients/service-deployments";
import type { TargetHealth } from "../clients/target-health";
import { errorText } from "./error-text";
import { isThrottled } from "./is-throttled";
import { orAborted } from "./or-aborted";
import type { GateContainer, GateFacts, GateTarget, SilentCall } from "./plan-gate";
import { type GateScope, planGateScope } from "./plan-gate-scope";
import type { LiveRule } from "./plan-read-back";
import { type Color, otherColor, type Weights } from "./plan-weights";
import type { BeforeFlip } from "./run-before-flip";

/** What the gate asks AWS. Every call may fail or hang. */
export interface GatePorts {
  describeRule(ruleArn: string, signal: AbortSignal): Promise<LiveRule | undefined>;
  targetHealth(groupArn: string, signal: AbortSignal): Promise<readonly TargetHealth[]>;
  describeServices(names: readonly string[], signal: AbortSignal): Promise<readonly ServiceDeployment[]>;
  runningTasks(service: string, signal: AbortSignal): Promise<readonly RunningTask[]>;
  describeInstances(arns: readonly string[], signal: AbortSignal): Promise<readonly ContainerInstance[]>;
}

/** A service whose weights are about to change. */
export interface GateSubject {
  readonly service: string;
  readonly ruleArn: string;
  readonly groupArns: Readonly<Record<Color, string>>;
  /** The ECS services. */
  readonly ecsServices: Readonly<Record<Color, string>>;
  readonly images: Readonly<Record<Color, string>>;
  readonly floor: number;
  /** What runs before an image gets requests. @default nothing */
  readonly beforeFlip?: BeforeFlip;
  readonly activeBefore: Color | undefined;
  /** What the rule did as far as Pulumi knows. */
  readonly known: Weights;
  readonly wanted: Weights;
}

/** What the gate decides on; without `gaining` there is nothing to decide. */
export interface GateReading {
  readonly gaining: Color | undefined;
  readonly facts: GateFacts;
}

/** Asks AWS about both colours. Never throws: an answer that doesn't come is one of the facts. */
export const readGateFacts = async (
  subject: GateSubject,
  ports: GatePorts,
  signal: AbortSignal,
): Promise<GateReading> => {
  const asking = new Asking(signal);
  const rule = await asking.ask("DescribeRules", ports.describeRule(subject.ruleArn, signal), undefined);
  const scope = planGateScope(liveWeights(rule, subject), subject.wanted, subject.activeBefore);
  if (scope.kind === "nothing-gains") return { gaining: undefined, facts: nothing(subject, asking.silent) };
  const facts = scope.isReturn
    ? await readReturn(scope, subject, { ports, asking })
    : await readShift(scope, subject, { ports, asking });
  return { gaining: scope.gaining, facts };
};

type Gain = Extract<GateScope, { kind: "gains" }>;

interface Asked {
  readonly ports: GatePorts;
  readonly asking: Asking;
}

/** Asks, and remembers what wasn't answered. */
class Asking {
  public readonly silent: SilentCall[] = [];

  public constructor(public readonly signal: AbortSignal) {}

  public async ask<Value>(operation: string, answer: Promise<Value>, without: Value): Promise<Value> {
    try {
      return await orAborted(this.signal, answer);
    } catch (error) {
      this.silent.push({ operation, isThrottled: isThrottled(error), problem: errorText(error) });
      return without;
    }
  }
}

/** The rule itself where it can be read: what Pulumi remembers may be behind it. */
const liveWeights = (rule: LiveRule | undefined, { groupArns, known }: GateSubject): Weights => {
  if (rule === undefined) return known;
  const weightOf = (color: Color): number =>
    rule.groups.find(({ groupArn }) => groupArn === groupArns[color])?.weight ?? 0;
  return { blue: weightOf("blue"), green: weightOf("green") };
};

const nothing = ({ floor, images }: GateSubject, silent: readonly SilentCall[]): GateFacts => ({
  isReturn: false,
  floor,
  image: images.blue,
  targets: [],
  service: undefined,
  active: { healthy: 0, desired: 0 },
  silent,
});

/** The way out of a ramp asks as little as possible: whatever the standby does, it must not be in the way. */
const readReturn = async ({ gaining }: Gain, subject: GateSubject, { ports, asking }: Asked): Promise<GateFacts> => {
  const targets = await asking.ask(
    "DescribeTargetHealth",
    ports.targetHealth(subject.groupArns[gaining], asking.signal),
    [],
  );
  return {
    ...nothing(subject, asking.silent),
    isReturn: true,
    image: subject.images[gaining],
    targets: targets.map((target) => toTarget(target, new Map())),
  };
};

const readShift = async (
  { gaining }: Gain,
  { groupArns, ecsServices, images, floor }: GateSubject,
  { ports, asking }: Asked,
): Promise<GateFacts> => {
  const { signal } = asking;
  const losing = otherColor(gaining);
  const [targets, lost, services, tasks] = await Promise.all([
    asking.ask("DescribeTargetHealth", ports.targetHealth(groupArns[gaining], signal), []),
    asking.ask("DescribeTargetHealth", ports.targetHealth(groupArns[losing], signal), []),
    asking.ask("DescribeServices", ports.describeServices(Object.values(ecsServices), signal), []),
    asking.ask("DescribeTasks", ports.runningTasks(ecsServices[gaining], signal), []),
  ]);
  const arns = [...new Set(tasks.map(({ containerInstanceArn }) => containerInstanceArn))];
  const instances = await asking.ask("DescribeContainerInstances", ports.describeInstances(arns, signal), []);
  const places = placesOf(tasks, instances);
  const named = (name: string) => services.find((service) => service.name === name);
  return {
    isReturn: false,
    floor,
    image: images[gaining],
    targets: targets.map((target) => toTarget(target, places)),
    service: named(ecsServices[gaining]),
    active: {
      healthy: lost.filter(({ state }) => state === "healthy").length,
      desired: named(ecsServices[losing])?.desired ?? 0,
    },
    silent: asking.silent,
  };
};

interface Place {
  readonly isLeaving: boolean;
  readonly container: GateContainer;
}

/** Every address that a running task of the service answers at. */
const placesOf = (
  tasks: readonly RunningTask[],
  instances: readonly ContainerInstance[],
): ReadonlyMap<string, Place> => {
  const byArn = new Map(instances.map((instance) => [instance.arn, instance]));
  return new Map(
    tasks.flatMap(({ containerInstanceArn, containers }) => {
      const instance = byArn.get(containerInstanceArn);
      return containers.flatMap((container) =>
        container.hostPorts.map((port): [string, Place] => [
          `${instance?.instanceId}:${port}`,
          { isLeaving: isLeaving(instance), container },
        ]),
      );
    }),
  );
};

/** The drain sets an instance to DRAINING within a second of its interruption notice. */
const isLeaving = (instance: ContainerInstance | undefined): boolean =>
  instance === undefined || instance.status !== "ACTIVE" || !instance.isConnected;

const toTarget = ({ instanceId, port, state }: TargetHealth, places: ReadonlyMap<string, Place>): GateTarget => {
  const place = places.get(`${instanceId}:${port}`);
  const { image, digest } = place?.container ?? {};
  return {
    instanceId,
    health: state,
    isLeaving: place?.isLeaving ?? false,
    ...(image === undefined ? {} : { container: { image, ...(digest === undefined ? {} : { digest }) } }),
  };
};
