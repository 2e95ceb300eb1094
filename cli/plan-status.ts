import type { CutoverNote } from "../cutover/cutover-note";
import type { Declared } from "../cutover/declared";
import type { ServiceReadBack } from "../cutover/plan-read-back";
import type { Switch } from "../cutover/plan-way-back";
import { type Color, otherColor, planWeights, type Weights } from "../cutover/plan-weights";
import type { RampNote } from "../cutover/ramp-note";
import type { ReservationPrice } from "../settings/standby";
import type { Bounds } from "../standby/plan-bounds";
import { type FrontendStatus, planFrontendStatus } from "./plan-frontend-status";
import type { CutoverRow } from "./plan-history";
import { loweredText } from "./plan-raise";
import { planRampStatus, type RampStatus } from "./plan-ramp-status";
import { type ColorHealth, type Health, lackingText, planLacking } from "./plan-readiness";
import type { ServiceBounds } from "./read-bounds";
import type { ReadPointer } from "./read-frontend";

/** What one service reserves on the instances for each of its tasks, and how many it keeps at least. */
export interface ServiceSize {
  readonly name: string;
  /** CPU units: 1024 are one vCPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly floor: number;
}

/** Everything that was read. */
export interface StatusFacts {
  readonly config: Switch & { readonly hasSlack: boolean; readonly price?: ReservationPrice };
  readonly versions: Readonly<Record<Color, string>>;
  readonly capacity: Readonly<Record<Color, string>>;
  readonly services: readonly ServiceSize[];
  readonly record: Declared;
  /** The version that AWS gave the record. */
  readonly id: number;
  readonly note: CutoverNote;
  readonly noteProblem: string | undefined;
  /** What the note says of a ramp. */
  readonly ramp: RampNote | undefined;
  /** The stack, as a command line takes it. */
  readonly stack: string;
  readonly reads: readonly ServiceReadBack[];
  readonly health: Health;
  /** Between which numbers of tasks autoscaling keeps the colours. @default AWS doesn't say */
  readonly bounds?: readonly ServiceBounds[] | undefined;
  /** @default the stack has no frontend */
  readonly frontend?: ReadPointer | undefined;
  /** Newest first. */
  readonly cutovers: readonly CutoverRow[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What is told about one service. */
export interface ServiceStatus {
  readonly service: string;
  /** What the rule does; null where it isn't two groups with weights. */
  readonly weights: Weights | null;
  readonly drift: ServiceReadBack["kind"] | null;
  readonly health: Readonly<Record<Color, ColorHealth | null>>;
}

/** How one would get back to the other colour. */
export interface RollbackReadiness {
  readonly to: Color;
  readonly kind: "instant" | "needs-warming" | "unknown";
  /** Why it isn't instant. */
  readonly lacking: readonly string[];
  /** How long the update would take; null where nothing was measured, or tasks must be started first. */
  readonly seconds: number | null;
  readonly from: string;
}

/** What the tasks of the colour without requests take of the instances. */
export interface StandbyReservation {
  readonly tasks: number;
  /** CPU units: 1024 are one vCPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  /** At the configured price; absent where none is. */
  readonly costPerHour?: number;
}

/** Whether people were told of the last cutover. */
export type NotificationState =
  | "told"
  | "not-told"
  | "no-channel"
  | "unknown"
  /** The same weights were marked as told under an earlier id; where that update died, Slack may have the message or not. */
  | "marked-earlier";

/** The object of `status --json`. */
export interface Status {
  readonly activeColor: Color;
  readonly versions: Readonly<Record<Color, string>>;
  readonly capacity: Readonly<Record<Color, string>>;
  readonly declared: Weights;
  /** What the config wants. */
  readonly configured: Weights;
  readonly isPending: boolean;
  readonly isDrifted: boolean;
  /** True where an update has ended between the rules and the record: the same one again completes it. */
  readonly isHalfway: boolean;
  readonly services: readonly ServiceStatus[];
  readonly cutover: {
    readonly id: number;
    readonly ageSeconds: number | null;
    readonly requestedBy: string | null;
    readonly approvedBy: string | null;
    readonly rolledBackFrom: Color | null;
  };
  /** A ramp under way, or one that nobody drives any more; null where there is none. */
  readonly ramp: RampStatus | null;
  readonly notification: NotificationState;
  readonly rollback: RollbackReadiness;
  /** What the healthy tasks of the colour without requests reserve; null in the middle of a ramp. */
  readonly standby: StandbyReservation | null;
  /** By service and colour, as autoscaling has them now; absent where AWS doesn't say. */
  readonly bounds?: Readonly<Record<string, Readonly<Record<Color, Bounds | null>>>>;
  /** Absent where the stack has no frontend. */
  readonly frontend?: FrontendStatus;
}

/** Adds up what was read. */
export const planStatus = (facts: StatusFacts): Status => {
  const { record, reads, config, note, id, cutovers } = facts;
  const activeColor = record.activeColor ?? (record.weights.green > record.weights.blue ? "green" : "blue");
  const configured = planWeights(config.activeColor, config.shift);
  const newest = cutovers.find(({ result }) => result === "succeeded");
  return {
    activeColor,
    versions: facts.versions,
    capacity: facts.capacity,
    declared: record.weights,
    configured,
    isPending: configured.blue !== record.weights.blue,
    isDrifted: reads.some(({ kind }) => kind !== "as-declared"),
    isHalfway: isHalfway(reads, configured),
    services: reads.map((read) => serviceStatus(read, facts.health[read.service])),
    cutover: {
      id,
      ageSeconds: newest === undefined ? null : ageOf(newest, facts.now),
      requestedBy: note.id === id ? note.requestedBy : null,
      approvedBy: note.id === id ? note.approvedBy : null,
      rolledBackFrom: note.rolledBackFrom?.color ?? null,
    },
    ramp: planRampStatus({ ...facts, declared: record.weights }),
    notification: notificationOf(facts),
    rollback: readinessOf(facts, activeColor),
    standby: record.weights[otherColor(activeColor)] > 0 ? null : standbyOf(facts, otherColor(activeColor)),
    ...(facts.bounds === undefined ? {} : { bounds: boundsOf(facts.bounds) }),
    ...(facts.frontend && { frontend: planFrontendStatus(facts.frontend.pointer, activeColor) }),
  };
};

const isHalfway = (reads: readonly ServiceReadBack[], configured: Weights): boolean => {
  const isDone = (read: ServiceReadBack): boolean => "weights" in read && read.weights.blue === configured.blue;
  return (
    reads.some(({ kind }) => kind !== "as-declared") &&
    reads.every((read) => isDone(read) || read.kind === "as-declared")
  );
};

const serviceStatus = (read: ServiceReadBack, health: Health[string] | undefined): ServiceStatus => ({
  service: read.service,
  weights: "weights" in read ? read.weights : null,
  drift: read.kind === "as-declared" ? null : read.kind,
  health: { blue: health?.blue ?? null, green: health?.green ?? null },
});

const ageOf = ({ startTime, seconds }: CutoverRow, now: number): number =>
  Math.max(0, Math.round((now - Date.parse(startTime)) / 1000 - seconds));

const notificationOf = ({ config, noteProblem, note, id, record }: StatusFacts): NotificationState => {
  if (!config.hasSlack) return "no-channel";
  if (noteProblem !== undefined) return "unknown";
  // The note is marked before the message is sent: whether Slack has it isn't known here.
  if (note.notified === id) return "told";
  // An update that died after marking was repeated under another id, and nothing is posted twice.
  const isMarked = note.notified !== null && note.notified < id && note.notifiedWeights?.blue === record.weights.blue;
  return isMarked ? "marked-earlier" : "not-told";
};

const readinessOf = (facts: StatusFacts, activeColor: Color): RollbackReadiness => {
  const to = otherColor(activeColor);
  const measured = facts.cutovers
    .filter(({ kind, result }) => kind === "cutover" && result === "succeeded")
    .slice(0, 5);
  const seconds = medianOf(measured.map((row) => row.seconds));
  const lacking = lackingOf(facts, to);
  const isUnknown = Object.values(facts.health).some((health) => health[to] === undefined);
  const kind = isUnknown ? "unknown" : lacking.length > 0 ? "needs-warming" : "instant";
  if (kind !== "instant")
    return { to, kind, lacking, seconds: null, from: "tasks have to start first, which isn't measured" };
  const from =
    seconds === null
      ? "no cutover of this stack has been measured yet"
      : `the median of the last ${measured.length} cutovers' updates; the load balancer's nodes follow within a minute more`;
  return { to, kind, lacking, seconds, from };
};

const boundsOf = (services: readonly ServiceBounds[]): NonNullable<Status["bounds"]> =>
  Object.fromEntries(
    services.map(({ service, live }) => [service, { blue: shortBounds(live.blue), green: shortBounds(live.green) }]),
  );

const shortBounds = (bounds: Bounds | undefined): Bounds | null =>
  bounds === undefined ? null : { min: bounds.min, max: bounds.max };

/** Where the config keeps a colour small, that is told already. */
const loweredOf = ({ bounds = [], capacity }: StatusFacts, to: Color): readonly string[] =>
  capacity[to] === "full"
    ? bounds.flatMap(({ service, live }) => loweredText(service, live[to], live[otherColor(to)]) ?? [])
    : [];

const lackingOf = (facts: StatusFacts, to: Color): readonly string[] => [
  ...loweredOf(facts, to),
  ...lackingTasks(facts, to),
];

const lackingTasks = ({ health, services, capacity }: StatusFacts, to: Color): readonly string[] => [
  ...(capacity[to] === "full" ? [] : [`${to}.capacity is ${capacity[to]}`]),
  ...planLacking(health, to, Object.fromEntries(services.map(({ name, floor }) => [name, floor]))).map(lackingText),
];

const medianOf = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
};

const standbyOf = ({ health, services, config }: StatusFacts, standby: Color): StandbyReservation => {
  const tasksOf = ({ name }: ServiceSize): number => health[name]?.[standby]?.total ?? 0;
  const sum = (share: (service: ServiceSize) => number): number =>
    services.reduce((total, service) => total + tasksOf(service) * share(service), 0);
  const [cpu, memory] = [sum((service) => service.cpu), sum((service) => service.memory)];
  return { tasks: sum(() => 1), cpu, memory, ...costOf(config.price, cpu, memory) };
};

const costOf = (
  price: ReservationPrice | undefined,
  cpu: number,
  memory: number,
): Pick<StandbyReservation, "costPerHour"> =>
  price === undefined ? {} : { costPerHour: (cpu * price.vcpuHour + memory * price.gibHour) / 1024 };
