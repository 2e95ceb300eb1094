import { Agent } from "node:http";
import type { Duplex } from "node:stream";
import { type RouteDecision, type RoutedRequest, route } from "../elbv2/route";
import type { Region } from "../region";
import { LoadBalancerConnectionCounts } from "./load-balancer-connection-counts";
import { SocketSet } from "./load-balancer-sockets";
import { LoadBalancerTraffic } from "./load-balancer-traffic";
import { TargetConnections } from "./target-connections";

/**
 * How long an idle connection to a target is kept, in milliseconds: the default idle timeout of a load balancer, or less
 * where the target announces less. Targets must keep theirs longer, else a request can meet a closing connection: that
 * 502 is AWS's too, so nothing is retried here.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues
 */
const idleTargetMs = 60_000;

/** What all listeners of a region share: nodes, connections to targets, counters. */
export class LoadBalancerPlane {
  public readonly connections = new TargetConnections();
  public readonly traffic = new LoadBalancerTraffic();
  public readonly agent = new Agent({ keepAlive: true, timeout: idleTargetMs });
  /** Every connection to a target, in use or idle. */
  public readonly targetSockets = new SocketSet();
  private readonly counts = new LoadBalancerConnectionCounts();
  private readonly nodes = new WeakMap<Duplex, number>();
  private readonly turns = new Map<string, number>();

  public constructor(
    private readonly region: Region,
    public readonly random: () => number,
  ) {}

  /** The region's clock, in epoch milliseconds. */
  public get now(): number {
    return this.region.context.now;
  }

  /** A client's connection ends at one of the load balancer's nodes, as its name resolves to their addresses. */
  public assignNode(listenerArn: string, socket: Duplex): void {
    this.counts.add(this.loadBalancerOf(listenerArn), socket);
    this.nodes.set(socket, Math.floor(this.random() * this.region.state.elbv2.propagation.nodes));
  }

  /** What the client's node does with a request; a forward moves its round robin on. */
  public decide(listenerArn: string, socket: Duplex, request: RoutedRequest): RouteDecision {
    const { elbv2 } = this.region.state;
    const { nodes } = elbv2.propagation;
    const node = this.nodes.get(socket) ?? 0;
    const key = (targetGroupArn: string): string => `${node} ${targetGroupArn}`;
    const turn = (targetGroupArn: string): number => this.turns.get(key(targetGroupArn)) ?? 0;
    const context = { node, nodes, now: this.now, random: this.random, turn };
    const decision = route(elbv2, { listenerArn, request }, context);
    if (decision.kind === "forward") this.turns.set(key(decision.targetGroupArn), turn(decision.targetGroupArn) + 1);
    return decision;
  }

  /** Remembers a connection to a target; the same one again changes nothing. */
  public addTargetSocket(listenerArn: string, socket: Duplex): void {
    this.targetSockets.add(socket);
    this.counts.add(this.loadBalancerOf(listenerArn), socket);
  }

  /** The load balancer's idle timeout in milliseconds. */
  public idleTimeoutMs(listenerArn: string): number {
    const { attributes } = this.region.state.elbv2.loadBalancers[this.loadBalancerOf(listenerArn)] ?? {};
    return Number(attributes?.["idle_timeout.timeout_seconds"] ?? 60) * 1000;
  }

  /** Tells the region what was served since the last report; silent while there is nothing to tell. */
  public report(): void {
    const groups = this.traffic.take((targetGroupArn) => this.connections.countOf(targetGroupArn));
    if (groups.length > 0) this.region.observe({ kind: "requests-served", groups });
    const loadBalancers = this.counts.take();
    if (loadBalancers.length > 0) this.region.observe({ kind: "connections-counted", loadBalancers });
  }

  /** Closes every connection to a target. */
  public async close(): Promise<void> {
    this.agent.destroy();
    await this.targetSockets.destroy();
  }

  private loadBalancerOf(listenerArn: string): string {
    return this.region.state.elbv2.listeners[listenerArn]?.loadBalancerArn ?? "";
  }
}
