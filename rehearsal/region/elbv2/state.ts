/** What the region remembers of Elbv2. */
export interface Elbv2State {
  readonly placeholder?: never;
}

/** A region in which nobody has used Elbv2 yet. */
export const emptyElbv2State: Elbv2State = {};
