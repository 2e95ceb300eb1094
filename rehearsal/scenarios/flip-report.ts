import type { Changes } from "../engine/parse-engine-events";
import type { CutoverFigures } from "./measure-cutover";
import type { RehearsalEnd } from "./rehearse";

/** Everything that the flip scenario found out. */
export interface FlipFacts extends RehearsalEnd {
  readonly preview: Changes;
  readonly flip: CutoverFigures;
  readonly rollback: CutoverFigures;
  readonly websocketsOpened: number;
  readonly slackMessages: number;
  readonly resources: { readonly live: number; readonly recorded: number };
  /** The page of the receipt, relative to the project's folder. */
  readonly receipt: string;
}

/** The object of `--json`. */
export const flipReport = (facts: FlipFacts): Readonly<Record<string, unknown>> => {
  const { update, create, delete: deleted, replace, updates } = facts.preview;
  return {
    scenario: "flip",
    preview: { update, create, delete: deleted, replace, updates },
    flip: facts.flip,
    rollback: facts.rollback,
    slack: { messages: facts.slackMessages },
    resources: facts.resources,
    leftovers: facts.leftovers,
  };
};

/** Whether everything held that the scenario promises. */
export const isFlipSound = ({
  flip,
  rollback,
  preview,
  slackMessages,
  leftovers,
  websocketsOpened,
}: FlipFacts): boolean =>
  [flip, rollback].every(({ failed, websocketsKept }) => failed === 0 && websocketsKept === websocketsOpened) &&
  preview.create + preview.delete + preview.replace === 0 &&
  slackMessages === 3 &&
  leftovers === 0;

/** The same for people. */
export const flipText = (facts: FlipFacts): string => {
  const { flip, rollback, preview, resources } = facts;
  const row = (title: string, cell: (figures: CutoverFigures) => string): string =>
    `  ${title.padEnd(24)}${cell(flip).padStart(14)}${cell(rollback).padStart(14)}`;
  return [
    "",
    isFlipSound(facts)
      ? `Flipped and rolled back under load, and no request noticed. ${facts.seconds.toFixed(0)} s in all.`
      : "Something did not hold; the figures below say what.",
    "",
    `  ${"".padEnd(24)}${"flip".padStart(14)}${"rollback".padStart(14)}`,
    row("requests", ({ requests }) => requests.toLocaleString("en")),
    row("failed", ({ failed }) => failed.toLocaleString("en")),
    row("first new answer", ({ firstNewMs }) => milliseconds(firstNewMs)),
    row("last old answer", ({ lastOldMs }) => milliseconds(lastOldMs)),
    row("  set in the model", ({ modelPropagationMs }) => milliseconds(modelPropagationMs)),
    row("pulumi up", ({ updateSeconds }) => `${updateSeconds.toFixed(1)} s`),
    row("WebSockets kept", ({ websocketsKept }) => `${websocketsKept} of ${facts.websocketsOpened}`),
    "",
    `  Previewed: ${preview.update} to update, ${preview.create} to create, ${preview.delete} to delete, ${preview.replace} to replace:`,
    ...preview.updates.map((urn) => `    ${urn.split("::").slice(2).join(" ")}`),
    `  Slack heard ${facts.slackMessages} messages: the first deployment, the flip, the rollback.`,
    `  Resources: ${resources.live} live (simulated with effects), ${resources.recorded} recorded (arguments checked, nothing simulated).`,
    `  Left behind: ${facts.leftovers}.`,
    `  Receipt: ${facts.receipt}`,
  ].join("\n");
};

const milliseconds = (value: number | null): string => (value === null ? "none" : `${value.toLocaleString("en")} ms`);
