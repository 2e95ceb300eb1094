import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withFileLock } from "../tools/file-lock.cjs";
import { exitCodes, Stop } from "./outcome";

/**
 * Runs an action while no other one runs in the same folder, which has one config for both: else each could update with
 * what the other one has set, or set it back. Between folders Pulumi's own lock of the stack stands.
 */
export const aloneIn =
  (folder: string) =>
  <Result>(action: () => Promise<Result>): Promise<Result> => {
    const busy = new AbortController();
    const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
    const file = join(tmpdir(), `switchyard-${name}.lock`);
    const onWait = (holder: number): void => busy.abort(updateRunning(holder, file));
    return withFileLock(file, { onWait, signal: busy.signal }, action);
  };

const updateRunning = (holder: number, file: string): Stop =>
  new Stop(
    exitCodes.refused,
    "update-running",
    `Another release is being enabled in this folder (process ${holder}). Nothing was changed. Repeat when it has ended; ` +
      `where that process is something else, delete ${file}.`,
  );
