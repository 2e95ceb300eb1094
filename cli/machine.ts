import { userInfo } from "node:os";
import { env } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { askInTerminal } from "./ask-in-terminal";
import { createAwsPorts } from "./aws-ports";
import { connectReleases } from "./connect-releases";
import { exitCodes } from "./outcome";
import type { CliPorts } from "./ports";
import { createPulumiCli } from "./pulumi-cli";
import type { Variables } from "./run-command";
import { runInTerminal } from "./run-in-terminal";

/** The machine that the command line runs on: the user's pulumi, AWS, terminal and clock. */
export const createPorts = (stack: string | undefined, signal: AbortSignal): CliPorts => {
  const variables = definedVariables();
  const { PATH = "", AWS_REGION, AWS_DEFAULT_REGION } = variables;
  return {
    pulumi: createPulumiCli({
      directory: process.cwd(),
      stack,
      variables,
      signal,
      onLine: ({ text }) => console.error(`  | ${text}`),
    }),
    aws: createAwsPorts,
    say: (line) => console.error(line),
    confirm: (question) => confirm(question, signal),
    clock: {
      now: Date.now,
      sleep: (milliseconds) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
    },
    runInTerminal: (command) => runInTerminal(command, PATH),
    operator: localAccount(),
    region: AWS_REGION ?? AWS_DEFAULT_REGION,
    connectReleases,
    signal,
    regardless: () => createPorts(stack, new AbortController().signal),
  };
};

const definedVariables = (): Variables =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Undefined where nobody is there. */
const confirm = async (question: string, signal: AbortSignal): Promise<boolean | undefined> => {
  if (!process.stdin.isTTY) return undefined;
  const interrupt = (): void => void process.kill(process.pid, "SIGINT");
  return askInTerminal({ question, input: process.stdin, output: process.stderr, signal, interrupt });
};

/** First Ctrl-C: let Pulumi finish what is under way, then say how far it came. Second: leave at once. */
export const interruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      console.error("\nStopping; once more to leave at once, which may leave Pulumi's lock behind.");
      controller.abort(new Error(`interrupted by ${name}`));
    });
  }
  return controller.signal;
};

/** Containers may run as a user that has no name. */
const localAccount = (): string => {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
};
