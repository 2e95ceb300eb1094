import type { Color } from "../cutover/plan-weights";

/** How long things may take; all in milliseconds. */
export interface LeaseTimes {
  /** How long one renewal lets a task receive. */
  readonly lease: number;
  /** From one renewal to the next. */
  readonly renewal: number;
  /** From one look at `declared` to the next. */
  readonly look: number;
  /** From a renewal that wasn't granted, or not answered, to the next try. */
  readonly retry: number;
  /** How long a receive may wait for a message. */
  readonly poll: number;
  /** What a call to AWS, a late timer and clocks of unequal speed may take of a lease. */
  readonly margin: number;
}

/** What a task saw of `declared`. */
export interface Declaration {
  /** Undefined where there is no `declared` yet. */
  readonly color: Color | undefined;
  /** Grows with every change of `declared`. */
  readonly fence: number;
  /** When it was asked for, by the task's own clock. */
  readonly seenAt: number;
}

/** The lease as a task got it. */
export interface Hold {
  readonly fence: number;
  /** Until when it may be relied on, by the task's own clock. */
  readonly until: number;
  /** When it was asked for. */
  readonly renewedAt: number;
}

/** The lease as a refusal showed it. */
export interface SeenLease {
  readonly color: string;
  readonly fence: number;
  /** Grows with every renewal, by whichever task. */
  readonly renewals: number;
  /** Since when this task has seen it so, by its own clock. */
  readonly unchangedSince: number;
}

/** What one task knows; its clock need not show what others' show. */
export interface LeaseFacts {
  readonly color: Color;
  readonly declaration: Declaration | undefined;
  /** When `declared` was last asked for, whatever came of it. @default never */
  readonly lookedAt: number | undefined;
  readonly hold: Hold | undefined;
  /** When the lease was last asked for, whatever came of it. @default never */
  readonly askedAt: number | undefined;
  /** Somebody else's. */
  readonly seen: SeenLease | undefined;
  /** Messages that were received and aren't settled yet. */
  readonly inFlight: number;
  /** Whether the task was told to end. */
  readonly isStopping: boolean;
}

/** Why a task doesn't receive. */
export type WaitReason =
  | "nothing-declared"
  | "declared-unreadable"
  | "other-color-declared"
  | "finishing-messages"
  | "no-lease"
  | "lease-ends-too-soon"
  | "stopping";

/** What a task does next about the lease. */
export type LeasePlan =
  /** Ask which colour is declared: what is known is too old, or nothing is. */
  | { readonly kind: "look" }
  /** Ask for the lease, or for more of it; `takeOver` names the number of renewals at which another colour's ran out. */
  | { readonly kind: "renew"; readonly fence: number; readonly takeOver: number | undefined }
  /** Tell that this task receives no more: what it received is settled. */
  | { readonly kind: "release" }
  | { readonly kind: "receive" }
  | { readonly kind: "wait"; readonly reason: WaitReason };

/** Decides what a task does next; nothing is ever received without a hold that outlasts the poll. */
export const planLease = (facts: LeaseFacts, times: LeaseTimes, now: number): LeasePlan => {
  const { declaration, hold } = facts;
  if (facts.isStopping) return leave(facts, "stopping");
  if (isPast(facts.lookedAt, times.look, now)) return { kind: "look" };
  // Without word of `declared` for so long, the other colour may be waiting for this one to let go.
  if (declaration === undefined || now - declaration.seenAt >= times.lease) return leave(facts, "declared-unreadable");
  if (declaration.color === undefined) return leave(facts, "nothing-declared");
  if (declaration.color !== facts.color) return leave(facts, "other-color-declared");
  if (isDue(hold, declaration, { times, now }) && isPast(facts.askedAt, times.retry, now))
    return { kind: "renew", fence: declaration.fence, takeOver: endedLease(facts, times, now) };
  if (hold === undefined) return { kind: "wait", reason: "no-lease" };
  return mayReceive(hold, times, now) ? { kind: "receive" } : { kind: "wait", reason: "lease-ends-too-soon" };
};

/** Whether a receive that begins now ends within the hold. */
export const mayReceive = (hold: Hold, times: LeaseTimes, now: number): boolean =>
  now + times.poll + times.margin <= hold.until;

/** The hold that a renewal gives: counted from before it was asked for, so that it ends here before it ends for others. */
export const planHold = (fence: number, askedAt: number, times: LeaseTimes): Hold => ({
  fence,
  until: askedAt + times.lease,
  renewedAt: askedAt,
});

/** What a refusal adds to what is known: a lease that somebody renewed meanwhile begins anew. */
export const planSeen = (
  before: SeenLease | undefined,
  seen: Omit<SeenLease, "unchangedSince">,
  now: number,
): SeenLease => {
  const isSame = before !== undefined && before.fence === seen.fence && before.renewals === seen.renewals;
  return { ...seen, unchangedSince: isSame ? before.unchangedSince : now };
};

/** Messages may be under way although the lease was lost: they are given back before the task ends. */
const leave = ({ hold, inFlight }: LeaseFacts, reason: WaitReason): LeasePlan => {
  if (inFlight > 0) return { kind: "wait", reason: "finishing-messages" };
  return hold === undefined ? { kind: "wait", reason } : { kind: "release" };
};

const isPast = (at: number | undefined, interval: number, now: number): boolean =>
  at === undefined || now - at >= interval;

const isDue = (
  hold: Hold | undefined,
  { fence }: Declaration,
  { times, now }: { readonly times: LeaseTimes; readonly now: number },
): boolean => hold === undefined || hold.fence < fence || now - hold.renewedAt >= times.renewal;

/** The renewals of a lease that nobody has renewed for its whole length and more, as far as this task has watched. */
const endedLease = ({ seen }: LeaseFacts, times: LeaseTimes, now: number): number | undefined =>
  seen !== undefined && now - seen.unchangedSince >= times.lease + times.margin ? seen.renewals : undefined;
