import { PassThrough } from "node:stream";
import { expect } from "chai";
import { LoadBalancerConnectionCounts } from "../../../../rehearsal/region/effects/load-balancer-connection-counts";

const closed = (socket: PassThrough): Promise<unknown> => {
  const done = new Promise((resolve) => socket.once("close", resolve));
  socket.destroy();
  return done;
};

describe("the connections of a load balancer", () => {
  it("count once each, as new in one report and as open until they close", async () => {
    const counts = new LoadBalancerConnectionCounts();
    const [one, other] = [new PassThrough(), new PassThrough()];
    counts.add("edge", one);
    counts.add("edge", one);
    counts.add("edge", other);
    counts.add("second", new PassThrough());
    expect(counts.take()).to.deep.equal([
      { loadBalancerArn: "edge", opened: 2, active: 2 },
      { loadBalancerArn: "second", opened: 1, active: 1 },
    ]);
    await closed(one);
    expect(counts.take()[0]).to.deep.equal({ loadBalancerArn: "edge", opened: 0, active: 1 });
  });

  it("are told once more after the last one closed", async () => {
    const counts = new LoadBalancerConnectionCounts();
    const socket = new PassThrough();
    counts.add("edge", socket);
    counts.take();
    await closed(socket);
    expect(counts.take()).to.deep.equal([{ loadBalancerArn: "edge", opened: 0, active: 0 }]);
    expect(counts.take()).to.deep.equal([]);
  });
});
