import { once } from "node:events";
import { type Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { WebSocket } from "ws";
import {
  type LoadBalancerListeners,
  startLoadBalancerListeners,
} from "../../../../rehearsal/region/effects/load-balancer-listener";
import { createEdge, type Edge } from "../elbv2/edge";
import { startTarget, type TinyTarget, until } from "./tiny-targets";

/** What a client got. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request; by default GET / on a connection of its own. */
export interface Ask {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** @default a connection for this request alone */
  readonly agent?: Agent;
}

/** A load balancer that listens, with no propagation delay unless a test sets one. */
export class ServedEdge {
  private targets: TinyTarget[] = [];

  private constructor(
    public readonly edge: Edge,
    public readonly plane: LoadBalancerListeners,
    public readonly port: number,
  ) {}

  public static async start(): Promise<ServedEdge> {
    const edge = await createEdge(Date.now);
    edge.region.observe({ kind: "propagation-delay-set", milliseconds: 0 });
    const plane = startLoadBalancerListeners(edge.region);
    await until(() => plane.port(edge.listenerArn) !== undefined);
    return new ServedEdge(edge, plane, plane.port(edge.listenerArn) ?? 0);
  }

  /** Starts a target and registers it. */
  public async target(group: string, ...rest: Parameters<typeof startTarget>): Promise<TinyTarget> {
    const started = await startTarget(...rest);
    this.targets.push(started);
    await this.edge.register(group, started.port);
    return started;
  }

  /** Stops the targets; they stay registered. */
  public async stopTargets(): Promise<void> {
    await Promise.all(this.targets.map((target) => target.close()));
    this.targets = [];
  }

  public get(ask: Ask = {}): Promise<Answer> {
    const { body, ...options } = ask;
    return new Promise((resolve, reject) => {
      const request = httpRequest({ port: this.port, host: "127.0.0.1", agent: false, ...options }, (response) => {
        const { statusCode: status = 0, headers } = response;
        readAll(response).then((text) => resolve({ status, headers, body: text }), reject);
      });
      request.on("error", reject);
      request.end(body);
    });
  }

  /** Opens a WebSocket. */
  public async open(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/socket`);
    await once(socket, "open");
    return socket;
  }

  /** Everything that comes back on a connection that asks for an upgrade. */
  public async upgradeAnswer(): Promise<string> {
    const raw = connect(this.port, "127.0.0.1");
    raw.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    return readAll(raw);
  }

  public async setIdleTimeout(seconds: number): Promise<void> {
    const Attributes = [{ Key: "idle_timeout.timeout_seconds", Value: String(seconds) }];
    const LoadBalancerArn = this.edge.loadBalancerArn;
    await this.edge.call("ModifyLoadBalancerAttributes", { LoadBalancerArn, Attributes });
  }

  public async close(): Promise<void> {
    await this.plane.close();
    await this.stopTargets();
  }
}

/** All that a stream still has to give. */
export const readAll = async (stream: AsyncIterable<Buffer> | IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** Sends a message and waits for the answer. */
export const say = async (socket: WebSocket, text: string): Promise<string> => {
  socket.send(text);
  const [message] = (await once(socket, "message")) as [Buffer];
  return message.toString();
};
