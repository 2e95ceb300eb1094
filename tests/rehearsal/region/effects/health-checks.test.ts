import type { RequestListener } from "node:http";
import { expect } from "chai";
import { type HealthChecks, startHealthChecks } from "../../../../rehearsal/region/effects/health-checks";
import { createEdge, type Edge, forwardTo, idOf } from "../elbv2/edge";
import { startTarget, type TinyTarget, until } from "./tiny-targets";

describe("startHealthChecks", () => {
  let edge: Edge;
  let checks: HealthChecks;
  let targets: TinyTarget[];
  let probes: { path: string | undefined; agent: string | undefined }[];

  beforeEach(async () => {
    targets = [];
    probes = [];
    edge = await createEdge(Date.now);
    // The shortest interval that AWS takes is 5 s: here 50 ms.
    checks = startHealthChecks(edge.region, { clockFactor: 100 });
  });

  afterEach(async () => {
    await checks.close();
    await Promise.all(targets.map((target) => target.close()));
  });

  const quick = { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2, HealthCheckPath: "/health" };

  const target = async (group: string, handler: RequestListener): Promise<TinyTarget> => {
    const started = await startTarget("target", (request, response) => {
      probes.push({ path: request.url, agent: request.headers["user-agent"] });
      handler(request, response);
    });
    targets.push(started);
    await edge.register(group, started.port);
    return started;
  };

  const answering =
    (...statuses: readonly number[]): RequestListener =>
    (_request, response) => {
      response.statusCode = statuses[Math.min(probes.length, statuses.length) - 1] ?? 500;
      response.end();
    };

  it("makes a new target healthy after one passed probe on the group's path", async () => {
    const group = await edge.group("quick", quick);
    await edge.rule(1, forwardTo([group, 0], [edge.blue, 1]));
    const { port } = await target(group, answering(200));
    await until(async () => (await edge.health(group))[port] === "healthy");
    expect(probes).to.deep.equal([{ path: "/health", agent: "ELB-HealthChecker/2.0" }]);
  });

  it("goes on probing: a target that turns bad becomes unhealthy, and healthy again after the threshold", async () => {
    const group = await edge.group("quick", { ...quick, HealthyThresholdCount: 3, UnhealthyThresholdCount: 2 });
    await edge.rule(1, forwardTo([group, 1]));
    const { port } = await target(group, answering(200, 500, 500, 200, 200, 200));
    await until(async () => (await edge.health(group))[port] === "unhealthy Target.ResponseCodeMismatch");
    const atFailure = probes.length;
    await until(async () => (await edge.health(group))[port] === "healthy");
    expect([atFailure, probes.length]).to.deep.equal([3, 6]);
  });

  it("compares with the group's matcher", async () => {
    const group = await edge.group("quick", { ...quick, Matcher: { HttpCode: "200-299,418" } });
    await edge.rule(1, forwardTo([group, 1]));
    const { port } = await target(group, answering(418));
    await until(async () => (await edge.health(group))[port] === "healthy");
  });

  it("says what failed: nobody there, or no answer in time", async () => {
    const group = await edge.group("quick", quick);
    await edge.rule(1, forwardTo([group, 1]));
    const gone = await target(group, answering(200));
    await gone.close();
    targets = [];
    const silent = await target(group, () => undefined);
    await until(async () => (await edge.health(group))[gone.port] === "unhealthy Target.FailedHealthChecks");
    expect((await edge.health(group))[silent.port]).to.equal("initial Elb.RegistrationInProgress");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await until(async () => (await edge.health(group))[silent.port] === "unhealthy Target.Timeout");
  });

  it("leaves targets alone whose group no rule forwards to, until one does", async () => {
    const group = await edge.group("quick", quick);
    const { port } = await target(group, answering(200));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([probes.length, await edge.health(group)]).to.deep.equal([0, { [port]: "unused Target.NotInUse" }]);
    await edge.rule(1, forwardTo([group, 1]));
    await until(async () => (await edge.health(group))[port] === "healthy");
  });

  it("stops probing a draining target", async () => {
    const group = await edge.group("quick", quick);
    await edge.rule(1, forwardTo([group, 1]));
    const { port } = await target(group, answering(200));
    await until(async () => (await edge.health(group))[port] === "healthy");
    await edge.call("DeregisterTargets", { TargetGroupArn: group, Targets: [{ Id: idOf(port), Port: port }] });
    checks.reconcile();
    const sofar = probes.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([probes.length, await edge.health(group)]).to.deep.equal([
      sofar,
      { [port]: "draining Target.DeregistrationInProgress" },
    ]);
  });

  it("ends with a probe under way, leaving no socket behind and reporting nothing more", async () => {
    const group = await edge.group("quick", quick);
    await edge.rule(1, forwardTo([group, 1]));
    const { port } = await target(group, () => undefined);
    await until(() => probes.length > 0);
    await checks.close();
    expect(await edge.health(group)).to.deep.equal({ [port]: "initial Elb.RegistrationInProgress" });
    await Promise.all(targets.map((one) => one.close()));
    targets = [];
    await until(() => !process.getActiveResourcesInfo().some((kind) => kind.startsWith("TCP")));
  });
});
