/** Runs a call again while AWS throttles it. */
export type Retry = <T>(call: () => Promise<T>) => Promise<T>;

/** What retrying depends on. */
export interface RetrySettings {
  /** Calls in all, the first one included. */
  readonly attempts: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Which errors are worth another try. @default those that AWS throttles with */
  readonly isTransient?: (error: unknown) => boolean;
}

/**
 * Retries throttled calls with exponential backoff and full jitter, so that a storm spreads itself over the refill of AWS's
 * token bucket; every other error is thrown at once.
 */
export const createThrottleRetry =
  ({ attempts, random, sleep, isTransient = isThrottled }: RetrySettings): Retry =>
  async (call) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        if (attempt >= attempts || !isTransient(error)) throw error;
        await sleep(random() * Math.min(longestPause, firstPause * 2 ** attempt));
      }
    }
  };

/** Milliseconds. */
const firstPause = 100;
/** Milliseconds; an interruption's two minutes leave room for several of them. */
const longestPause = 5000;

const isThrottled = (error: unknown): boolean => error instanceof Error && throttlingErrors.has(error.name);

/** The names that ECS, Auto Scaling, EC2 and SQS give to it. */
const throttlingErrors: ReadonlySet<string> = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "TooManyRequestsException",
]);
