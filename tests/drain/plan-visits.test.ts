import { expect } from "chai";
import fc from "fast-check";
import { planLongestWait, planVisit } from "../../drain/plan-visits";

const heartbeat = fc.integer({ min: 30, max: 7200 });

/** All visits of a drain that lasts as long as a group waits. */
const visits = (heartbeatSeconds: number): readonly { at: number; beats: boolean }[] => {
  const all = [];
  for (let at = 0; at < planLongestWait(heartbeatSeconds); ) {
    const visit = planVisit(at, heartbeatSeconds);
    all.push({ at, beats: visit.beats });
    at += visit.delaySeconds;
  }
  return all;
};

describe("planLongestWait", () => {
  const cases = [
    [30, 3000],
    [900, 90_000],
    [1728, 172_800],
    [7200, 172_800],
  ] as const;
  for (const [heartbeatSeconds, longest] of cases) {
    it(`is ${longest} seconds for a heartbeat of ${heartbeatSeconds}`, () => {
      expect(planLongestWait(heartbeatSeconds)).to.equal(longest);
    });
  }
});

describe("planVisit", () => {
  const cases = [
    [0, 15, false],
    [239, 15, false],
    [240, 15, true],
    [299, 15, true],
    [300, 60, true],
    [1799, 60, true],
    [1800, 240, true],
    [89_999, 240, true],
    [90_000, 240, false],
  ] as const;
  for (const [elapsed, delaySeconds, beats] of cases) {
    it(`comes back in ${delaySeconds} s and ${beats ? "beats" : "doesn't beat"} after ${elapsed} s of a hook of 900 s`, () => {
      expect(planVisit(elapsed, 900)).to.deep.equal({ delaySeconds, beats });
    });
  }

  it("never lets a heartbeat run out, even when one visit in two fails", () => {
    fc.assert(
      fc.property(heartbeat, (heartbeatSeconds) => {
        let last = 0;
        for (const { at, beats } of visits(heartbeatSeconds)) {
          expect(at - last).to.be.at.most(heartbeatSeconds / 2 + 15);
          if (beats) last = at;
        }
      }),
      { numRuns: 50 },
    );
  });

  it("never needs the thousand receives after which SQS gives a message up, for hooks of 10 minutes and more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 600, max: 7200 }), (heartbeatSeconds) => {
        expect(visits(heartbeatSeconds).length).to.be.lessThan(1000);
      }),
      { numRuns: 50 },
    );
  });
});
