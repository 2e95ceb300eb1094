import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Color } from "../../cutover/plan-weights";
import type { RequestSample } from "../../cutover/receipt";
import type { Rehearsal } from "../rehearsal";
import type { Traffic } from "./measure-cutover";

/** How often the traffic is looked at, in milliseconds. */
const lookMs = 500;

/** What goes on meanwhile, and when to end. */
export interface KeepOptions {
  readonly traffic: Traffic;
  /** The colour to propose. */
  readonly next: Color;
  readonly progress: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** Prints how to flip by hand, then tells of every change that the traffic notices, until Ctrl-C. */
export const keepUntilInterrupted = async (
  rehearsal: Rehearsal,
  { traffic, next, progress, signal }: KeepOptions,
): Promise<void> => {
  const variables = await rehearsal.pulumi.writeVariablesFile();
  progress.write(`${instructions(rehearsal, variables, next)}\n`);
  const look = observer(rehearsal, traffic);
  while (!signal.aborted) {
    await Promise.race([sleep(lookMs), once(signal, "abort")]);
    for (const line of look()) progress.write(`  ${new Date().toLocaleTimeString("en-GB")}  ${line}\n`);
  }
};

/** Returns what is new since the last look: which colours answer, and what Slack was told. */
const observer = ({ slack }: Rehearsal, { http }: Traffic): (() => readonly string[]) => {
  let seen = { samples: http.samples.length, messages: slack.messages.length, answers: "" };
  return () => {
    const samples = http.samples.slice(seen.samples);
    const messages = slack.messages.slice(seen.messages).map(({ text }) => `Slack was told: ${text}`);
    const answers = samples.length === 0 ? seen.answers : describeAnswers(samples);
    const news = answers === seen.answers ? messages : [answers, ...messages];
    seen = { samples: http.samples.length, messages: slack.messages.length, answers };
    return news;
  };
};

const describeAnswers = (samples: readonly RequestSample[]): string => {
  const failed = samples.filter(({ ok }) => !ok).length;
  const colors = [...new Set(samples.map(({ color }) => color ?? "no colour"))].sort().join(" and ");
  return `answers come from ${colors}${failed > 0 ? `, ${failed} failed` : ""}`;
};

const instructions = (rehearsal: Rehearsal, variables: string, next: Color): string => {
  const { stackName } = rehearsal.pulumi;
  return [
    "",
    "Everything is up, and the load goes on. In another terminal, in this folder:",
    "",
    `  source ${variables}`,
    `  pulumi config set activeColor ${next} --stack ${stackName}`,
    `  pulumi preview --stack ${stackName}`,
    `  pulumi up --stack ${stackName}`,
    `  pulumi stack history --stack ${stackName}`,
    "",
    "Or with the command line, which checks the preview, reads the weights back and finds the way back:",
    "",
    `  npm run cli -- status --stack ${stackName}`,
    `  npm run cli -- flip ${next} --stack ${stackName}`,
    `  npm run cli -- rollback --stack ${stackName}`,
    "",
    `The application:  curl ${rehearsal.appUrl()}`,
    `As a tester:      curl -H 'x-switchyard-color: ${next}' ${rehearsal.appUrl()}`,
    "",
    "Ctrl-C here ends it all.",
    "",
  ].join("\n");
};
