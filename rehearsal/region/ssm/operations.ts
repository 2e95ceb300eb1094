import type { Operations } from "../operation";

/** The Ssm operations that a hook, function, command or the provider sends. */
export const ssmOperations: Operations = {};
