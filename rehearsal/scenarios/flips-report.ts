import { type Distribution, distributionOf, distributionText } from "./distribution";
import type { CutoverFigures } from "./measure-cutover";
import type { RehearsalEnd } from "./rehearse";

/** Everything that the flips scenario found out. */
export interface FlipsFacts extends RehearsalEnd {
  /** One after the other, to alternating colours. */
  readonly flips: readonly CutoverFigures[];
  /** The same, with nodes of the load balancer that follow late. */
  readonly slowFlips: readonly CutoverFigures[];
  /** Over the whole load, as it was measured. */
  readonly requestsPerSecond: number;
  readonly requests: number;
  readonly failed: number;
  readonly websocketsOpened: number;
  readonly fewestHealthy: number;
  /** Healthy targets of each colour before the first flip. */
  readonly healthyBefore: number;
  readonly shrinkingCalls: readonly string[];
  readonly slackMessages: number;
}

interface Round {
  readonly count: number;
  readonly requests: number;
  readonly failed: number;
  readonly firstNewMs: Distribution | null;
  readonly lastOldMs: Distribution | null;
  readonly updateSeconds: Distribution | null;
  /** Set in the model, not measured. */
  readonly modelPropagationMs: number;
}

/** Requests a second that the load must have kept up. */
export const fewestRequestsPerSecond = 200;

/** The object of `--json`. */
export const flipsReport = (facts: FlipsFacts): Readonly<Record<string, unknown>> => ({
  scenario: "flips",
  flips: roundOf(facts.flips),
  slowFlips: roundOf(facts.slowFlips),
  requestsPerSecond: facts.requestsPerSecond,
  requests: facts.requests,
  failed: facts.failed,
  websockets: { opened: facts.websocketsOpened, kept: keptIn(facts) },
  oldColor: { fewestHealthy: facts.fewestHealthy, shrinkingCalls: facts.shrinkingCalls },
  slack: { messages: facts.slackMessages },
  leftovers: facts.leftovers,
});

/** Whether everything held that the scenario promises. */
export const areFlipsSound = (facts: FlipsFacts): boolean =>
  facts.failed === 0 &&
  facts.requestsPerSecond >= fewestRequestsPerSecond &&
  facts.shrinkingCalls.length === 0 &&
  facts.fewestHealthy === facts.healthyBefore &&
  keptIn(facts) === facts.websocketsOpened &&
  facts.slackMessages === 1 + facts.flips.length + facts.slowFlips.length &&
  facts.leftovers === 0;

/** The same for people. */
export const flipsText = (facts: FlipsFacts): string => {
  const count = facts.flips.length + facts.slowFlips.length;
  return [
    "",
    areFlipsSound(facts)
      ? `Flipped ${count} times under load, and no request noticed. ${facts.seconds.toFixed(0)} s in all.`
      : "Something did not hold; the figures below say what.",
    "",
    ...roundText(roundOf(facts.flips)),
    "",
    ...roundText(roundOf(facts.slowFlips)),
    "",
    `  ${facts.requests.toLocaleString("en")} requests, ${facts.requestsPerSecond} a second, ${facts.failed} failed; WebSockets kept: ${keptIn(facts)} of ${facts.websocketsOpened}.`,
    `  Neither colour was shrunk meanwhile: never fewer than ${facts.fewestHealthy} of ${facts.healthyBefore} healthy targets; calls that take some away: ${facts.shrinkingCalls.join(", ") || "none"}.`,
    `  Slack heard ${facts.slackMessages} messages: the first deployment and ${count} cutovers. Left behind: ${facts.leftovers}.`,
  ].join("\n");
};

const roundOf = (flips: readonly CutoverFigures[]): Round => ({
  count: flips.length,
  requests: sum(flips.map(({ requests }) => requests)),
  failed: sum(flips.map(({ failed }) => failed)),
  firstNewMs: distributionOf(flips.map(({ firstNewMs }) => firstNewMs)),
  lastOldMs: distributionOf(flips.map(({ lastOldMs }) => lastOldMs)),
  updateSeconds: distributionOf(flips.map(({ updateSeconds }) => updateSeconds)),
  modelPropagationMs: Math.max(0, ...flips.map(({ modelPropagationMs }) => modelPropagationMs)),
});

const roundText = (round: Round): readonly string[] => [
  `  ${round.count} ${round.count === 1 ? "flip" : "flips"}, ${round.failed} of ${round.requests.toLocaleString("en")} requests failed; propagation set in the model: ${round.modelPropagationMs.toLocaleString("en")} ms`,
  `    first new answer, ms   ${distributionText(round.firstNewMs)}`,
  `    last old answer, ms    ${distributionText(round.lastOldMs)}`,
  `    pulumi up, s           ${distributionText(round.updateSeconds)}`,
];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Connections stay where they are, so that the last flip's count says it all. */
const keptIn = ({ flips, slowFlips, websocketsOpened }: FlipsFacts): number =>
  [...flips, ...slowFlips].at(-1)?.websocketsKept ?? websocketsOpened;
