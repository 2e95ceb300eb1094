import { expect } from "chai";
import { TokenBucket } from "../../../rehearsal/bench/token-buckets";

describe("a token bucket", () => {
  it("grants what it holds at once, then what refills, never more than its burst", () => {
    const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, { tokens: 2, now: 0 });
    const takes = (now: number, count: number) => Array.from({ length: count }, () => bucket.take(now));

    expect(takes(0, 3)).to.deep.equal([true, true, false]);
    expect(takes(499, 1)).to.deep.equal([false]);
    expect(takes(500, 2)).to.deep.equal([true, false]);
    expect(takes(60_000, 4)).to.deep.equal([true, true, true, false]);
  });
});
