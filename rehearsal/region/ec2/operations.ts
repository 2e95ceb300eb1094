import type { Operations } from "../operation";

/** The Ec2 operations that a hook, function, command or the provider sends. */
export const ec2Operations: Operations = {};
