/** How many calls AWS grants at once and per second. */
export interface BucketSize {
  readonly burst: number;
  readonly perSecond: number;
}

/** A token bucket as AWS throttles with; time is epoch milliseconds. */
export class TokenBucket {
  #tokens: number;
  #at: number;

  public constructor(
    private readonly size: BucketSize,
    { tokens, now }: { tokens: number; now: number },
  ) {
    this.#tokens = tokens;
    this.#at = now;
  }

  /** Takes a token; false where there is none. */
  public take(now: number): boolean {
    const refilled = this.#tokens + ((now - this.#at) / 1000) * this.size.perSecond;
    this.#tokens = Math.min(this.size.burst, refilled);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/**
 * The ECS API's buckets per account and region: "cluster resource read" and "cluster resource modify".
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
export const ecsBuckets = {
  read: { burst: 100, perSecond: 20 },
  modify: { burst: 100, perSecond: 40 },
} as const satisfies Record<string, BucketSize>;

/** Which bucket a call of the drain takes from. */
export const ecsBucketOf: Readonly<Record<string, keyof typeof ecsBuckets>> = {
  ListContainerInstances: "read",
  DescribeContainerInstances: "read",
  ListTasks: "read",
  DescribeTasks: "read",
  UpdateContainerInstancesState: "modify",
  PutAttributes: "modify",
  DeleteAttributes: "modify",
};
