import type { RegionState } from "./state";

/** What a transition may depend on besides state and input: nothing else, so that every run can be replayed. */
export interface CallContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Uniform in [0, 1), seeded. */
  readonly random: () => number;
  /** Twelve digits. */
  readonly accountId: string;
  /** For example `eu-west-1`. */
  readonly region: string;
}

/** The state after a call, and what AWS would answer (the SDK's output shape). */
export interface Transition<Output = object> {
  readonly state: RegionState;
  readonly output: Output;
}

/** One AWS operation as a pure function; throws {@link AwsError} where AWS refuses. */
export type Operation<Input = never, Output = object> = (
  state: RegionState,
  input: Input,
  context: CallContext,
) => Transition<Output>;

/** The operations of one service by their AWS names, for example `DescribeRules`. */
export type Operations = Readonly<Record<string, Operation>>;

/** A refusal by AWS: `code` as the API documents it, for example `RuleNotFoundException`. */
export class AwsError extends Error {
  public constructor(
    public readonly code: string,
    message: string,
    public readonly statusCode: number = 400,
  ) {
    super(message);
    this.name = code;
  }
}

/** A refusal that carries more than a message, for example why a transaction was cancelled. */
export class DetailedAwsError extends AwsError {
  public constructor(
    code: string,
    message: string,
    public readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(code, message);
  }
}
