import { expect } from "chai";
import { requireLeaseTimes } from "../../../../consumption/lease-times";
import { parseDemoWorkerSettings } from "../../../../rehearsal/app/worker/worker-settings";

describe("parseDemoWorkerSettings", () => {
  it("works at once and with a real lease by default", () => {
    expect(parseDemoWorkerSettings({})).to.deep.equal({ workMs: 0, hasQueue: false, times: undefined });
  });

  it("takes a lease that is short and sound", () => {
    const environment = { SWITCHYARD_QUEUE_URL: "https://sqs/jobs", DEMO_WORK_MS: "40", DEMO_LEASE: "short" };
    const { workMs, hasQueue, times } = parseDemoWorkerSettings(environment);
    expect([workMs, hasQueue, times?.lease]).to.deep.equal([40, true, 6_000]);
    if (times !== undefined) expect(requireLeaseTimes(times)).to.equal(times);
  });

  for (const [name, value, message] of [
    ["DEMO_WORK_MS", "soon", 'DEMO_WORK_MS is "soon": use a number from 0 to 999999.'],
    ["DEMO_LEASE", "none", 'DEMO_LEASE is "none": use long or short.'],
  ] as const) {
    it(`refuses the ${name} ${value}`, () => {
      expect(() => parseDemoWorkerSettings({ [name]: value })).to.throw(message);
    });
  }
});
