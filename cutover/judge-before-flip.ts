import { errorText } from "./error-text";
import type { GateSubject } from "./gate-facts";
import { isThrottled } from "./is-throttled";
import type { StackName } from "./parameter-names";
import type { GateSurroundings, Judged, Judgement } from "./pass-gate";
import type { BeforeFlipReason } from "./plan-before-flip";
import { planFingerprint } from "./plan-fingerprint";
import type { GateReason } from "./plan-gate";
import { type Color, otherColor } from "./plan-weights";
import { type BeforeFlipPorts, type BeforeFlipSubject, isBeforeFlipDue, runBeforeFlip } from "./run-before-flip";

/** What the tasks before a flip need. */
export interface BeforeFlipSurroundings extends Pick<GateSurroundings, "clock" | "isPreview" | "warn"> {
  readonly names: StackName & { readonly cluster: string };
  readonly tasks: BeforeFlipPorts;
}

/**
 * Runs the tasks of all services that are ready, once every service is; one that fails refuses its own service, which holds
 * back the others. One after the other, as they share a record.
 */
export const judgeBeforeFlip = async (
  judgement: Judgement,
  subjects: readonly GateSubject[],
  surroundings: BeforeFlipSurroundings,
): Promise<Judgement> => {
  const judged = new Map(judgement);
  if ([...judged.values()].some(({ verdict }) => verdict.kind === "refuse")) return judged;
  for (const subject of subjects) {
    const own = judged.get(subject.service);
    const due = own && dueSubject(subject, own, surroundings);
    const reason = due && (await reasonOf(due, surroundings));
    if (own === undefined || reason === undefined) continue;
    const verdict = { kind: "refuse", reasons: [reason], isTransient: false, isUrgent: false } as const;
    judged.set(subject.service, { ...own, verdict });
  }
  return judged;
};

/** The way out of a ramp, and the rescue of a service without a healthy target, wait for no task. */
const dueSubject = (
  { service, beforeFlip, images, ecsServices }: GateSubject,
  { gaining, verdict }: Judged,
  { names: { project, stack, cluster } }: BeforeFlipSurroundings,
): (BeforeFlipSubject & { readonly gaining: Color }) | undefined => {
  if (beforeFlip === undefined || gaining === undefined || verdict.kind !== "pass" || verdict.isUrgent)
    return undefined;
  return {
    beforeFlip,
    service,
    gaining,
    image: images[gaining],
    servingImage: images[otherColor(gaining)],
    cluster,
    ecsService: ecsServices[gaining],
    stackKey: planFingerprint(`${project}/${stack}`),
  };
};

const reasonOf = async (
  subject: BeforeFlipSubject & { readonly gaining: Color },
  { tasks, clock, isPreview, warn }: BeforeFlipSurroundings,
): Promise<GateReason | undefined> => {
  const { service, gaining, beforeFlip, image } = subject;
  try {
    if (!isPreview) return withCommand(await runBeforeFlip(subject, tasks, clock), subject);
    if (await isBeforeFlipDue(subject, tasks, clock.after(5_000)))
      warn(
        `${service}: an update would first run ${shown(beforeFlip.command)} with ${image}, and lead requests to ${gaining} only if it succeeds.`,
      );
    return undefined;
  } catch (error) {
    return {
      kind: isThrottled(error) ? "api-throttled" : "api-silent",
      operation: "the task before the flip",
      problem: errorText(error),
    };
  }
};

const withCommand = (reason: BeforeFlipReason | undefined, { beforeFlip }: BeforeFlipSubject): GateReason | undefined =>
  reason && { ...reason, command: shown(beforeFlip.command), logGroup: beforeFlip.logGroup };

const shown = (command: readonly string[]): string => command.join(" ");
