import type * as pulumi from "@pulumi/pulumi";
import { type AwsSessionSettings, requireSameScope } from "../clients/aws-session";
import { createCallerIdentity } from "../clients/caller-identity";
import { createListenerRules } from "../clients/listener-rules";
import { createParameters } from "../clients/parameters";
import { createSlack } from "../clients/slack";
import { awaitOutput } from "./await-output";
import { formatCutoverNote, parseCutoverNote } from "./cutover-note";
import type { NotifyPorts } from "./notify-cutover";

/** Where the real ports lead. */
export interface NotifyPortsArgs {
  readonly aws: AwsSessionSettings;
  /** The name of the SSM parameter `cutover`. */
  readonly cutoverParameter: string;
  readonly slack?: { readonly channel: string; readonly apiUrl?: string; readonly token: pulumi.Output<string> };
  /** @default the machine's clock */
  readonly clock?: NotifyPorts["clock"];
}

const machineClock: NotifyPorts["clock"] = {
  now: Date.now,
  after: (milliseconds) => AbortSignal.timeout(milliseconds),
};

/** AWS, Slack and the clock; whatever is written about failures is free of the token. */
export const createNotifyPorts = (
  { aws, cutoverParameter, slack, clock = machineClock }: NotifyPortsArgs,
  warn: (line: string) => void,
): NotifyPorts => {
  const parameters = createParameters(aws);
  const rules = createListenerRules(aws);
  const identity = createCallerIdentity(aws);
  let secret: string | undefined;
  return {
    note: {
      read: async (signal) => parseCutoverNote((await parameters.get(cutoverParameter, signal)).value),
      write: (note, signal) => parameters.put({ name: cutoverParameter, value: formatCutoverNote(note) }, signal),
    },
    rules: {
      describe: async (ruleArns, signal) => {
        const [accountId, live] = await Promise.all([identity.accountId(signal), rules.describe(ruleArns, signal)]);
        for (const arn of ruleArns) requireSameScope(arn, { region: aws.region, accountId });
        return live;
      },
    },
    slack: {
      post: async (message, signal) => {
        if (slack === undefined) return { kind: "refused", reason: "no channel and token are configured" };
        secret = await awaitOutput(slack.token);
        return createSlack({ ...slack, token: secret }).post(message, signal);
      },
    },
    clock,
    warn: (line) => warn(secret ? line.replaceAll(secret, "[secret]") : line),
  };
};
