import { createSlack } from "../clients/slack";
import { adopt } from "./adopt";
import { aloneIn } from "./alone-in";
import { type Command, parseRequest } from "./arguments";
import { askEdge } from "./ask-edge";
import { connectFleet } from "./connect-fleet";
import { connectReleases } from "./connect-releases";
import { fleet } from "./fleet";
import { flip } from "./flip";
import { formatHelp } from "./help";
import { history } from "./history";
import { createPorts, interruption } from "./machine";
import { exitCodes, type Outcome, Stop } from "./outcome";
import type { CliPorts } from "./ports";
import { release } from "./release";
import { rollback } from "./rollback";
import { shell } from "./shell";
import { status } from "./status";
import { createStyle } from "./style";

const main = async (): Promise<number> => {
  const request = parseRequest(process.argv.slice(2));
  if (request.kind === "help") {
    console.log(formatHelp(request.command));
    return exitCodes.done;
  }
  if (request.kind === "refused")
    return print(undefined, stopped(new Stop(exitCodes.usage, "usage", request.message)), request.json);
  const ports = createPorts(request.stack, interruption());
  return print(request.command, await run(request, ports, request.json), request.json);
};

const run = async (command: Command, ports: CliPorts, json: boolean): Promise<Outcome> => {
  try {
    switch (command.command) {
      case "status":
        return await status(ports, createStyle(process.stdout));
      case "flip":
        return await flip(command, ports);
      case "adopt":
        return await adopt(command, ports);
      case "rollback":
        return await rollback(command, ports);
      case "history":
        return await history(ports.pulumi);
      case "shell":
        return await shell({ ...command, mayRun: !json && process.stdin.isTTY === true }, ports);
      case "release":
        return await release(command, {
          ...ports,
          connect: connectReleases,
          ask: askEdge,
          alone: aloneIn(process.cwd()),
          random: Math.random,
          slack: createSlack,
        });
      case "fleet":
        return await fleet(command, { ...ports, connect: connectFleet });
    }
  } catch (error) {
    if (error instanceof Stop) return stopped(error);
    if (ports.signal.aborted)
      return stopped(new Stop(exitCodes.interrupted, "interrupted", "Interrupted; nothing was changed."));
    return stopped(new Stop(exitCodes.failed, "failed", error instanceof Error ? error.message : String(error)));
  }
};

const stopped = ({ exitCode, reason, message }: Stop): Outcome => ({
  exitCode,
  report: { reason, message },
  text: message,
});

/** With `--json` people read along on standard error; otherwise only what isn't a result goes there. */
const print = (command: string | undefined, { exitCode, report, text }: Outcome, json: boolean): number => {
  const isResult = exitCode === exitCodes.done || exitCode === exitCodes.drift;
  if (!json && isResult) console.log(text);
  else console.error(text);
  if (json) console.log(JSON.stringify({ command, ok: exitCode === exitCodes.done, exitCode, ...report }));
  return exitCode;
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = exitCodes.failed;
  },
);
