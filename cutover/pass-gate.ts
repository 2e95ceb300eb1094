import { type GatePorts, type GateSubject, readGateFacts } from "./gate-facts";
import { type GateSubjectNames, passWarning, refusalText } from "./gate-message";
import { type GatePlan, planGate } from "./plan-gate";
import type { Color } from "./plan-weights";

/** What passing the gate needs besides AWS. */
export interface GateSurroundings {
  readonly ports: GatePorts;
  /** True in a preview, which nothing can spoil and nobody should wait for. */
  readonly isPreview: boolean;
  /** Names for the commands in a refusal, all but those that depend on the colour. */
  readonly names: Omit<GateSubjectNames, "service" | "gaining" | "groupArn" | "ecsService">;
  readonly clock: {
    /** Epoch milliseconds. */
    now(): number;
    sleep(milliseconds: number): Promise<unknown>;
    /** A signal that aborts after this many milliseconds. */
    after(milliseconds: number): AbortSignal;
  };
  /** Writes one line to the operator. */
  warn(line: string): void;
}

/** Milliseconds. */
export const gateBudget = {
  /** For all answers of AWS; the SDK repeats throttled calls within it. */
  asking: 10_000,
  /** For targets to pass their first checks and a deployment to end; two checks 10 s apart, thrice over. */
  waiting: 60_000,
  /** Between two looks. */
  pause: 2_000,
} as const;

/** Lets a change of weights through, or throws with every reason; in a preview it warns instead. */
export const passGate = async (subject: GateSubject, surroundings: GateSurroundings): Promise<void> => {
  const { isPreview, clock } = surroundings;
  const giveUpAt = clock.now() + (isPreview ? 0 : gateBudget.waiting);
  for (;;) {
    const { gaining, facts } = await readGateFacts(subject, surroundings.ports, clock.after(gateBudget.asking));
    if (gaining === undefined) return;
    const plan = planGate(facts);
    const mayChange = plan.kind === "refuse" && plan.isTransient && clock.now() + gateBudget.pause <= giveUpAt;
    if (!mayChange) return settle(plan, namesOf(gaining, subject, surroundings), surroundings);
    await clock.sleep(gateBudget.pause);
  }
};

const settle = (plan: GatePlan, names: GateSubjectNames, { isPreview, warn }: GateSurroundings): void => {
  if (plan.kind === "pass-for-want-of-active") warn(passWarning(plan, names));
  if (plan.kind !== "refuse") return;
  const text = refusalText(plan.reasons, names);
  if (!isPreview) throw new Error(text);
  warn(`${text}\nAn update would be refused, unless what it deploys first changes this.`);
};

const namesOf = (
  gaining: Color,
  { service, groupArns, ecsServices }: GateSubject,
  { names }: GateSurroundings,
): GateSubjectNames => ({
  ...names,
  service,
  gaining,
  groupArn: groupArns[gaining],
  ecsService: ecsServices[gaining],
});
