import { sendCalls } from "../../../rehearsal/provider/aws-calls";
import type { LiveContext, LiveResource } from "../../../rehearsal/provider/live-type";
import { waitUntil } from "../../../rehearsal/provider/wait-until";
import { AwsError } from "../../../rehearsal/region/operation";

/** One call that a live type made. */
export type SentCall = readonly [operation: string, input: unknown];

/** Answers by operation: one for all times, or one after the other with the last one repeated. An AwsError is thrown. */
export type Script = Readonly<Record<string, object | readonly (object | AwsError)[]>>;

/** A context for live types over scripted answers; a call that the script doesn't expect is refused. */
export const scriptedAws = (script: Script) => {
  const calls: SentCall[] = [];
  const kept: LiveResource[] = [];
  const count = new Map<string, number>();
  const call = async (service: string, operation: string, input: object): Promise<object> => {
    const name = `${service}:${operation}`;
    calls.push([name, input]);
    const answers = script[name];
    if (answers === undefined) throw new AwsError("NotScripted", `${name} is not part of the script.`);
    if (!Array.isArray(answers)) return answers as object;
    const index = Math.min(count.get(name) ?? 0, answers.length - 1);
    count.set(name, index + 1);
    const answer: unknown = answers[index];
    if (answer instanceof AwsError) throw answer;
    return answer as object;
  };
  const context: LiveContext = {
    send: sendCalls(call),
    region: "eu-west-1",
    askAccountId: async () => "123456789012",
    timeoutMs: 200,
    waitUntil: waitUntil({ timeoutMs: 200, pollMs: 1, signal: new AbortController().signal }),
    keep: (resource) => kept.push(resource),
  };
  return { context, calls, kept, call };
};
