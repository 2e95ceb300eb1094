import { join } from "node:path";
import type { ObjectStore } from "../clients/object-store";
import type { ListedObject } from "./plan-completeness";
import { planUploadOrder, type ReleaseFile } from "./plan-release-files";
import type { Progress } from "./progress";
import { runInFlight } from "./run-in-flight";

/** What is to be uploaded and from where. */
export interface Upload {
  readonly id: string;
  readonly directory: string;
  readonly files: readonly ReleaseFile[];
  /** What the bucket held shortly before: only a hint which files needn't be sent. */
  readonly present: readonly ListedObject[];
  /** SHA-256 by key of objects that an earlier deploy has stored: spares asking for each one's. */
  readonly digests: ReadonlyMap<string, string>;
  /** Called after each file. */
  readonly onProgress: (progress: Progress) => void;
  /** Milliseconds of any clock that doesn't jump. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** Uploads at once. */
const inFlight = 64;

/**
 * Uploads what isn't there yet, assets first and pages last. Nothing is ever overwritten: an object of the same key must
 * have the same digest, or the upload ends with the file's name.
 */
export const uploadFiles = async (store: Pick<ObjectStore, "put" | "describe">, upload: Upload): Promise<Progress> => {
  const tally = new Tally(upload);
  const present = new Set(upload.present.map(({ key }) => key));
  for (const group of planUploadOrder(upload.files)) {
    await runInFlight(group, { limit: inFlight, signal: upload.signal }, async (file, signal) => {
      const isStored = !present.has(file.key) && (await put(store, upload, file, signal)) === "stored";
      const isKnown = present.has(file.key) && upload.digests.get(file.key) === file.sha256;
      if (!isStored && !isKnown) await requireSameContent(store, file, signal);
      tally.add(file, isStored);
    });
  }
  return tally.progress;
};

const put = (
  store: Pick<ObjectStore, "put">,
  { id, directory }: Upload,
  { path, ...file }: ReleaseFile,
  signal: AbortSignal,
): Promise<"stored" | "exists"> => {
  // As a header it tells a probe which release answered; the pool's objects belong to many.
  const metadata = file.key.startsWith("releases/") ? { release: id } : {};
  return store.put({ ...file, metadata, body: { file: join(directory, path) }, ifAbsent: true }, signal);
};

const requireSameContent = async (
  store: Pick<ObjectStore, "describe">,
  { path, key, size, sha256 }: ReleaseFile,
  signal: AbortSignal,
): Promise<void> => {
  const stored = await store.describe(key, signal);
  if (stored === undefined) throw new Error(`${key} was deleted during the upload. Deploy again.`);
  if (stored.sha256 === sha256) return;
  throw new Error(
    `Hash collision: ${path} (${size} bytes) differs from the stored ${key} (${stored.size} bytes), which live pages may use. ` +
      "Names below assets/ must change with their content; move the file elsewhere or let the bundler name it.",
  );
};

class Tally {
  public progress: Progress;
  private readonly start: number;

  public constructor(private readonly upload: Upload) {
    this.start = upload.clock();
    const filesTotal = upload.files.length;
    const bytesTotal = upload.files.reduce((sum, { size }) => sum + size, 0);
    this.progress = { filesDone: 0, filesTotal, bytesDone: 0, bytesTotal, stored: 0, bytesStored: 0, elapsedMs: 0 };
  }

  public add({ size }: ReleaseFile, isStored: boolean): void {
    const { filesDone, bytesDone, stored, bytesStored, ...totals } = this.progress;
    this.progress = {
      ...totals,
      filesDone: filesDone + 1,
      bytesDone: bytesDone + size,
      stored: stored + Number(isStored),
      bytesStored: bytesStored + (isStored ? size : 0),
      elapsedMs: this.upload.clock() - this.start,
    };
    this.upload.onProgress(this.progress);
  }
}
