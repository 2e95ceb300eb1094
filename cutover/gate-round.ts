import type { GatedRule } from "./gate-before";
import type { Judgement } from "./pass-gate";

/**
 * The gates of one update. The first rule whose turn comes has all services judged, and the others go by that: so all are
 * judged by the same answers of AWS, before any of them has moved.
 */
export class GateRound {
  private readonly rules: GatedRule[] = [];
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
}
