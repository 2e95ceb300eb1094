import { expect } from "chai";
import { createWatchedEdge, noon, type WatchedEdge } from "./watched-edge";

describe("the metrics of a load balancer", () => {
  let watched: WatchedEdge;

  beforeEach(async () => {
    watched = await createWatchedEdge();
  });

  const groupDimensions = (group: "blue" | "green") => ({
    TargetGroup: watched[group],
    LoadBalancer: watched.loadBalancer,
  });

  it("count requests and errors by minute, per group and for the whole load balancer", async () => {
    const { edge, serve, pass, values, loadBalancer } = watched;
    pass(10);
    serve(edge.blue, 100, 1, 2);
    serve(edge.green, 10, 3);
    pass(40);
    serve(edge.green, 20, 4);
    pass(60);
    serve(edge.blue, 7);
    pass(60);
    const whole = { LoadBalancer: loadBalancer };
    expect(await values("RequestCount", "Sum", groupDimensions("green"))).to.deep.equal({ 0: 30 });
    expect(await values("HTTPCode_Target_5XX_Count", "Sum", groupDimensions("green"))).to.deep.equal({ 0: 7 });
    expect(await values("RequestCount", "Sum", whole)).to.deep.equal({ 0: 130, 1: 7 });
    expect(await values("HTTPCode_Target_5XX_Count", "Sum", whole)).to.deep.equal({ 0: 8 });
    expect(await values("HTTPCode_ELB_5XX_Count", "Sum", whole)).to.deep.equal({ 0: 2 });
  });

  it("tell the load balancer's own errors by target group no more than AWS does", async () => {
    const { edge, serve, pass, values } = watched;
    pass(10);
    serve(edge.blue, 0, 0, 5);
    pass(60);
    expect(await values("HTTPCode_ELB_5XX_Count", "Sum", groupDimensions("blue"))).to.deep.equal({});
  });

  it("know nothing of another load balancer", async () => {
    const { edge, serve, pass, values, green } = watched;
    pass(10);
    serve(edge.green, 10);
    pass(60);
    const dimensions = { TargetGroup: green, LoadBalancer: "app/other/1" };
    expect(await values("RequestCount", "Sum", dimensions)).to.deep.equal({});
  });

  it("count a report for the minute that it tells of, though it comes as the next begins", async () => {
    const { edge, serve, pass, values } = watched;
    pass(60);
    serve(edge.green, 10);
    pass(60);
    expect(await values("RequestCount", "Sum", groupDimensions("green"))).to.deep.equal({ 0: 10 });
  });

  it("tell nothing of a minute that isn't over", async () => {
    const { edge, serve, pass, values } = watched;
    pass(10);
    serve(edge.green, 10);
    pass(49);
    expect(await values("RequestCount", "Sum", groupDimensions("green"))).to.deep.equal({});
    pass(1);
    expect(await values("RequestCount", "Sum", groupDimensions("green"))).to.deep.equal({ 0: 10 });
  });

  it("tell healthy and unhealthy hosts as long as they were so", async () => {
    const { edge, pass, values } = watched;
    await edge.register(edge.green, 1, 2);
    edge.probe(edge.green, 1, true);
    edge.probe(edge.green, 2, true);
    pass(0);
    pass(45);
    edge.probe(edge.green, 2, false, false);
    pass(0);
    pass(75);
    const dimensions = groupDimensions("green");
    expect({
      least: await values("HealthyHostCount", "Minimum", dimensions),
      most: await values("HealthyHostCount", "Maximum", dimensions),
      average: await values("HealthyHostCount", "Average", dimensions),
      unhealthy: await values("UnHealthyHostCount", "Maximum", dimensions),
      always: await values("UnHealthyHostCount", "Minimum", dimensions),
    }).to.deep.equal({
      least: { 0: 1, 1: 1 },
      most: { 0: 2, 1: 1 },
      average: { 0: 1.75, 1: 1 },
      unhealthy: { 0: 1, 1: 1 },
      always: { 0: 0, 1: 1 },
    });
  });

  it("tell no hosts of an empty group, of one that no rule names, or of several", async () => {
    const { edge, pass, values, loadBalancer } = watched;
    const unused = await edge.group("unused");
    await edge.register(unused, 1);
    pass(0);
    pass(60);
    const name = unused.replace(/^.*:/, "");
    expect([
      await values("HealthyHostCount", "Maximum", groupDimensions("blue")),
      await values("HealthyHostCount", "Maximum", { TargetGroup: name }),
      await values("HealthyHostCount", "Maximum", { LoadBalancer: loadBalancer }),
    ]).to.deep.equal([{}, {}, {}]);
  });

  it("forget the hosts of a group that is gone, and what is older than twenty minutes", async () => {
    const { edge, pass, region } = watched;
    await edge.register(edge.green, 1);
    pass(0);
    for (let minute = 0; minute < 30; minute += 1) {
      const passed = minute % 2 === 0;
      edge.probe(edge.green, 1, ...Array.from({ length: 5 }, () => passed));
      pass(60);
    }
    const times = (region.state.cloudwatch.hosts[edge.green] ?? []).map(({ at }) => (at - noon) / 60_000);
    expect(times.length).to.be.within(20, 22);
    expect(times[0]).to.be.at.most(10);
    const [ruleArn] = Object.values(region.state.elbv2.rules).flatMap(({ priority, arn }) =>
      priority === 1 ? [arn] : [],
    );
    await edge.call("DeleteRule", { RuleArn: ruleArn });
    await edge.call("DeleteTargetGroup", { TargetGroupArn: edge.green });
    pass(0);
    expect(Object.keys(region.state.cloudwatch.hosts)).to.deep.equal([edge.blue]);
  });

  it("divide requests by the healthy targets", async () => {
    const { edge, pass, serve, values } = watched;
    await edge.register(edge.green, 1, 2);
    edge.probe(edge.green, 1, true);
    edge.probe(edge.green, 2, true);
    pass(0);
    pass(30);
    serve(edge.green, 50);
    serve(edge.blue, 50);
    pass(30);
    expect(await values("RequestCountPerTarget", "Sum", groupDimensions("green"))).to.deep.equal({ 0: 25 });
    expect(await values("RequestCountPerTarget", "Sum", groupDimensions("blue"))).to.deep.equal({});
  });

  it("count a load balancer's connections, new and open", async () => {
    const { edge, pass, region, values, loadBalancer } = watched;
    const { loadBalancerArn } = edge;
    const count = (opened: number, active: number) =>
      region.observe({ kind: "connections-counted", loadBalancers: [{ loadBalancerArn, opened, active }] });
    pass(10);
    count(5, 5);
    pass(20);
    count(2, 3);
    pass(60);
    region.observe({
      kind: "connections-counted",
      loadBalancers: [{ loadBalancerArn: "arn:none", opened: 1, active: 1 }],
    });
    const whole = { LoadBalancer: loadBalancer };
    expect(await values("NewConnectionCount", "Sum", whole)).to.deep.equal({ 0: 7 });
    expect(await values("ActiveConnectionCount", "Sum", whole)).to.deep.equal({ 0: 3 });
    expect(await values("RejectedConnectionCount", "Sum", whole)).to.deep.equal({});
    expect(await values("NewConnectionCount", "Sum", groupDimensions("blue"))).to.deep.equal({});
    await edge.call("DeleteLoadBalancer", { LoadBalancerArn: loadBalancerArn });
    expect(region.state.elbv2.connections).to.deep.equal({});
  });
});
