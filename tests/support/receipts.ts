import { createReceipt, type Receipt, type RequestSample } from "../../cutover/receipt";

const changedAt = 1_000_000;

/** `count` answers that ended in one second, counted from the change. */
export const answers = (second: number, color: string, count: number, ok = true): readonly RequestSample[] =>
  Array.from({ length: count }, () => ({
    at: changedAt + second * 1000 + 500,
    latencyMs: 10,
    status: ok ? 200 : 502,
    color,
    ok,
  }));

/** The receipt of a cutover to green. */
export const receiptOf = (...samples: readonly (readonly RequestSample[])[]): Receipt =>
  createReceipt({ samples: samples.flat(), changedAt, to: "green" });

/** A second before the change, and two after it. */
export const receipt = receiptOf(
  answers(-1, "blue", 8),
  answers(0, "blue", 2),
  answers(0, "green", 5),
  answers(1, "green", 7),
);
