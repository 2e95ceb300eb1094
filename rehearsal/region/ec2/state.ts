/** What the region remembers of Ec2. */
export interface Ec2State {
  readonly placeholder?: never;
}

/** A region in which nobody has used Ec2 yet. */
export const emptyEc2State: Ec2State = {};
