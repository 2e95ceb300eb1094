/** What the region remembers of Ssm. */
export interface SsmState {
  readonly placeholder?: never;
}

/** A region in which nobody has used Ssm yet. */
export const emptySsmState: SsmState = {};
