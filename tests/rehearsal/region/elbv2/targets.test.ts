import { expect } from "chai";
import { createEdge, type Edge, forwardTo, idOf } from "./edge";

describe("the targets of a group", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
  });

  const deregister = (...ports: readonly number[]) =>
    edge.call("DeregisterTargets", {
      TargetGroupArn: edge.blue,
      Targets: ports.map((Port) => ({ Id: idOf(Port), Port })),
    });
  const use = () => edge.rule(1, forwardTo([edge.blue, 100], [edge.green, 0]));

  it("are unused while no rule forwards to their group, whatever a late probe says", async () => {
    await edge.register(edge.blue, 8001);
    edge.probe(edge.blue, 8001, true);
    expect(await edge.health(edge.blue)).to.deep.equal({ 8001: "unused Target.NotInUse" });
  });

  it("are checked also with weight 0: a standby is never unused", async () => {
    await use();
    await edge.register(edge.green, 8002);
    edge.probe(edge.green, 8002, true);
    expect(await edge.health(edge.green)).to.deep.equal({ 8002: "healthy" });
  });

  it("become healthy after one passed probe", async () => {
    await use();
    await edge.register(edge.blue, 8001);
    const before = await edge.health(edge.blue);
    edge.probe(edge.blue, 8001, false);
    const failing = await edge.health(edge.blue);
    edge.probe(edge.blue, 8001, true);
    expect([before, failing, await edge.health(edge.blue)]).to.deep.equal([
      { 8001: "initial Elb.RegistrationInProgress" },
      { 8001: "initial Elb.InitialHealthChecking" },
      { 8001: "healthy" },
    ]);
  });

  const courses: readonly (readonly [title: string, passes: readonly boolean[], expected: string])[] = [
    ["turn unhealthy at the threshold of consecutive failures", [true, false, false], "unhealthy Target.Timeout"],
    ["stay healthy below it", [true, false], "healthy"],
    ["stay healthy when failures aren't consecutive", [true, false, true, false], "healthy"],
    ["turn unhealthy from the start", [false, false], "unhealthy Target.Timeout"],
    [
      "stay unhealthy below the threshold of passes",
      [false, false, true, true, true, true],
      "unhealthy Target.Timeout",
    ],
    ["recover at the threshold of passes", [false, false, true, true, true, true, true], "healthy"],
    [
      "count passes anew after a failure",
      [false, false, true, true, true, true, false, true],
      "unhealthy Target.Timeout",
    ],
  ];
  for (const [title, passes, expected] of courses) {
    it(title, async () => {
      await use();
      await edge.register(edge.blue, 8001);
      edge.probe(edge.blue, 8001, ...passes);
      expect(await edge.health(edge.blue)).to.deep.equal({ 8001: expected });
    });
  }

  it("are described in full", async () => {
    await use();
    await edge.register(edge.blue, 8001);
    const description = "Health checks failed with these codes: [404]";
    for (let count = 0; count < 2; count += 1) {
      edge.region.observe({
        kind: "target-probed",
        targetGroupArn: edge.blue,
        targetId: idOf(8001),
        port: 8001,
        result: { healthy: false, reason: "Target.ResponseCodeMismatch", description },
      });
    }
    expect(await edge.call("DescribeTargetHealth", { TargetGroupArn: edge.blue })).to.deep.equal({
      TargetHealthDescriptions: [
        {
          Target: { Id: "i-8001", Port: 8001 },
          HealthCheckPort: "8001",
          TargetHealth: { State: "unhealthy", Reason: "Target.ResponseCodeMismatch", Description: description },
        },
      ],
    });
  });

  it("drain for the deregistration delay and are gone afterwards, with and without a tick in between", async () => {
    await use();
    await edge.register(edge.blue, 8001, 8002);
    edge.probe(edge.blue, 8001, true);
    edge.probe(edge.blue, 8002, true);
    await deregister(8001);
    const draining = await edge.health(edge.blue);
    edge.now += 299_999;
    edge.region.advance();
    const last = await edge.health(edge.blue);
    edge.now += 1;
    const gone = await edge.health(edge.blue);
    edge.region.advance();
    const kept = edge.region.state.elbv2.targetGroups[edge.blue]?.targets.map(({ port }) => port);
    const expected = { 8001: "draining Target.DeregistrationInProgress", 8002: "healthy" };
    expect([draining, last, gone, kept]).to.deep.equal([expected, expected, { 8002: "healthy" }, [8002]]);
  });

  it("take the delay that the group's attribute says", async () => {
    await use();
    await edge.call("ModifyTargetGroupAttributes", {
      TargetGroupArn: edge.blue,
      Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "10" }],
    });
    await edge.register(edge.blue, 8001);
    await deregister(8001);
    edge.now += 10_000;
    expect(await edge.health(edge.blue)).to.deep.equal({});
  });

  it("don't begin their drain anew when deregistered twice, and ignore probes meanwhile", async () => {
    await use();
    await edge.register(edge.blue, 8001);
    await deregister(8001);
    edge.now += 200_000;
    await deregister(8001);
    const before = edge.region.state.elbv2.targetGroups[edge.blue]?.targets;
    edge.probe(edge.blue, 8001, true);
    expect(edge.region.state.elbv2.targetGroups[edge.blue]?.targets).to.deep.equal(before);
    edge.now += 100_000;
    expect(await edge.health(edge.blue)).to.deep.equal({});
  });

  it("begin anew when registered while they drain, and stay as they are when registered twice", async () => {
    await use();
    await edge.register(edge.blue, 8001);
    edge.probe(edge.blue, 8001, true);
    await edge.register(edge.blue, 8001);
    const twice = await edge.health(edge.blue);
    await deregister(8001);
    await edge.register(edge.blue, 8001);
    expect([twice, await edge.health(edge.blue)]).to.deep.equal([
      { 8001: "healthy" },
      { 8001: "initial Elb.RegistrationInProgress" },
    ]);
  });

  it("begin anew when their group comes into use again", async () => {
    const RuleArn = await use();
    await edge.register(edge.blue, 8001);
    edge.probe(edge.blue, 8001, true);
    await edge.call("DeleteRule", { RuleArn });
    const unused = await edge.health(edge.blue);
    await use();
    expect([unused, await edge.health(edge.blue)]).to.deep.equal([
      { 8001: "unused Target.NotInUse" },
      { 8001: "initial Elb.RegistrationInProgress" },
    ]);
  });

  it("keep their health when weights change", async () => {
    const RuleArn = await use();
    await edge.register(edge.blue, 8001);
    edge.probe(edge.blue, 8001, true);
    await edge.call("ModifyRule", { RuleArn, Actions: forwardTo([edge.blue, 0], [edge.green, 100]) });
    expect(await edge.health(edge.blue)).to.deep.equal({ 8001: "healthy" });
  });

  it("are at the group's port unless another is given", async () => {
    await edge.call("RegisterTargets", { TargetGroupArn: edge.blue, Targets: [{ Id: "i-1" }] });
    expect(Object.keys(await edge.health(edge.blue))).to.deep.equal(["80"]);
    await edge.call("DeregisterTargets", { TargetGroupArn: edge.blue, Targets: [{ Id: "i-1", Port: 81 }] });
    expect(await edge.health(edge.blue)).to.deep.equal({ 80: "unused Target.NotInUse" });
  });

  it("can be asked for one by one; one that isn't registered is unused", async () => {
    await use();
    await edge.register(edge.blue, 8001, 8002);
    const Targets = [{ Id: "i-9", Port: 9 }];
    expect(await edge.call("DescribeTargetHealth", { TargetGroupArn: edge.blue, Targets })).to.deep.equal({
      TargetHealthDescriptions: [
        {
          Target: { Id: "i-9", Port: 9 },
          HealthCheckPort: "9",
          TargetHealth: {
            State: "unused",
            Reason: "Target.NotRegistered",
            Description: "Target is not registered to the target group",
          },
        },
      ],
    });
  });

  it("are refused where they make no sense", async () => {
    const TargetGroupArn = edge.blue;
    expect(await edge.refusal("RegisterTargets", { TargetGroupArn, Targets: [] })).to.equal("ValidationError");
    expect(await edge.refusal("RegisterTargets", { TargetGroupArn, Targets: [{ Id: "10.0.0.1" }] })).to.equal(
      "InvalidTargetException",
    );
    expect(await edge.refusal("RegisterTargets", { TargetGroupArn, Targets: [{ Id: "i-1", Port: 0 }] })).to.equal(
      "ValidationError",
    );
    for (const operation of ["RegisterTargets", "DeregisterTargets", "DescribeTargetHealth"]) {
      expect(await edge.refusal(operation, { TargetGroupArn: "arn:none", Targets: [{ Id: "i-1" }] })).to.equal(
        "TargetGroupNotFoundException",
      );
    }
  });
});
