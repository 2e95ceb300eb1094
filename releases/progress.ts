/** How far an upload is. */
export interface Progress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Bytes of the files that are done. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Of the files that are done: those whose content was sent. */
  readonly stored: number;
  /** Bytes sent for those. */
  readonly bytesStored: number;
  readonly elapsedMs: number;
}

/** One line for people: totals, rate of what was sent, and what needed no sending. */
export const formatProgress = ({ filesDone, filesTotal, bytesDone, bytesTotal, ...progress }: Progress): string => {
  const rate = progress.elapsedMs === 0 ? 0 : (progress.bytesStored / progress.elapsedMs) * 1000;
  return (
    `${grouped.format(filesDone)} / ${grouped.format(filesTotal)} files, ` +
    `${megabytes(bytesDone)} / ${megabytes(bytesTotal)} MB, ${megabytes(rate)} MB/s, ` +
    `${grouped.format(filesDone - progress.stored)} unchanged`
  );
};

const grouped = new Intl.NumberFormat("en-US");
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
