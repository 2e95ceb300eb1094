/** One answer of the edge, or why there was none. */
export interface ProbeAnswer {
  /** Seconds since the probing began. */
  readonly at: number;
  /** The release that it belongs to; absent where it doesn't say. */
  readonly release?: string;
  /** Absent where the edge answered. */
  readonly problem?: string;
}

/** What the edge said, in seconds since the probing began. */
export type ProbeResult =
  | {
      readonly kind: "seen";
      /** Until the first answer came from the release. */
      readonly first: number;
      /** Until several answers in a row came from it. */
      readonly all: number;
    }
  | { readonly kind: "not-seen"; readonly last: string }
  /** Nobody answers here, for example because the domain isn't public: says nothing about viewers. */
  | { readonly kind: "unreachable"; readonly reason: string };

/** Seconds, and answers in a row. CloudFront gives no figure for how long a key takes to reach all locations. */
const bounds = { answering: 60, unreachable: 2, inARow: 3 } as const;

/** Decides whether what was answered so far suffices, oldest answer first. */
export const planProbe = (
  release: string,
  answers: readonly ProbeAnswer[],
): ProbeResult | { readonly kind: "ask-again" } => {
  const isFrom = (answer: ProbeAnswer): boolean => answer.release === release;
  const first = answers.find(isFrom);
  const last = answers.at(-1);
  if (last === undefined) return { kind: "ask-again" };
  const row = answers.slice(-bounds.inARow);
  if (first !== undefined && row.length === bounds.inARow && row.every(isFrom)) {
    return { kind: "seen", first: first.at, all: last.at };
  }
  const isReached = answers.some(({ problem }) => problem === undefined);
  if (last.at < (isReached ? bounds.answering : bounds.unreachable)) return { kind: "ask-again" };
  const text = last.problem ?? `an answer of ${last.release ?? "no release"}`;
  return isReached ? { kind: "not-seen", last: text } : { kind: "unreachable", reason: text };
};
