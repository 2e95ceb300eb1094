import type { Operations } from "../operation";

/** The Ecs operations that a hook, function, command or the provider sends. */
export const ecsOperations: Operations = {};
