import { errorText } from "../cutover/error-text";
import { orAborted } from "../cutover/or-aborted";
import type { AskEdge } from "./ask-edge";
import { type ProbeAnswer, type ProbeResult, planProbe } from "./plan-probe";
import type { CliPorts } from "./ports";

/** What is asked of the edge. */
export interface ReleaseProbe {
  /** Undefined where nobody knows it. */
  readonly url: string | undefined;
  readonly release: string;
  /** Asks for a release that isn't live. @default none */
  readonly cookie?: string;
}

/** Milliseconds: for one answer, and between two questions. */
const patience = 2_000;
const pause = 500;

/** Asks until several answers in a row come from the release, or for a minute; never throws. */
export const probeRelease = async (
  { url, release, cookie }: ReleaseProbe,
  { ask, clock, signal }: Pick<CliPorts, "clock" | "signal"> & { readonly ask: AskEdge },
): Promise<ProbeResult> => {
  if (url === undefined) return { kind: "unreachable", reason: "Pulumi's state has no URL" };
  const startedAt = clock.now();
  const answers: ProbeAnswer[] = [];
  for (;;) {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    const found = await orAborted(inTime, ask(url, cookie, inTime)).catch((error: unknown) => ({
      problem: errorText(error),
    }));
    answers.push({ at: (clock.now() - startedAt) / 1000, ...found });
    const plan = planProbe(release, answers);
    if (plan.kind !== "ask-again") return plan;
    if (signal.aborted) return { kind: "unreachable", reason: "interrupted" };
    await clock.sleep(pause);
  }
};
