import { open, readFile, rm, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { isAlive } from "./work-directory";

/** How to wait for a lock. */
export interface LockWait {
  /** Called once when another process holds the lock. @default nothing is called */
  readonly onWait?: (holder: number) => void;
  /** Ends the waiting. @default waits as long as the holder lives */
  readonly signal?: AbortSignal | undefined;
  /** @default 200 */
  readonly pollMs?: number;
}

/** Runs an action while holding a lock file that names this process; the lock of a dead process is broken. */
export const withFileLock = async <Result>(
  file: string,
  { onWait, signal, pollMs = 200 }: LockWait,
  action: () => Promise<Result>,
): Promise<Result> => {
  let hasWaited = false;
  for (;;) {
    signal?.throwIfAborted();
    const holder = await takeOrReadHolder(file);
    if (holder === "taken") break;
    if (!isAlive(holder)) {
      await breakLock(file, holder);
      continue;
    }
    if (!hasWaited) onWait?.(holder);
    hasWaited = true;
    await wait(pollMs);
  }
  try {
    return await action();
  } finally {
    await rm(file, { force: true });
  }
};

const takeOrReadHolder = async (file: string): Promise<"taken" | number> => {
  if (await createExclusively(file)) return "taken";
  const holder = Number(await readFile(file, "utf8").catch(() => ""));
  // Empty: its maker is between creating and writing, or gone; it counts as ours until it has had time to write.
  return holder > 0 ? holder : await holderOfEmptyLock(file);
};

const emptyForMs = 5000;

const holderOfEmptyLock = async (file: string): Promise<number> => {
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > emptyForMs ? nobody : process.pid;
};

/** A process id that never exists: Linux allows at most 2^22, macOS 99998. */
const nobody = 2 ** 30;

const createExclusively = async (file: string): Promise<boolean> => {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
};

/** Only who holds the second lock may break the first, and only after looking again: else two waiters could break a new one. */
const breakLock = async (file: string, holder: number): Promise<void> => {
  const breaking = `${file}.breaking`;
  if (!(await createExclusively(breaking))) {
    if ((await holderOfEmptyLock(breaking)) === nobody) await rm(breaking, { force: true });
    await wait(20);
    return;
  }
  const now = Number(await readFile(file, "utf8").catch(() => ""));
  if (now === holder || holder === nobody) await rm(file, { force: true });
  await rm(breaking, { force: true });
};
