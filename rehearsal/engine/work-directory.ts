import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

const prefix = "switchyard-rehearsal-";
const ownerFile = "owner.json";

/** Who made a work directory, and what it made outside of it. */
export interface WorkDirectoryOwner {
  readonly pid: number;
  readonly projectDirectory: string;
  readonly stackName: string;
}

/** Creates a folder for one rehearsal's state, home and executables; only its owner can read it. */
export const createWorkDirectory = async (temporary: string, owner: WorkDirectoryOwner): Promise<string> => {
  const directory = await mkdtemp(join(await realpath(temporary), prefix));
  await writeFile(join(directory, ownerFile), JSON.stringify(owner));
  await Promise.all(["state", "home"].map((name) => mkdir(join(directory, name))));
  return directory;
};

/** Removes a rehearsal's folder and its stack file. */
export const removeWorkDirectory = async (directory: string, owner: WorkDirectoryOwner): Promise<void> => {
  await rm(stackFile(owner), { force: true });
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
};

/** Removes what rehearsals left behind that were killed; returns the folders. */
export const removeStaleWorkDirectories = async (temporary: string): Promise<readonly string[]> => {
  const names = (await readdir(temporary)).filter((name) => name.startsWith(prefix));
  const stale: string[] = [];
  for (const directory of names.map((name) => join(temporary, name))) {
    const owner = await readOwner(directory);
    if (owner === undefined || isAlive(owner.pid)) continue;
    await removeWorkDirectory(directory, owner);
    stale.push(directory);
  }
  return stale;
};

const stackFile = ({ projectDirectory, stackName }: WorkDirectoryOwner): string =>
  join(projectDirectory, `Pulumi.${stackName}.yaml`);

/** Undefined for a folder that isn't ours: it names a file to be removed, so it is believed only if the same user made it. */
const readOwner = async (directory: string): Promise<WorkDirectoryOwner | undefined> => {
  try {
    const { uid } = await stat(directory);
    if (uid !== process.getuid?.()) return undefined;
    return parseOwner(JSON.parse(await readFile(join(directory, ownerFile), "utf8")));
  } catch {
    return undefined;
  }
};

const parseOwner = (value: unknown): WorkDirectoryOwner | undefined => {
  const { pid, projectDirectory, stackName } = value as Record<string, unknown>;
  const isOwner = Number.isInteger(pid) && typeof projectDirectory === "string" && typeof stackName === "string";
  return isOwner && stackNamePattern.test(stackName) ? { pid: Number(pid), projectDirectory, stackName } : undefined;
};

/** Names of rehearsals' stacks; git ignores their files. */
export const stackNamePattern = /^rehearsal-[a-z0-9-]+$/;

/** Whether a process exists; one of another user counts. */
export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
