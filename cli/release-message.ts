import type { MessageBlock, SlackMessage } from "../cutover/message";
import { escapeText, inlineCode } from "../cutover/mrkdwn";
import type { StackName } from "../cutover/parameter-names";
import type { Color } from "../cutover/plan-weights";
import type { ProbeResult } from "./plan-probe";

/** What is told about a switch of the live release. */
export interface ReleaseMessageFacts {
  readonly stack: StackName;
  readonly color: Color;
  readonly from: string;
  readonly to: string;
  readonly requestedBy: string;
  readonly probe: ProbeResult;
  /** From the start of the command to the pointer's being read back. */
  readonly tookSeconds: number;
  /** The command that goes back. */
  readonly rollback: string;
}

/** Characters; Slack takes 150 in a header and 2,000 in a field. */
const limits = { header: 150, field: 200, command: 600 } as const;

/** The message about a switch of the live release, saying only what was observed. */
export const releaseMessage = (facts: ReleaseMessageFacts): SlackMessage => {
  const { project, stack } = facts.stack;
  const title = escapeText(`Frontend confirmed: ${facts.from} → ${facts.to} (${stack})`, limits.header);
  const fields = [
    field("Stack", `${project}/${stack}`),
    field("From → to", `${facts.from} → ${facts.to}`),
    field("Colour", facts.color),
    field("Requested by", facts.requestedBy),
    field("Took", `${facts.tookSeconds.toFixed(1)} s`),
    field("Edge", edgeText(facts.probe)),
  ];
  const back = `*Back to ${inlineCode(facts.from, limits.field)}*, in the project's folder:\n\`\`\`${escapeText(facts.rollback, limits.command)}\`\`\``;
  return {
    text: title,
    blocks: [
      { type: "header", text: { type: "plain_text", text: title, emoji: false } },
      { type: "section", fields },
      { type: "section", text: mrkdwn(back) },
    ],
    metadata: {
      event_type: "switchyard_release",
      event_payload: { release: facts.to, stack: `${project}/${stack}`.slice(0, 255) },
    },
  };
};

const mrkdwn = (text: string): Extract<MessageBlock, { fields: unknown }>["fields"][number] => ({
  type: "mrkdwn",
  text,
  verbatim: true,
});

const field = (label: string, value: string) => mrkdwn(`*${label}*\n${inlineCode(value, limits.field)}`);

const edgeText = (probe: ProbeResult): string => {
  if (probe.kind === "seen") return `first after ${probe.first.toFixed(1)} s, always after ${probe.all.toFixed(1)} s`;
  return probe.kind === "not-seen" ? "not seen within a minute" : "not asked, as nobody answers";
};
