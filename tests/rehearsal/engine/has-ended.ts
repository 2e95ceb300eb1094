import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { isAlive } from "../../../rehearsal/engine/work-directory";

/** Whether a process ends within 2 s; one that only waits for its new parent to notice has ended. */
export const hasEnded = async (pid: number): Promise<boolean> => {
  for (let round = 0; round < 100; round += 1) {
    if (!isAlive(pid) || isZombie(pid)) return true;
    await wait(20);
  }
  return false;
};

const isZombie = (pid: number): boolean => {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};
