import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A command of a document, as it is printed there without its comment. */
export interface DocumentCommand {
  /** The heading that it stands under. */
  readonly heading: string;
  readonly command: string;
}

/** The commands in a document's blocks of shell commands, in its order; a line that ends with a backslash goes on. */
export const documentCommands = (path: string): readonly DocumentCommand[] => {
  const found: DocumentCommand[] = [];
  let heading = "";
  let isShell = false;
  for (const line of readFileSync(join(__dirname, "..", "..", path), "utf8").split("\n")) {
    if (/^#+ /.test(line) && !isShell) heading = line.replace(/^#+ /, "");
    else if (/^\s*```/.test(line)) isShell = !isShell && line.trim() === "```sh";
    else if (isShell && line.trim() !== "") found.push({ heading, command: withoutComment(line) });
  }
  return found.filter(({ command }) => command !== "");
};

/** A `#` after a blank begins a comment; one in quotes is part of a word. */
const withoutComment = (line: string): string => line.replace(/(^|\s+)#.*$/, "").trim();
