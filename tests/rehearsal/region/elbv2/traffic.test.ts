import { expect } from "chai";
import { trafficSince } from "../../../../rehearsal/region/elbv2/traffic";
import { createEdge, type Edge } from "./edge";

describe("the traffic of a target group", () => {
  let edge: Edge;

  beforeEach(async () => {
    edge = await createEdge();
  });

  const report = (requests: number, openConnections = 0, targetGroupArn = edge.blue) =>
    edge.region.observe({
      kind: "requests-served",
      groups: [{ targetGroupArn, requests, target5xx: 1, elb5xx: 2, openConnections }],
    });

  it("adds up since a moment, and tells the latest number of connections", () => {
    report(10, 3);
    edge.now += 1000;
    const since = edge.now;
    report(20, 5);
    edge.now += 1000;
    report(30, 4);
    expect(trafficSince(edge.region.state.elbv2, edge.blue, since)).to.deep.equal({
      requests: 50,
      target5xx: 2,
      elb5xx: 4,
      openConnections: 4,
    });
    expect(trafficSince(edge.region.state.elbv2, edge.green, 0)).to.deep.equal({
      requests: 0,
      target5xx: 0,
      elb5xx: 0,
      openConnections: 0,
    });
  });

  it("is kept for twenty minutes", () => {
    report(10);
    edge.now += 20 * 60_000;
    report(20);
    expect(edge.region.state.elbv2.traffic[edge.blue]?.map(({ requests }) => requests)).to.deep.equal([20]);
  });

  it("is nothing for a group that served nothing or is gone", async () => {
    const nothing = { requests: 0, target5xx: 0, elb5xx: 0, openConnections: 0 };
    edge.region.observe({ kind: "requests-served", groups: [{ targetGroupArn: edge.blue, ...nothing }] });
    report(5, 0, "arn:none");
    expect(edge.region.state.elbv2.traffic).to.deep.equal({});
    report(5);
    await edge.call("DeleteTargetGroup", { TargetGroupArn: edge.blue });
    expect(edge.region.state.elbv2.traffic).to.deep.equal({});
  });
});
