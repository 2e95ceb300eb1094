import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Color } from "../../cutover/plan-weights";
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
  let told = "";
  for (let seen = traffic.http.samples.length; !signal.aborted; seen = traffic.http.samples.length) {
    await Promise.race([sleep(lookMs), once(signal, "abort")]);
    const recent = traffic.http.samples.slice(seen);
    const failed = recent.filter(({ ok }) => !ok).length;
    const now = [...new Set(recent.map(({ color }) => color ?? "no colour"))].sort().join(" and ");
    const line = `answers come from ${now}${failed > 0 ? `, ${failed} failed` : ""}`;
    if (line !== told && recent.length > 0) progress.write(`  ${new Date().toLocaleTimeString("en-GB")}  ${line}\n`);
    told = line;
  }
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
    `The application:  curl ${rehearsal.appUrl()}`,
    `As a tester:      curl -H 'x-switchyard-color: ${next}' ${rehearsal.appUrl()}`,
    `Slack's messages: curl ${rehearsal.slack.url}messages`,
    "",
    "Ctrl-C here ends it all.",
    "",
  ].join("\n");
};
