import type { Duplex } from "node:stream";

/** Sockets that have to be gone before something counts as closed. */
export class SocketSet {
  private readonly sockets = new Set<Duplex>();
  private isDestroyed = false;

  /** Remembers a socket until it closes; adding it again changes nothing. */
  public add(socket: Duplex): void {
    if (this.sockets.has(socket)) return;
    this.sockets.add(socket);
    socket.once("close", () => this.sockets.delete(socket));
    if (this.isDestroyed) socket.destroy();
  }

  /** Destroys all, also those still to come, and waits until they are closed. */
  public async destroy(): Promise<void> {
    this.isDestroyed = true;
    const closed = [...this.sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closed);
  }
}
