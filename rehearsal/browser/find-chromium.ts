import { delimiter } from "node:path";
import { findExecutable } from "../engine/executables";

/** What Chromium is called by Debian, by Ubuntu and by Google. */
const names = ["chromium", "chromium-browser", "google-chrome"] as const;

/** The browser's program: what the variable CHROMIUM names, or the first in PATH; undefined where there is none. */
export const findChromium = async (
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> => {
  const { CHROMIUM: chosen, PATH: searchPath = "" } = variables;
  if (chosen !== undefined && chosen !== "") return chosen;
  for (const name of names) {
    const found = await findExecutable(name, searchPath.split(delimiter));
    if (found !== undefined) return found;
  }
  return undefined;
};
