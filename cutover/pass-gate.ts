import { type GatePorts, type GateReading, type GateSubject, readGateFacts } from "./gate-facts";
import { aloneWarning, type GateSubjectNames, heldBackText, passWarning, refusalText } from "./gate-message";
import { planGate } from "./plan-gate";
import { type GateVerdict, planGateTogether, planGoingAlone } from "./plan-gate-together";
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
  /** How long the gate waits for what may go away by itself, in milliseconds. @default 60000 */
  readonly waitingMs?: number;
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

/** A service's verdict, and the colour that it is about. */
export interface Judged {
  readonly gaining: Color | undefined;
  readonly verdict: GateVerdict;
}

/** What was found about each service. */
export type Judgement = ReadonlyMap<string, Judged>;

/** Lets a change of weights through, or throws with every reason; in a preview it warns instead. */
export const passGate = async (subject: GateSubject, surroundings: GateSurroundings): Promise<void> =>
  settle(subject, await judge([subject], surroundings), surroundings);

/** Looks at all services until each may move, or one can't by itself, or time is up. Never throws. */
export const judge = async (
  subjects: readonly GateSubject[],
  { ports, isPreview, clock, waitingMs = gateBudget.waiting }: Omit<GateSurroundings, "names" | "warn">,
): Promise<Judgement> => {
  const giveUpAt = clock.now() + (isPreview ? 0 : waitingMs);
  for (;;) {
    const signal = clock.after(gateBudget.asking);
    const judged = await Promise.all(
      subjects.map(
        async (subject): Promise<[string, Judged]> => [
          subject.service,
          judgedFrom(await readGateFacts(subject, ports, signal)),
        ],
      ),
    );
    const isLate = clock.now() + gateBudget.pause > giveUpAt;
    if (isLate || !mayChange(judged.map(([, { verdict }]) => verdict))) return new Map(judged);
    await clock.sleep(gateBudget.pause);
  }
};

const judgedFrom = ({ gaining, facts }: GateReading): Judged => ({
  gaining,
  verdict:
    gaining === undefined
      ? { kind: "nothing-gains" }
      : { ...planGate(facts), isUrgent: facts.isReturn || facts.active.healthy === 0 },
});

/** Waiting helps only where every refusal may go away by itself. */
const mayChange = (verdicts: readonly GateVerdict[]): boolean => {
  const refusals = verdicts.filter((verdict) => verdict.kind === "refuse");
  return refusals.length > 0 && refusals.every(({ isTransient }) => isTransient);
};

/** Lets one service's rule move, or throws; in a preview it warns instead. */
export const settle = (
  subject: GateSubject,
  judgement: Judgement,
  { names, isPreview, warn }: Pick<GateSurroundings, "names" | "isPreview" | "warn">,
): void => {
  const { service, groupArns, ecsServices } = subject;
  const { gaining, verdict } = judgement.get(service) ?? {};
  if (gaining === undefined || verdict === undefined || verdict.kind === "nothing-gains") return;
  const subjectNames = { ...names, service, gaining, groupArn: groupArns[gaining], ecsService: ecsServices[gaining] };
  const together = planGateTogether(service, verdictsOf(judgement));
  if (verdict.kind === "pass-for-want-of-active") warn(passWarning(verdict, subjectNames));
  if (together.kind === "goes-alone") warn(aloneWarning(together.without, subjectNames));
  const refusal = together.kind === "held-back" ? heldBackText(together.by, subjectNames) : undefined;
  const text = verdict.kind === "refuse" ? refusalText(verdict.reasons, subjectNames) : refusal;
  if (text === undefined) return;
  if (!isPreview) throw new Error(text);
  warn(`${text}\nAn update would be refused, unless what it deploys first changes this.`);
};

/** The services whose rules move although those of others stay. */
export const goingAlone = (judgement: Judgement): readonly string[] => planGoingAlone(verdictsOf(judgement));

const verdictsOf = (judgement: Judgement): ReadonlyMap<string, GateVerdict> =>
  new Map([...judgement].map(([service, { verdict }]) => [service, verdict]));
