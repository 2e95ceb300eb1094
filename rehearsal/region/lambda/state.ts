import type { CreateEventSourceMappingRequest, CreateFunctionRequest } from "@aws-sdk/client-lambda";

/** A function; only zip packages for Node.js are modelled. */
export interface FunctionRecord {
  readonly functionName: string;
  readonly functionArn: string;
  /** What it was created or last updated with, its code apart. */
  readonly config: Omit<CreateFunctionRequest, "Code" | "Tags" | "Publish">;
  readonly zip: Uint8Array;
  /** SHA-256 of the zip, base64. */
  readonly codeSha256: string;
  readonly reservedConcurrency?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly modifiedAt: number;
}

/** What feeds a function from a queue. */
export interface EventSourceMappingRecord {
  readonly uuid: string;
  readonly functionArn: string;
  readonly config: CreateEventSourceMappingRequest;
  readonly modifiedAt: number;
}

/** An event that a function is yet to be called with. */
export interface PendingInvocation {
  readonly id: string;
  readonly functionArn: string;
  /** JSON. */
  readonly payload: string;
}

/** What the region remembers of Lambda: functions by name, mappings by id, and events on their way, oldest first. */
export interface LambdaState {
  readonly functions: Readonly<Record<string, FunctionRecord>>;
  readonly mappings: Readonly<Record<string, EventSourceMappingRecord>>;
  readonly invocations: readonly PendingInvocation[];
}

/** A region in which nobody has used Lambda yet. */
export const emptyLambdaState: LambdaState = { functions: {}, mappings: {}, invocations: [] };
