import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Color } from "../../cutover/plan-weights";
import { type HttpLoad, startHttpLoad } from "../../rehearsal/load/http-load";
import { Rehearsal } from "../../rehearsal/rehearsal";
import { OperatorShell, reportIn, type Typed } from "./operator-shell";

const image = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;
const schedule = [
  { name: "morning", cron: "0 7 ? * MON-FRI *", timezone: "Europe/Berlin", min: 2, max: 5 },
  { name: "evening", cron: "0 20 * * ? *", min: 1, max: 3 },
];
const service = { path: "/*", port: 8080, cpu: 64, memory: 64, healthPath: "/health", count: { min: 1, max: 5 } };
const config = {
  "switchyard:services": { web: { ...service, schedule } },
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: image("b") }, capacity: "full" },
  "switchyard:green": { version: "1.5.0.RELEASE", images: { web: image("9") }, capacity: "off" },
  "switchyard:standby": { holdSeconds: 900, afterHold: "min", maxDisconnects: 20 },
};
/** A minute passes in three seconds, so that the function looks that often. */
const clockFactor = 20;
const register = "application-autoscaling:RegisterScalableTarget";

describe("the standby through the real engine, with the function that looks after it", function () {
  this.timeout(300_000);
  let rehearsal: Rehearsal;
  let load: HttpLoad;
  let shell: OperatorShell;

  before(async () => {
    const { signal } = new AbortController();
    const options = { config, clockFactor, runsSchedules: true, propagationDelayMs: 20_000 };
    rehearsal = await Rehearsal.start({ signal, show: () => undefined, ...options });
    await rehearsal.up();
    await rehearsal.untilServing();
    shell = await OperatorShell.open(rehearsal);
    load = startHttpLoad({ url: rehearsal.appUrl(), requestsPerSecond: 20 });
    rehearsal.onClose(() => load.stop());
  });

  after(async () => {
    await load?.stop();
    await rehearsal?.destroy();
    expect(await rehearsal?.close()).to.equal(0);
  });

  const cli = (words: string): Promise<Typed> => shell.cli(words);

  const target = (color: Color) => {
    const { targets } = rehearsal.region.state.applicationAutoScaling;
    const found = Object.values(targets).find(({ resourceId }) => resourceId.includes(`/web-${color}`));
    if (found === undefined) throw new Error(`No scalable target of ${color}.`);
    return found;
  };

  const desired = (color: Color): number =>
    Object.values(rehearsal.region.state.ecs.services).find(({ serviceName }) => serviceName.includes(`web-${color}`))
      ?.desiredCount ?? 0;

  const until = async (what: string, isSo: () => boolean): Promise<void> => {
    const deadline = Date.now() + 150_000;
    while (!isSo()) {
      if (Date.now() > deadline) throw new Error(`It is still not so that ${what}.\n${rehearsal.functionErrors()}`);
      await sleep(100);
    }
  };

  const failures = (): number => load.samples.filter(({ status }) => status !== 200).length;

  /** The upper bounds that a colour was given since then, in order. */
  const bounds = (color: Color, since: number): readonly unknown[] =>
    rehearsal.region.calls
      .slice(since)
      .filter(({ service, operation, input }) => {
        const { ResourceId = "" } = input as { ResourceId?: string };
        return `${service}:${operation}` === register && ResourceId.includes(`/web-${color}`);
      })
      .map(({ input }) => (input as { MaxCapacity?: number }).MaxCapacity);

  const setDesired = async (color: Color, desiredCount: number): Promise<void> => {
    const service = Object.values(rehearsal.region.state.ecs.services).find(({ serviceName }) =>
      serviceName.includes(`web-${color}`),
    );
    const { clusterArn, serviceArn } = service ?? {};
    await rehearsal.region.call("ecs", "UpdateService", { cluster: clusterArn, service: serviceArn, desiredCount });
  };

  const scheduled = (color: Color): readonly unknown[] =>
    Object.values(rehearsal.region.state.applicationAutoScaling.actions)
      .filter(({ request }) => request.ResourceId?.includes(`/web-${color}`))
      .map(({ request }) => request.ScalableTargetAction);

  it("deploys a policy for each colour and a schedule that only a full one follows", () => {
    const { policies } = rehearsal.region.state.applicationAutoScaling;
    expect(Object.keys(policies)).to.have.length(2);
    expect(scheduled("blue")).to.have.deep.members([
      { MinCapacity: 2, MaxCapacity: 5 },
      { MinCapacity: 1, MaxCapacity: 3 },
    ]);
    expect(scheduled("green")).to.deep.equal(Array(2).fill({ MinCapacity: 0, MaxCapacity: 0 }));
  });

  it("flips to a colour that was off when it has as many tasks as the one that serves, never before", async () => {
    expect(desired("green")).to.equal(0);
    // As autoscaling does under load.
    await setDesired("blue", 3);
    await sleep(2_000);
    const since = rehearsal.region.calls.length;
    const ended = await cli("flip green --yes --json");

    expect(ended.exitCode, ended.stderr).to.equal(0);
    expect(ended.stderr).to.include("web of green may have 3 to 5 tasks from now on.");
    const calls = rehearsal.region.calls.slice(since).map(({ service, operation }) => `${service}:${operation}`);
    expect(calls.indexOf(register)).to.be.within(0, calls.indexOf("elbv2:ModifyRule"));
    expect(desired("green")).to.equal(3);
    expect(scheduled("green")).to.have.deep.members(scheduled("blue"));
    expect(failures()).to.equal(0);
  });

  it("holds both colours, then lets the old one go step by step, without a failed request", async () => {
    const since = rehearsal.region.calls.length;
    await until("nothing may shrink", () => target("blue").suspended.DynamicScalingInSuspended);
    expect(desired("blue")).to.equal(3);
    expect(target("green").suspended).to.deep.include({
      DynamicScalingInSuspended: true,
      ScheduledScalingSuspended: true,
    });
    await until("one task of blue is left", () => desired("blue") === 1);
    await until("blue's bounds keep it there", () => target("blue").maxCapacity === 1);

    expect(bounds("blue", since).filter((max) => max !== 5)).to.deep.equal([2, 1]);
    expect(target("green")).to.deep.include({ minCapacity: 1, maxCapacity: 5 });
    expect(target("green").suspended.DynamicScalingInSuspended).to.equal(false);
    expect(target("blue").suspended.ScheduledScalingSuspended).to.equal(true);
    expect(failures()).to.equal(0);
  });

  it("says that the way back needs warming, and warms it before any request moves", async () => {
    const { rollback, bounds: told } = reportIn(await cli("status --json"));
    expect(rollback).to.deep.include({ to: "blue", kind: "needs-warming" });
    expect(told).to.deep.equal({ web: { blue: { min: 1, max: 1 }, green: { min: 1, max: 5 } } });

    const ended = await cli("flip blue --yes --json");
    expect(ended.exitCode, ended.stderr).to.equal(0);
    expect(ended.stderr).to.include("blue was let go and must be started first: web may have 1 tasks");
    expect(desired("blue")).to.equal(3);
    expect(target("blue").maxCapacity).to.equal(5);
    expect(failures()).to.equal(0);
  });

  it("gives a colour back what it lost where it is rolled back to in the middle of its release", async () => {
    await until("the first task of green is gone", () => desired("green") < 3);
    const ended = await cli("rollback --yes --json");
    expect(ended.exitCode, ended.stderr).to.equal(0);
    expect([desired("green"), target("green").maxCapacity]).to.deep.equal([3, 5]);

    const since = rehearsal.region.calls.length;
    await sleep((4 * 60_000) / clockFactor);
    expect(bounds("green", since).filter((max) => max !== 5)).to.deep.equal([]);
    expect([desired("green"), desired("blue")]).to.deep.equal([3, 3]);
    expect(failures()).to.equal(0);
    expect(rehearsal.functionErrors()).to.deep.equal([]);
  });
});
