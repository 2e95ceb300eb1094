/** What the commands end with; documented in `--help`. */
export const exitCodes = {
  done: 0,
  /** Something failed halfway, or nobody knows how far it came. */
  failed: 1,
  usage: 2,
  /** The answer is no, and nothing was changed. */
  refused: 3,
  /** `status`: what is live is not what was declared. */
  drift: 4,
  interrupted: 130,
} as const;

/** One of the documented exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** How a command ended. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** The one object of `--json`, apart from `command`, `ok` and `exitCode`, which every command adds. */
  readonly report: Readonly<Record<string, unknown>>;
  /** The same for people, one or more lines. */
  readonly text: string;
}

/** Ends a command before it is done: with what was got, what is allowed and what to do next. */
export class Stop extends Error {
  public constructor(
    public readonly exitCode: ExitCode,
    /** A word for programs, for example `not-allowed`. */
    public readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}
