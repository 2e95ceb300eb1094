/** How to wait for a lock. */
export interface LockWait {
  /** Called once with the holder's process id when another process holds the lock. */
  readonly onWait: (holder: number) => void;
  /** Ends the waiting. @default waits as long as the holder lives */
  readonly signal?: AbortSignal | undefined;
}

/** Runs an action while holding a lock file that names this process; the lock of a dead process is broken. */
export declare const withFileLock: <Result>(
  file: string,
  wait: LockWait,
  action: () => Promise<Result>,
) => Promise<Result>;
