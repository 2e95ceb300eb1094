import { shares } from "../cutover/message-parts";
import { otherColor } from "../cutover/plan-weights";
import { quoted } from "../cutover/pulumi-command";
import type { RampEnd } from "./drive-ramp";
import { type ExitCode, exitCodes, type Outcome } from "./outcome";
import { type RampRun, weightsFor } from "./ramp-run";

/** How a ramp ended, as an object and for people. */
export const formatRamp = (run: RampRun, end: RampEnd): Outcome => {
  const { request, stack, ports, settings, steps, weightsBefore } = run;
  const percent = end.kind === "taken-back" ? 0 : run.live;
  const weightsAfter = end.kind === "taken-over" || percent < 0 ? null : weightsFor(request.to, percent);
  const totalSeconds = (ports.clock.now() - run.startedAt) / 1000;
  return {
    exitCode: exitCodeOf(end),
    report: {
      stack: stack.stack,
      ...end,
      to: request.to,
      weightsBefore,
      weightsAfter,
      steps,
      bakeSeconds: settings.bakeSeconds,
      requestedBy: ports.operator,
      watched: run.watched.map(({ name }) => name),
      seconds: { total: totalSeconds },
      ...(end.kind === "done" ? { commit: commitOf(run) } : {}),
    },
    text: ["", ...linesFor(run, end), "", ...steps.map((step) => stepLine(step, request.to)), ""].join("\n"),
  };
};

const exitCodeOf = (end: RampEnd): ExitCode => {
  if (end.kind === "done") return exitCodes.done;
  return end.kind === "taken-back" && end.reason === "cancelled" ? exitCodes.interrupted : exitCodes.failed;
};

const stepLine = ({ percent, liveAt, cutoverId }: RampRun["steps"][number], to: string): string =>
  `  ${liveAt}  ${String(percent).padStart(3)} % on ${to}, cutover ${cutoverId}`;

const commitOf = ({ request, stack: { stack } }: RampRun): string =>
  `git commit -m ${quoted(`${request.verb} ${stack} to ${request.to}`)} -- Pulumi.${stack}.yaml`;

const linesFor = (run: RampRun, end: RampEnd): readonly string[] => {
  const { request, stack, live, settings } = run;
  const { to } = request;
  const place = `--stack ${quoted(stack.stack)}`;
  const again = `npm run cli -- flip ${to} --steps ${[...settings.steps, 100].join(",")} --bake ${settings.bakeSeconds} ${place}`;
  switch (end.kind) {
    case "done":
      return [
        `${to} has all requests of ${stack.stack}.`,
        `Commit it:  ${commitOf(run)}`,
        `Back:       npm run cli -- rollback ${place}`,
      ];
    case "taken-back":
      return [
        `${end.reason === "alarm" ? `ALARM of ${end.alarms.join(", ")}` : "Interrupted"}: ${otherColor(to)} has all requests again (${shares(weightsFor(to, 0))}), read back.`,
      ];
    case "not-back":
      return [
        `${end.reason === "alarm" ? `ALARM of ${end.alarms.join(", ")}` : "Interrupted"}, but the requests could not be taken back: ${end.problem}`,
        `The config wants them back. Take them back now:  npm run cli -- rollback ${place}`,
        `See what is live:                                npm run cli -- status ${place}`,
      ];
    case "stalled":
      return [
        `The ramp stands still at ${live < 0 ? "an unknown share" : `${live} %`} on ${to}: ${end.problem}`,
        `Go on:  ${again}`,
        `Back:   npm run cli -- rollback ${place}`,
      ];
    case "taken-over":
      return [
        "Somebody else cut over meanwhile, so this ramp ends without touching anything.",
        `See what is live:  npm run cli -- status ${place}`,
      ];
  }
};
