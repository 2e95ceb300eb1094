import type { Operations } from "../operation";

/** The Elbv2 operations that a hook, function, command or the provider sends. */
export const elbv2Operations: Operations = {};
