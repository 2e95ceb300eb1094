import type { Properties } from "./properties";

/** What exists although its creation or update failed. */
export interface PartialResource {
  readonly id: string;
  readonly state: Properties;
  readonly inputs: Properties;
}

/** A failure that leaves a resource behind: the engine stores it, and the next update goes on with it. */
export class PartialFailure extends Error {
  public constructor(
    public readonly resource: PartialResource,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "PartialFailure";
  }
}
