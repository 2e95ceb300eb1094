import { quoted } from "../cutover/pulumi-command";
import { pointerText } from "../releases/plan-pointer";
import type { EnableContext } from "./enable-context";
import { exitCodes, type Outcome } from "./outcome";
import type { ProbeResult } from "./plan-probe";
import { nameOf } from "./preview-allowed";

/** What is shown before anybody is asked. */
export const formatSwitch = (context: EnableContext, updates: readonly string[]): readonly string[] => {
  const { stack, request, color, from, pointers, plan } = context;
  return [
    `Enable ${request.id} on ${color} of ${stack.stack}, instead of ${from}:`,
    `  pointer   ${pointerText(pointers.live)}  ->  ${pointerText(pointers.wanted)}`,
    `  viewers   ${plan.isLive ? `get ${request.id}` : `nothing changes; testers get it with the cookie __release=${request.id}`}`,
    `  update    ${updates.length === 0 ? "nothing" : updates.map(nameOf).join(", ")}; nothing is created, replaced or deleted`,
  ];
};

/** The command that goes back. */
export const rollbackOf = ({ stack, from, color }: EnableContext): string =>
  `npm run cli -- release enable ${from} --color ${color} --stack ${quoted(stack.stack)}`;

/** What a switch that succeeded has to tell. */
export interface EnabledFacts {
  readonly updates: readonly string[];
  readonly probe: ProbeResult;
  /** What became of the message. */
  readonly notified: string;
  readonly seconds: { readonly preview: number; readonly update: number; readonly total: number };
}

/** The receipt, as an object and for people. */
export const formatEnabled = (context: EnableContext, { updates, probe, notified, seconds }: EnabledFacts): Outcome => {
  const { stack, request, color, from, pointers, plan, ports } = context;
  const where = `${color} of ${stack.stack}`;
  const commit = `git commit -m ${quoted(`Enable ${request.id} on ${where}`)} -- Pulumi.${stack.stack}.yaml`;
  const rollback = rollbackOf(context);
  const names = updates.map(nameOf);
  const row = (title: string, value: string): string => `  ${title.padEnd(10)}${value}`;
  return {
    exitCode: exitCodes.done,
    report: {
      stack: stack.stack,
      kind: "done",
      release: request.id,
      color,
      isLive: plan.isLive,
      from,
      pointer: pointers.wanted,
      updates: names,
      requestedBy: ports.operator,
      probe,
      notified,
      seconds,
      commit,
      rollback,
    },
    text: [
      "",
      `${where} has ${request.id}.`,
      "",
      row("pointer", `${pointerText(pointers.wanted)}, read back from CloudFront`),
      row("updated", names.length === 0 ? "nothing" : names.join(", ")),
      row("edge", probeText(probe)),
      row("Slack", notified),
      row(
        "took",
        `${seconds.total.toFixed(1)} s: preview ${seconds.preview.toFixed(1)} s, update ${seconds.update.toFixed(1)} s`,
      ),
      "",
      `Commit it:  ${commit}`,
      `Back:       ${rollback}`,
    ].join("\n"),
  };
};

const probeText = (probe: ProbeResult): string => {
  switch (probe.kind) {
    case "seen":
      return `answers with it: first after ${probe.first.toFixed(1)} s, always after ${probe.all.toFixed(1)} s`;
    case "not-seen":
      return `NOT SEEN there within a minute (${probe.last}); other locations may have it`;
    case "unreachable":
      return `not asked, as nobody answers here (${probe.reason})`;
  }
};
