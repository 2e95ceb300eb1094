import type { RollNote } from "./roll-note";

/** The two kinds of instances; each kind is rolled by itself, spot first. */
export type PoolName = "spot" | "on-demand";

/** One instance of a pool, as EC2, its pool and ECS know it. */
export interface PoolMember {
  readonly instanceId: string;
  /** Launched from an older template version, or of a type or in a subnet that is no longer wanted. */
  readonly isOld: boolean;
  /** `starting` until ECS knows it, `leaving` once AWS takes it away. */
  readonly state: "starting" | "ready" | "draining" | "leaving";
  /** Tasks that haven't stopped; undefined where nobody asked, as it isn't draining. */
  readonly unfinishedTasks: readonly string[] | undefined;
}

/** A pool now. */
export interface Pool {
  readonly name: PoolName;
  /** Instances that it is to have. */
  readonly target: number;
  /** What its target may be at most; the target itself where nothing else bounds it. */
  readonly ceiling: number;
  readonly members: readonly PoolMember[];
}

/** Everything that a step is decided from. */
export interface RollFacts {
  /** In the order in which they are rolled. */
  readonly pools: readonly Pool[];
  /** The batch that is under way. */
  readonly note: RollNote | undefined;
  /** Services that ECS is deploying. */
  readonly deploying: readonly string[];
}

/** What a roll waits for. */
export type RollWait = "deployment" | "replacements" | "tasks" | "departure" | "other-drains";

/** The next step of a roll; each is one change, and harmless if it was made before. */
export type RollStep =
  | { readonly kind: "begin"; readonly note: RollNote }
  | { readonly kind: "resize"; readonly pool: PoolName; readonly target: number }
  | { readonly kind: "drain"; readonly instanceIds: readonly string[] }
  | { readonly kind: "note"; readonly note: RollNote }
  | { readonly kind: "terminate"; readonly pool: PoolName; readonly instanceIds: readonly string[] }
  | { readonly kind: "finish"; readonly note: RollNote }
  | { readonly kind: "wait"; readonly reason: RollWait; readonly subjects: readonly string[] }
  | { readonly kind: "done" };

/**
 * Decides on the next step from what is so now and from the note of the batch under way, so that a roll that was cut off at any
 * point goes on from there. Replacements come first; what was ready at the beginning of a batch is never undercut by it.
 * @param batch - instances that are replaced at once, at least 1
 */
export const planRoll = (facts: RollFacts, batch: number): RollStep => {
  const { note, pools } = facts;
  if (note === undefined) return planBegin(facts, batch);
  const pool = pools.find(({ name }) => name === note.pool);
  if (pool === undefined) return { kind: "finish", note };
  const isVictim = ({ instanceId }: PoolMember): boolean => note.victims.includes(instanceId);
  const step = {
    pool,
    note,
    victims: pool.members.filter((member) => isVictim(member) && member.state !== "leaving"),
    leaving: pool.members.filter((member) => isVictim(member) && member.state === "leaving"),
    others: pool.members.filter((member) => !isVictim(member)),
  };
  switch (note.phase) {
    case "surge":
      return planSurge(step, facts.deploying);
    case "lower":
      return planLower(step);
    case "shrink":
      return planShrink(step);
  }
};

const planBegin = ({ pools, deploying }: RollFacts, batch: number): RollStep => {
  const next = pools
    .map((pool) => ({ pool, old: pool.members.filter(({ isOld, state }) => isOld && state !== "leaving") }))
    .find(({ old }) => old.length > 0);
  if (next === undefined) return { kind: "done" };
  if (deploying.length > 0) return waitFor("deployment", deploying);
  const { pool, old } = next;
  // Somebody else drains the others: an interruption, a recommendation, a lifecycle hook.
  const mine = old.filter(({ state }) => state !== "draining");
  if (mine.length === 0) return waitFor("other-drains", idsOf(old));
  const victims = [...idsOf(mine)].sort().slice(0, batch);
  const { name, target } = pool;
  const ready = countIn("ready", pool.members);
  const note: RollNote = {
    pool: name,
    phase: "surge",
    from: target,
    to: target,
    surge: victims.length,
    ready,
    victims,
  };
  return { kind: "begin", note };
};

