import { once } from "node:events";
import { expect } from "chai";
import { forwardTo, idOf } from "../elbv2/edge";
import { ServedEdge, say } from "./served-edge";
import { until } from "./tiny-targets";

describe("tunnelUpgrade", () => {
  let served: ServedEdge;

  beforeEach(async () => {
    served = await ServedEdge.start();
  });

  afterEach(async () => {
    await served.close();
  });

  it("tunnels a WebSocket both ways and leaves it on its target when the weights move", async () => {
    await served.target(served.edge.blue, "blue");
    await served.target(served.edge.green, "green");
    const RuleArn = await served.edge.rule(1, forwardTo([served.edge.blue, 100], [served.edge.green, 0]));
    const old = await served.open();
    const first = await say(old, "one");
    await served.edge.call("ModifyRule", {
      RuleArn,
      Actions: forwardTo([served.edge.blue, 0], [served.edge.green, 100]),
    });
    const fresh = await served.open();
    expect([first, await say(old, "two"), await say(fresh, "three")]).to.deep.equal([
      "blue: one",
      "blue: two",
      "green: three",
    ]);
    expect([
      served.plane.openConnections(served.edge.blue),
      served.plane.openConnections(served.edge.green),
    ]).to.deep.equal([1, 1]);
    old.close();
    fresh.close();
    await until(
      () => served.plane.openConnections(served.edge.blue) + served.plane.openConnections(served.edge.green) === 0,
    );
  });

  it("closes the client's WebSocket when the target's side goes", async () => {
    const blue = await served.target(served.edge.blue, "blue");
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const socket = await served.open();
    const closed = once(socket, "close");
    blue.server.closeAllConnections();
    await served.stopTargets();
    expect((await closed)[0]).to.equal(1006);
    await until(() => served.plane.openConnections(served.edge.blue) === 0);
  });

  it("closes the target's side when the client goes", async () => {
    let closed = false;
    const blue = await served.target(served.edge.blue, "blue");
    blue.server.on("upgrade", (_request, socket) => {
      socket.once("close", () => {
        closed = true;
      });
    });
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const socket = await served.open();
    socket.terminate();
    await until(() => closed);
  });

  it("closes a WebSocket on which nothing was said for the idle timeout, not one that is in use", async () => {
    await served.setIdleTimeout(1);
    await served.target(served.edge.blue, "blue");
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    const [idle, used] = [await served.open(), await served.open()];
    const closed = once(idle, "close");
    const begin = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 600));
    await say(used, "one");
    await closed;
    expect(Date.now() - begin).to.be.within(900, 1900);
    expect(await say(used, "two")).to.equal("blue: two");
  });

  it("keeps a draining target's connections until the deregistration delay ends, then closes them", async () => {
    const blue = await served.target(served.edge.blue, "blue");
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    await served.edge.call("ModifyTargetGroupAttributes", {
      TargetGroupArn: served.edge.blue,
      Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "1" }],
    });
    const socket = await served.open();
    const closed = once(socket, "close");
    await served.edge.call("DeregisterTargets", {
      TargetGroupArn: served.edge.blue,
      Targets: [{ Id: idOf(blue.port), Port: blue.port }],
    });
    const begin = Date.now();
    expect(await say(socket, "still here")).to.equal("blue: still here");
    expect((await served.get()).status).to.equal(503);
    await closed;
    expect(Date.now() - begin).to.be.within(900, 1900);
  });

  it("refuses an upgrade where there is no target", async () => {
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    expect((await served.upgradeAnswer()).split("\r\n", 1)).to.deep.equal(["HTTP/1.1 503 Service Unavailable"]);
  });

  it("hands on a target's refusal of an upgrade", async () => {
    const blue = await served.target(served.edge.blue, "blue");
    blue.server.removeAllListeners("upgrade");
    blue.server.on("upgrade", (_request, socket) => {
      socket.end("HTTP/1.1 403 Forbidden\r\nX-Why: no\r\nContent-Length: 6\r\n\r\nno way");
    });
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    expect(await served.upgradeAnswer()).to.equal(
      "HTTP/1.1 403 Forbidden\r\nX-Why: no\r\nContent-Length: 6\r\nConnection: close\r\n\r\nno way",
    );
  });

  it("answers an upgrade with 502 when nobody listens at the target", async () => {
    await served.target(served.edge.blue, "blue");
    await served.edge.rule(1, forwardTo([served.edge.blue, 1]));
    await served.stopTargets();
    expect((await served.upgradeAnswer()).split("\r\n", 1)).to.deep.equal(["HTTP/1.1 502 Bad Gateway"]);
  });
});
