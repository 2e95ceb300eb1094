/** What `aws s3 sync` looks at of a file. */
export interface SyncedFile {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** One step of a sync. */
export interface SyncStep {
  readonly kind: "copy" | "delete";
  readonly key: string;
}

/**
 * What `aws s3 sync --delete` does, in its order: it walks both sides by key, copies what is missing, has another size or is
 * newer than its copy, and deletes what the source hasn't. Source: https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
 */
export const planSync = (source: readonly SyncedFile[], destination: readonly SyncedFile[]): readonly SyncStep[] => {
  const [wanted, present] = [byKey(source), byKey(destination)];
  const keys = [...new Set([...wanted.keys(), ...present.keys()])].sort();
  return keys.flatMap((key): SyncStep[] => {
    const [file, copy] = [wanted.get(key), present.get(key)];
    if (file === undefined) return [{ kind: "delete", key }];
    const isCurrent = copy !== undefined && copy.size === file.size && copy.modifiedAt >= file.modifiedAt;
    return isCurrent ? [] : [{ kind: "copy", key }];
  });
};

const byKey = (files: readonly SyncedFile[]): ReadonlyMap<string, SyncedFile> =>
  new Map(files.map((file) => [file.key, file]));
