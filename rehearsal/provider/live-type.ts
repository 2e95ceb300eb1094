import type { SendCall } from "./aws-calls";
import type { Properties } from "./properties";

/** What a live type works with; it knows AWS only through calls. */
export interface LiveContext {
  readonly send: SendCall;
  /** For example `eu-west-1`. */
  readonly region: string;
  /** Twelve digits; asked of AWS once. */
  readonly askAccountId: () => Promise<string>;
  /** Milliseconds that a create, update or delete may wait, undefined where the program sets no `customTimeouts`. */
  readonly timeoutMs: number | undefined;
  /** Asks until the answer is there; throws after the time limit (default in milliseconds) with `what` in the message. */
  readonly waitUntil: WaitUntil;
  /** Remembers what exists, so that a failure from here on doesn't lose it. */
  readonly keep: (resource: LiveResource) => void;
}

/** See {@link LiveContext.waitUntil}; undefined means "not yet". */
export type WaitUntil = <Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  defaultLimitMs: number,
) => Promise<Answer>;

/** A resource as the provider reports it: outputs that go beyond (or differ from) its inputs. */
export interface LiveResource {
  readonly id: string;
  readonly outputs: Properties;
}

/** What `refresh` found: outputs, and inputs that somebody changed behind Pulumi's back. */
export interface LiveReading extends LiveResource {
  readonly inputs?: Properties;
}

/** A change of a resource. */
export interface LiveUpdate {
  readonly id: string;
  /** The state before: inputs and outputs. */
  readonly state: Properties;
  readonly olds: Properties;
  readonly news: Properties;
}

/** A resource that exists. */
export interface ExistingResource {
  readonly id: string;
  /** Inputs and outputs. */
  readonly state: Properties;
}

/** How the rehearsal makes a type exist: the same calls that the real provider sends. */
export interface LiveType {
  readonly create: (inputs: Properties, context: LiveContext) => Promise<LiveResource>;
  /** Undefined where the resource is gone. */
  readonly read: (resource: ExistingResource, context: LiveContext) => Promise<LiveReading | undefined>;
  /** Returns the outputs that the change touched. */
  readonly update: (change: LiveUpdate, context: LiveContext) => Promise<Properties>;
  readonly delete: (resource: ExistingResource, context: LiveContext) => Promise<void>;
  /** Outputs that an update changes, unknown in its preview. @default none */
  readonly outputsChangedBy?: (olds: Properties, news: Properties) => readonly string[];
  /** Inputs that AWS fills in where they are left out, unknown in the preview of a creation. @default none */
  readonly filledIn?: readonly string[];
}

/** Whether an update touches one of the properties. */
export const hasChanged = ({ olds, news }: Pick<LiveUpdate, "olds" | "news">, names: readonly string[]): boolean =>
  names.some((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]));
