import type { GatedRule } from "./gate-before";
import type { GateSurroundings, Judgement } from "./pass-gate";

/** Milliseconds: until a rule's turn has come, until the engine has heard that it may move, and between two looks. */
const patience = { turn: 10_000, start: 1_000, look: 100 } as const;

/**
 * The gates of one update. The first rule whose turn comes has all services judged, and the others go by that: so all are
 * judged by the same answers of AWS, before any of them has moved.
 */
export class GateRound {
  private readonly rules: GatedRule[] = [];
  private readonly passed = new Set<string>();
  private judgement: Promise<Judgement> | undefined;

  /** Takes part from now on. */
  public join(rule: GatedRule): void {
    this.rules.push(rule);
  }

  /** What was found about all services; `judge` is called once an update, with the rules of the others. */
  public judge(service: string, judge: (others: readonly GatedRule[]) => Promise<Judgement>): Promise<Judgement> {
    this.judgement ??= judge(this.rules.filter((rule) => rule.service !== service));
    return this.judgement;
  }

  /** Notes that the gate of a service has opened. */
  public pass(service: string): void {
    this.passed.add(service);
  }

  /**
   * Waits until the gates of these services have opened and the engine is about to change their rules: after a failure it begins
   * nothing new, so that whoever stops an update must let them go first. Waits no longer than ten seconds for their turn.
   */
  public async untilPassed(
    services: readonly string[],
    { now, sleep }: Pick<GateSurroundings["clock"], "now" | "sleep">,
  ): Promise<void> {
    const giveUpAt = now() + patience.turn;
    while (!services.every((service) => this.passed.has(service)) && now() < giveUpAt) await sleep(patience.look);
    await sleep(patience.start);
  }
}
