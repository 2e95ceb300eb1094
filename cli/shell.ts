import { orAborted } from "../cutover/or-aborted";
import type { Color } from "../cutover/plan-weights";
import { quoted } from "../cutover/pulumi-command";
import { exitCodes, type Outcome, Stop } from "./outcome";
import { ecsServiceName } from "./parse-state";
import { type CliPorts, patience } from "./ports";
import { readStack, type Stack } from "./read-stack";

/** Which task to get into. */
export interface ShellArguments {
  readonly service: string;
  /** @default the configured active colour */
  readonly color?: Color;
  /** Whether there is a terminal that a shell could use. */
  readonly mayRun: boolean;
}

/** Finds a running task and starts a shell in it; where that can't be done here, tells the command. */
export const shell = async (args: ShellArguments, ports: CliPorts): Promise<Outcome> => {
  const stack = await readStack(ports.pulumi, ports.region);
  const color = args.color ?? stack.config.activeColor;
  const { clusterName } = stack;
  const ecsService = ecsServiceName(stack, args.service, color);
  if (ecsService === undefined || clusterName === undefined) throw unknownService(stack, args.service);
  const signal = AbortSignal.timeout(patience);
  const place = { cluster: clusterName, service: ecsService };
  const [task] = await orAborted(signal, ports.aws({ ...stack, aws: stack.config.aws }).runningTasks(place, signal));
  if (task === undefined) throw noTask(args.service, color);
  const command = execCommand(stack, { cluster: clusterName, taskArn: task.arn, container: args.service });
  const exitCode = args.mayRun ? await ports.runInTerminal(command) : undefined;
  if (exitCode !== undefined && exitCode !== 0) throw ended(exitCode, command);
  const text = command.map(quoted).join(" ");
  return {
    exitCode: exitCodes.done,
    report: {
      stack: stack.stack,
      service: args.service,
      color,
      task: task.arn,
      shellCommand: text,
      isRun: exitCode === 0,
    },
    text: exitCode === 0 ? `Left the shell in ${args.service} of ${color}.` : text,
  };
};

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec-run.html: only `--interactive` is supported. */
const execCommand = (
  { config }: Stack,
  { cluster, taskArn, container }: { readonly cluster: string; readonly taskArn: string; readonly container: string },
): readonly string[] => {
  const { region, profile, endpoints } = config.aws;
  return [
    ...["aws", "ecs", "execute-command", "--interactive", "--command", "/bin/sh"],
    ...["--cluster", cluster, "--task", taskArn, "--container", container, "--region", region],
    ...(profile === undefined ? [] : ["--profile", profile]),
    ...(endpoints["ecs"] === undefined ? [] : ["--endpoint-url", endpoints["ecs"]]),
  ];
};

const unknownService = ({ config, stack }: Stack, service: string): Stop =>
  new Stop(
    exitCodes.refused,
    "unknown-service",
    `Got service ${JSON.stringify(service)}, which isn't deployed in ${stack}. Allowed: ${config.services.map(({ name }) => name).join(", ")}.`,
  );

const noTask = (service: string, color: Color): Stop =>
  new Stop(
    exitCodes.refused,
    "no-task",
    `${service} has no running task of ${color}. Try the other colour with --color, or see npm run cli -- status`,
  );

const ended = (exitCode: number, command: readonly string[]): Stop =>
  new Stop(exitCodes.failed, "shell-failed", `${command.slice(0, 3).join(" ")} ended with exit code ${exitCode}.`);