interface Batch {
  readonly pool: Pool;
  readonly note: RollNote;
  /** Those that are still there. */
  readonly victims: readonly PoolMember[];
  /** Those on their way out. */
  readonly leaving: readonly PoolMember[];
  /** Everything else in the pool. */
  readonly others: readonly PoolMember[];
}

const planSurge = ({ pool, note, victims, others }: Batch, deploying: readonly string[]): RollStep => {
  const raised = note.from + note.surge;
  // All were taken away before anything was raised.
  if (victims.length === 0 && pool.target < raised) return { kind: "finish", note };
  if (pool.target < raised) return { kind: "resize", pool: pool.name, target: raised };
  if (countIn("ready", victims) > 0) {
    if (countIn("ready", others) < note.ready) return waitFor("replacements", idsOf(inState("starting", others)));
    if (deploying.length > 0) return waitFor("deployment", deploying);
  }
  // What leaves a group is drained before its lifecycle hook, by the drain function: one drainer an instance.
  if (pool.name === "on-demand") return change({ ...note, phase: "shrink" });
  return drainStep(victims) ?? change({ ...note, phase: "lower", to: pool.target - note.surge });
};

/** The target goes down before anything ends: what is ended above the target isn't replaced. */
const planLower = ({ pool, note, victims, others }: Batch): RollStep => {
  if (pool.target > note.to) return { kind: "resize", pool: pool.name, target: note.to };
  // For each victim that was taken away meanwhile the fleet has launched one more than it needs now.
  const surplus = countIn("ready", others) + countIn("starting", others) - note.to;
  const extra = [...idsOf(others.filter(({ state }) => state === "ready" || state === "starting"))]
    .sort()
    .slice(0, Math.max(0, Math.min(surplus, note.surge)));
  return change({ ...note, phase: "shrink", victims: [...idsOf(victims), ...extra] });
};

const planShrink = ({ pool, note, victims, leaving }: Batch): RollStep => {
  const { name, ceiling } = pool;
  const drain = name === "spot" ? drainStep(victims) : undefined;
  if (drain !== undefined) return drain;
  const staying = victims.filter(({ state }) => name === "spot" || state !== "draining");
  if (staying.length > 0) return { kind: "terminate", pool: name, instanceIds: idsOf(staying) };
  const departing = [...victims, ...leaving];
  if (departing.length > 0) return waitFor("departure", idsOf(departing));
  if (name === "on-demand" && ceiling > note.from) return { kind: "resize", pool: name, target: note.from };
  return { kind: "finish", note };
};

/** Undefined where all of them are empty. */
const drainStep = (victims: readonly PoolMember[]): RollStep | undefined => {
  const undrained = inState("ready", victims);
  if (undrained.length > 0) return { kind: "drain", instanceIds: idsOf(undrained) };
  // One of which nobody knows whether it is empty isn't.
  const tasks = inState("draining", victims).flatMap(
    ({ instanceId, unfinishedTasks = [instanceId] }) => unfinishedTasks,
  );
  return tasks.length > 0 ? waitFor("tasks", tasks) : undefined;
};

const change = (note: RollNote): RollStep => ({ kind: "note", note });

const waitFor = (reason: RollWait, subjects: readonly string[]): RollStep => ({ kind: "wait", reason, subjects });

const inState = (wanted: PoolMember["state"], members: readonly PoolMember[]): readonly PoolMember[] =>
  members.filter(({ state }) => state === wanted);

const countIn = (wanted: PoolMember["state"], members: readonly PoolMember[]): number =>
  inState(wanted, members).length;

const idsOf = (members: readonly PoolMember[]): readonly string[] => members.map(({ instanceId }) => instanceId);
