import { commandSections, contextLine, fieldTexts } from "./message-parts";
import { serviceLines, warningText } from "./message-services";
import { escapeText } from "./mrkdwn";
import type { StackName } from "./parameter-names";
import type { CutoverChange } from "./plan-notification";
import type { ServiceReadBack } from "./plan-read-back";
import { type Color, otherColor, type Weights } from "./plan-weights";

/** Slack's limits (https://docs.slack.dev/reference/block-kit/blocks), in characters unless said otherwise. */
export const slackLimits = {
  header: 150,
  section: 3000,
  field: 2000,
  fields: 10,
  blocks: 50,
  message: 12_000,
} as const;

/** What a colour runs. */
export interface ColorRelease {
  /** For example `1.5.0.RELEASE`. */
  readonly version: string;
  /** The image of each service. */
  readonly images: Readonly<Record<string, string>>;
  /** Of the frontend. @default the fallback page */
  readonly release?: string;
}

/** What the load balancer said afterwards. */
export type ReadBack =
  | { readonly kind: "read"; readonly services: readonly ServiceReadBack[] }
  | { readonly kind: "unread"; readonly reason: string };

/** Everything that the message tells. */
export interface CutoverMessageFacts {
  readonly stack: StackName;
  /** The cutover's id: the version of the parameter `declared`. */
  readonly id: number;
  readonly change: CutoverChange;
  readonly activeColor: Color;
  readonly weights: Weights;
  readonly releases: Readonly<Record<Color, ColorRelease>>;
  readonly requestedBy: string;
  readonly approvedBy: string | null;
  /** From the start of the update to the message. */
  readonly tookSeconds: number;
  readonly readBack: ReadBack;
}

/** Text that Slack parses, or shows as it is. */
export type MessageText =
  | { readonly type: "mrkdwn"; readonly text: string; readonly verbatim: true }
  | { readonly type: "plain_text"; readonly text: string; readonly emoji: false };

/** The Block Kit blocks that the message is made of. */
export type MessageBlock =
  | { readonly type: "header"; readonly text: MessageText & { readonly type: "plain_text" } }
  | { readonly type: "section"; readonly text: MessageText }
  | { readonly type: "section"; readonly fields: MessageText[] }
  | { readonly type: "context"; readonly elements: MessageText[] };

/** What is posted. */
export interface SlackMessage {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: readonly MessageBlock[];
  /** Lets a program find the message of a cutover again. */
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: { readonly stack: string } & ({ readonly id: number } | { readonly release: string });
  };
}

/** The message about a cutover: complete in itself, within Slack's limits, and saying only what was observed. */
export const cutoverMessage = (facts: CutoverMessageFacts): SlackMessage => {
  const warning = warningText(facts);
  const title = titleOf(facts);
  return {
    text: title,
    blocks: [
      { type: "header", text: { type: "plain_text", text: title, emoji: false } },
      { type: "section", fields: fieldTexts(facts).map(mrkdwn) },
      ...(warning === undefined ? [] : [section(warning)]),
      ...serviceLines(facts).map(section),
      ...commandSections(facts).map(section),
      { type: "context", elements: [mrkdwn(contextLine(facts))] },
    ],
    metadata: {
      event_type: "switchyard_cutover",
      event_payload: { id: facts.id, stack: `${facts.stack.project}/${facts.stack.stack}`.slice(0, 255) },
    },
  };
};

const section = (text: string): MessageBlock => ({ type: "section", text: mrkdwn(text) });

const mrkdwn = (text: string): MessageText => ({ type: "mrkdwn", text, verbatim: true });

const titleOf = (facts: CutoverMessageFacts): string => {
  const { name, result } = wordsFor(facts);
  return escapeText(`${name} ${stateOf(facts.readBack)}: ${result} (${facts.stack.stack})`, slackLimits.header);
};

const stateOf = (readBack: ReadBack): string => {
  if (readBack.kind === "unread") return "NOT CONFIRMED";
  return readBack.services.every(({ kind }) => kind === "as-declared") ? "confirmed" : "CONTRADICTED";
};

const wordsFor = ({ change, weights }: CutoverMessageFacts): { readonly name: string; readonly result: string } => {
  switch (change.kind) {
    case "first-deployment":
      return { name: "First deployment", result: served(weights) };
    case "cutover":
      return { name: "Cutover", result: `${change.from} → ${change.to}` };
    case "shift":
      return { name: "Ramp", result: `${weights[change.gaining]} % on ${change.gaining}` };
    case "settled":
      return { name: "Ramp ended", result: `everything on ${change.to}` };
    case "unknown-before":
      return { name: "Weights", result: served(weights) };
  }
};

const served = (weights: Weights): string => {
  const leading: Color = weights.green > weights.blue ? "green" : "blue";
  const other = otherColor(leading);
  return weights[leading] === 100 ? `${leading} serves` : `${leading} serves, ${weights[other]} % on ${other}`;
};
