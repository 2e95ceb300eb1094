import { copyFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Puts the backup in the place of a checkpoint that a killed CLI left cut off, as docs/operations.md tells operators of a file
 * backend to: measured with CLI 3.255.0, which leaves an empty file when it dies while it saves. Returns whether there was one.
 * @param backend - absolute folder of the file backend
 */
export const restoreCutOffState = async (backend: string): Promise<boolean> => {
  const stacks = join(backend, ".pulumi", "stacks");
  const files = (await readdir(stacks, { recursive: true })).filter((file) => file.endsWith(".json"));
  const cutOff: string[] = [];
  for (const file of files) {
    if (!isWhole(await readFile(join(stacks, file), "utf8"))) cutOff.push(join(stacks, file));
  }
  await Promise.all(cutOff.map((file) => copyFile(`${file}.bak`, file)));
  return cutOff.length > 0;
};

const isWhole = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
