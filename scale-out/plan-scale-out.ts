/** What a task takes, or what an instance has left. */
export interface Size {
  /** CPU units: 1024 are one vCPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
}

/** What a service wants of its newest deployment, and has not got on instances that stay. */
export interface Demand {
  readonly size: Size;
  /** Tasks. */
  readonly missing: number;
  /** Its tasks run on the on-demand base alone. */
  readonly needsOnDemand: boolean;
}

/** The free room of one instance that takes tasks. */
export interface Room {
  readonly free: Size;
  readonly isOnDemand: boolean;
}

/** What ECS and the fleet say now. */
export interface ScaleOutFacts {
  /** Of the services that are to run at least one task. */
  readonly demands: readonly Demand[];
  readonly rooms: readonly Room[];
  /** Spot instances that the fleet is to have. */
  readonly target: number;
  /** Spot instances that take tasks. */
  readonly spotInstances: number;
  /** What a new instance offers at least; undefined while there was none to learn it from. */
  readonly newInstance: Size | undefined;
}

/** How far the fleet may grow, and what it keeps free. */
export interface ScaleOutLimits {
  /** Spot instances. */
  readonly maximumTarget: number;
  /** Tasks that each service finds room for at once, so that nothing waits for an instance when one is taken away. */
  readonly spareTasks: number;
}

/** Whether the fleet grows. */
export type ScaleOutPlan =
  | { readonly kind: "raise"; readonly target: number; readonly reason: "no-room" }
  | { readonly kind: "keep"; readonly reason: "enough-room" | "on-the-way" | "at-maximum" };

/** Counts the instances that missing and spare tasks need beyond the room that there is and the instances on their way. */
export const planScaleOut = (facts: ScaleOutFacts, limits: ScaleOutLimits): ScaleOutPlan => {
  const needed = countNewInstances(facts, limits);
  // Counted from what there is: a fleet with more instances than its target adds none until the target is above them.
  const wanted = facts.spotInstances + needed;
  if (needed === 0) return { kind: "keep", reason: "enough-room" };
  if (wanted <= facts.target) return { kind: "keep", reason: "on-the-way" };
  const target = Math.min(limits.maximumTarget, wanted);
  if (target <= facts.target) return { kind: "keep", reason: "at-maximum" };
  return { kind: "raise", target, reason: "no-room" };
};

const countNewInstances = (
  { demands, rooms, newInstance }: ScaleOutFacts,
  { maximumTarget, spareTasks }: ScaleOutLimits,
): number => {
  const bound = piecesOf(demands.filter(({ needsOnDemand }) => needsOnDemand));
  const onDemand = rooms.filter(({ isOnDemand }) => isOnDemand).map(({ free }) => free);
  const spot = rooms.filter(({ isOnDemand }) => !isOnDemand).map(({ free }) => free);
  // What the base can't take, no spot instance can take either.
  const rest = [...spot, ...place(bound, onDemand).rooms];
  const { left } = place(
    piecesOf(
      demands.filter(({ needsOnDemand }) => !needsOnDemand),
      spareTasks,
    ),
    rest,
  );
  if (newInstance === undefined) return Math.min(1, left.length);
  // No number of new instances helps a task that none of them holds.
  return countBins(
    left.filter((size) => fits(size, newInstance)),
    newInstance,
    Math.max(1, maximumTarget),
  );
};

/** The largest first: they find room the hardest. */
const piecesOf = (demands: readonly Demand[], spareTasks = 0): readonly Size[] =>
  demands
    .flatMap(({ size, missing }) => Array.from({ length: missing + spareTasks }, () => size))
    .sort((one, other) => other.memory - one.memory || other.cpu - one.cpu);

interface Placement {
  /** What is free afterwards. */
  readonly rooms: readonly Size[];
  /** What found no room. */
  readonly left: readonly Size[];
}

/** Puts each piece where the least memory is left, as the services' own placement strategy does. */
const place = (pieces: readonly Size[], rooms: readonly Size[]): Placement => {
  const free = [...rooms];
  const left: Size[] = [];
  for (const piece of pieces) {
    const room = tightest(free.filter((each) => fits(piece, each)));
    if (room === undefined) left.push(piece);
    else free[free.indexOf(room)] = minus(room, piece);
  }
  return { rooms: free, left };
};

const tightest = (rooms: readonly Size[]): Size | undefined =>
  rooms.reduce<Size | undefined>(
    (best, room) => (best !== undefined && best.memory <= room.memory ? best : room),
    undefined,
  );

/** No more than is allowed at all: what a mistyped task count asks for needn't be counted to its end. */
const countBins = (pieces: readonly Size[], bin: Size, most: number): number => {
  let count = 0;
  for (let left = pieces; left.length > 0 && count < most; count += 1) left = place(left, [bin]).left;
  return count;
};

const fits = (piece: Size, room: Size): boolean => piece.cpu <= room.cpu && piece.memory <= room.memory;

const minus = (room: Size, piece: Size): Size => ({ cpu: room.cpu - piece.cpu, memory: room.memory - piece.memory });
