import { fallbackRelease } from "../releases/plan-release-id";
import type { CutoverMessageFacts } from "./message";
import { escapeText, inlineCode } from "./mrkdwn";
import { planWaysBack } from "./plan-way-back";
import { otherColor, type Weights } from "./plan-weights";
import { pulumiCommand } from "./pulumi-command";

/** Far below Slack's 2,000: these are names, and the whole message has a limit too. */
const maxField = 200;

/** A command that had to be cut would be worse than none. */
const maxCommand = 600;

/** What happened, by whom, for how long: one text for each field. */
export const fieldTexts = ({ stack, change, weights, ...facts }: CutoverMessageFacts): readonly string[] => [
  field("Stack", `${stack.project}/${stack.stack}`),
  field("From → to", "before" in change ? `${shares(change.before)} → ${shares(weights)}` : fromTo(change, weights)),
  ...frontendFields({ change, ...facts }),
  field("Requested by", facts.requestedBy),
  ...(facts.approvedBy === null ? [] : [field("Approved by", facts.approvedBy)]),
  field("Took", `${facts.tookSeconds.toFixed(1)} s`),
];

const field = (label: string, value: string): string => `*${label}*\n${inlineCode(value, maxField)}`;

/** The release that follows the active colour; nothing where there is no frontend. */
const frontendFields = ({
  change,
  activeColor,
  releases,
}: Pick<CutoverMessageFacts, "change" | "activeColor" | "releases">): readonly string[] => {
  if (releases.blue.release === undefined && releases.green.release === undefined) return [];
  const { [activeColor]: to, [otherColor(activeColor)]: from } = releases;
  const [before, after] = [from.release ?? fallbackRelease, to.release ?? fallbackRelease];
  return [field("Frontend", change.kind === "cutover" && before !== after ? `${before} → ${after}` : after)];
};

const fromTo = (change: CutoverMessageFacts["change"], weights: Weights): string => {
  if (change.kind === "cutover") return `${change.from} → ${change.to}`;
  return `${change.kind === "first-deployment" ? "nothing" : "unknown"} → ${shares(weights)}`;
};

/** Both colours' percentages, for example `blue 90 %, green 10 %`. */
export const shares = ({ blue, green }: Weights): string => `blue ${blue} %, green ${green} %`;

/** The commands that go back, each in a section of its own so that it can be copied whole. */
export const commandSections = ({ stack, change, activeColor, weights }: CutoverMessageFacts): readonly string[] => {
  const now = { activeColor, shift: weights[otherColor(activeColor)] };
  return planWaysBack(change, now).map(({ goal, config }) => {
    const command = pulumiCommand(stack.stack, config);
    const isShowable = command.length <= maxCommand && !command.includes("`");
    const shown = isShowable ? `\`\`\`${escapeText(command, 2 * maxCommand)}\`\`\`` : "see `pulumi stack history`";
    return `*Back to ${goal}*, in the project's folder:\n${shown}`;
  });
};

/** What identifies the cutover. */
export const contextLine = ({ id, stack, readBack }: CutoverMessageFacts): string => {
  const source = readBack.kind === "read" ? "weights read back from the load balancer" : "weights not read back";
  return `Cutover id ${inlineCode(String(id), 40)} of ${inlineCode(`${stack.project}/${stack.stack}`, maxField)}, ${source}`;
};
