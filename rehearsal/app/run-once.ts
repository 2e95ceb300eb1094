/** What the demo image does instead of serving. */
export interface OnceSettings {
  readonly milliseconds: number;
  readonly exitCode: number;
}

/** Reads `migrate <milliseconds> <exit code>`; undefined without a command, refused where it is another one. */
export const parseOnce = (command: readonly string[]): OnceSettings | undefined => {
  if (command.length === 0) return undefined;
  const [name, milliseconds = "0", exitCode = "0"] = command;
  if (name === "migrate" && /^\d{1,6}$/.test(milliseconds) && /^\d{1,3}$/.test(exitCode))
    return { milliseconds: Number(milliseconds), exitCode: Number(exitCode) };
  throw new Error(`The command is ${JSON.stringify(command.join(" "))}: use migrate <milliseconds> <exit code>.`);
};
