import type { Duplex } from "node:stream";
import type { LoadBalancerConnections } from "../elbv2/traffic";

/** Counts connections per load balancer, from clients and to targets, between one report and the next. */
export class LoadBalancerConnectionCounts {
  private readonly counts = new Map<string, { opened: number; active: number }>();
  private readonly known = new WeakSet<Duplex>();

  /** Counts a connection until it closes; adding it again changes nothing. */
  public add(loadBalancerArn: string, socket: Duplex): void {
    if (this.known.has(socket)) return;
    this.known.add(socket);
    const counts = this.counts.get(loadBalancerArn) ?? { opened: 0, active: 0 };
    this.counts.set(loadBalancerArn, counts);
    counts.opened += 1;
    counts.active += 1;
    socket.once("close", () => {
      counts.active -= 1;
    });
  }

  /** The report, after which counting begins anew; a load balancer stays in it once more after its last connection. */
  public take(): readonly LoadBalancerConnections[] {
    const report = [...this.counts].map(([loadBalancerArn, counts]) => ({ loadBalancerArn, ...counts }));
    for (const [arn, counts] of this.counts) {
      if (counts.opened + counts.active === 0) this.counts.delete(arn);
      counts.opened = 0;
    }
    return report;
  }
}
