/** What the region remembers of Ecs. */
export interface EcsState {
  readonly placeholder?: never;
}

/** A region in which nobody has used Ecs yet. */
export const emptyEcsState: EcsState = {};
