import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** What `aws ecs execute-command` needs in PATH. */
const needed = ["aws", "session-manager-plugin"] as const;

/**
 * Runs a command in this terminal and returns its exit code; undefined where one of the programs isn't in PATH.
 * @param searchPath - PATH
 */
export const runInTerminal = async (
  [file = "", ...args]: readonly string[],
  searchPath: string,
): Promise<number | undefined> => {
  const isThere = await Promise.all(needed.map((name) => isInPath(name, searchPath)));
  if (!isThere.every(Boolean)) return undefined;
  // Ctrl-C belongs to what runs in the shell.
  const listeners = process.rawListeners("SIGINT").map((listener) => listener as () => void);
  process.removeAllListeners("SIGINT").on("SIGINT", () => undefined);
  try {
    return await exitCodeOf(spawn(file, args, { stdio: "inherit" }));
  } finally {
    process.removeAllListeners("SIGINT");
    for (const listener of listeners) process.on("SIGINT", listener);
  }
};

const exitCodeOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });

const isInPath = async (name: string, searchPath: string): Promise<boolean> => {
  const places = searchPath.split(delimiter).filter((directory) => directory !== "");
  const found = await Promise.all(places.map((directory) => isExecutable(join(directory, name))));
  return found.some(Boolean);
};

const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
