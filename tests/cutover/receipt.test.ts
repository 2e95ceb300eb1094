import { expect } from "chai";
import fc from "fast-check";
import { createReceipt, type RequestSample } from "../../cutover/receipt";

const changedAt = 10_000;
const answer = (at: number, color: string | undefined, latencyMs = 10): RequestSample => ({
  at,
  latencyMs,
  color,
  status: 200,
  ok: true,
});
const failure = (at: number, status: number): RequestSample => ({
  at,
  latencyMs: 0,
  status,
  color: undefined,
  ok: false,
});

describe("createReceipt", () => {
  it("measures a cutover from the change of the rule", () => {
    const samples = [
      answer(9_000, "blue", 20),
      answer(9_990, "blue", 510),
      answer(10_100, "green", 100),
      answer(10_150, "blue", 30),
      answer(12_200, "green", 40),
    ];
    expect(createReceipt({ samples, changedAt, to: "green" })).to.deep.equal({
      requests: 5,
      failed: 0,
      failedByStatus: {},
      failedBefore: 0,
      failedAfter: 0,
      requestsPerSecond: 5000 / 3240,
      firstNewMs: 200,
      lastOldMs: 500,
      latencyMs: { p50: 40, p99: 510 },
      byColorPerSecond: [
        { second: -1, blue: 1, green: 0, failed: 0 },
        { second: 0, blue: 2, green: 1, failed: 0 },
        { second: 1, blue: 0, green: 0, failed: 0 },
        { second: 2, blue: 0, green: 1, failed: 0 },
      ],
    });
  });

  it("tells failures before the change from those after it, by status", () => {
    const samples = [failure(9_999, 503), failure(10_000, 503), failure(10_001, 0)];
    const { requests, failed, failedByStatus, failedBefore, failedAfter, latencyMs } = createReceipt({
      samples,
      changedAt,
      to: "blue",
    });
    expect({ requests, failed, failedByStatus, failedBefore, failedAfter, latencyMs }).to.deep.equal({
      requests: 3,
      failed: 3,
      failedByStatus: { 503: 2, 0: 1 },
      failedBefore: 1,
      failedAfter: 2,
      latencyMs: null,
    });
  });

  it("counts no answer of the new colour from before the change, and no failure as an answer", () => {
    const samples = [answer(9_000, "green"), { ...failure(10_500, 502), color: "green" }, answer(11_000, "green")];
    expect(createReceipt({ samples, changedAt, to: "green" }).firstNewMs).to.equal(1010);
  });

  it("says nothing of what it never saw", () => {
    const { firstNewMs, lastOldMs, latencyMs, byColorPerSecond, requestsPerSecond } = createReceipt({
      samples: [],
      changedAt,
      to: "green",
    });
    expect([firstNewMs, lastOldMs, latencyMs, byColorPerSecond, requestsPerSecond]).to.deep.equal([
      null,
      null,
      null,
      [],
      0,
    ]);
  });

  it("takes 200,000 samples", () => {
    const samples = Array.from({ length: 200_000 }, (_, index) => answer(index, "blue"));
    expect(createReceipt({ samples, changedAt, to: "green" }).requests).to.equal(200_000);
  });

  it("has every sample of a known colour in exactly one second", () => {
    const sample = fc.record({
      at: fc.integer({ min: 0, max: 20_000 }),
      latencyMs: fc.integer({ min: 0, max: 3000 }),
      status: fc.constantFrom(0, 200, 503),
      color: fc.constantFrom("blue", "green"),
      ok: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        const { byColorPerSecond, failed } = createReceipt({ samples, changedAt, to: "green" });
        const sum = byColorPerSecond.reduce((total, one) => total + one.blue + one.green + one.failed, 0);
        expect([sum, byColorPerSecond.reduce((total, one) => total + one.failed, 0)]).to.deep.equal([
          samples.length,
          failed,
        ]);
      }),
    );
  });
});
