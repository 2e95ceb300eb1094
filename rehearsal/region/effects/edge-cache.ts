/** An answer to a viewer, as CloudFront keeps it. */
export interface EdgeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Seconds, of the managed policy CachingOptimized: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html. */
const ttl = { least: 1, usual: 86_400, most: 31_536_000 };

/** What one edge location remembers, by the behavior's origin and the rewritten path. */
export class EdgeCache {
  private readonly kept = new Map<string, { readonly answer: EdgeAnswer; readonly until: number }>();

  /** The answer, or what `fetch` gives; errors aren't kept, as the distribution sets their time to 0. */
  public answer(key: string, now: number, fetch: () => EdgeAnswer): EdgeAnswer {
    const found = this.kept.get(key);
    if (found !== undefined && found.until > now) return withState(found.answer, "Hit from cloudfront");
    const answer = fetch();
    if (answer.status !== 200) return withState(answer, "Error from cloudfront");
    this.kept.set(key, { answer, until: now + secondsOf(answer.headers["cache-control"] ?? "") * 1000 });
    return withState(answer, "Miss from cloudfront");
  }

  /** Forgets everything. */
  public clear(): void {
    this.kept.clear();
  }
}

const withState = (answer: EdgeAnswer, state: string): EdgeAnswer => ({
  ...answer,
  headers: { ...answer.headers, "x-cache": state },
});

/** `s-maxage` is the shared caches' own: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html. */
const secondsOf = (cacheControl: string): number => {
  if (/\bno-(?:cache|store)\b|\bprivate\b/.test(cacheControl)) return ttl.least;
  const told = /\bs-maxage=(\d+)/.exec(cacheControl) ?? /\bmax-age=(\d+)/.exec(cacheControl);
  const seconds = told === null ? ttl.usual : Number(told[1]);
  return Math.min(Math.max(seconds, ttl.least), ttl.most);
};
