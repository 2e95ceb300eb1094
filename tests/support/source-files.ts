import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders that hold no sources of this project. */
const foreign = ["node_modules", "tests", "coverage", "reports", "bin", "dist"];

/** The TypeScript files that this project is made of, tests apart; relative to its folder. */
export const sourceFiles = (root: string, folder = ""): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return foreign.includes(entry.name) || entry.name.startsWith(".") ? [] : sourceFiles(root, path);
    }
    return /(?<!\.d)\.ts$/.test(entry.name) ? [path] : [];
  });
