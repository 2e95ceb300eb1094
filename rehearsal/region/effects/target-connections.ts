import type { Elbv2State } from "../elbv2/state";
import { isPresent } from "../elbv2/targets";

/** A target as a connection knows it. */
export interface ConnectedTarget {
  readonly targetGroupArn: string;
  readonly targetId: string;
  readonly port: number;
}

interface OpenConnection {
  readonly target: ConnectedTarget;
  readonly close: () => void;
}

/** The requests and upgraded connections under way to each target. */
export class TargetConnections {
  private readonly open = new Set<OpenConnection>();
  private readonly counts = new Map<string, number>();

  /** Remembers one; returns the function that forgets it. `close` breaks it off. */
  public add(target: ConnectedTarget, close: () => void): () => void {
    const connection = { target, close };
    this.open.add(connection);
    this.count(target.targetGroupArn, 1);
    return () => {
      if (this.open.delete(connection)) this.count(target.targetGroupArn, -1);
    };
  }

  /** How many are under way to a group. */
  public countOf(targetGroupArn: string): number {
    return this.counts.get(targetGroupArn) ?? 0;
  }

  /**
   * Breaks off those whose target's deregistration delay is over.
   * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
   */
  public closeGone(state: Elbv2State, now: number): void {
    const present = new Set(
      Object.values(state.targetGroups).flatMap(({ arn, targets }) =>
        targets.filter((target) => isPresent(target, now)).map(({ id, port }) => keyOf(arn, id, port)),
      ),
    );
    for (const { target, close } of this.open) {
      if (!present.has(keyOf(target.targetGroupArn, target.targetId, target.port))) close();
    }
  }

  private count(targetGroupArn: string, change: number): void {
    this.counts.set(targetGroupArn, this.countOf(targetGroupArn) + change);
  }
}

const keyOf = (targetGroupArn: string, id: string, port: number): string => `${targetGroupArn} ${id} ${port}`;
