import { zipSync } from "fflate";

/** The first day that the format knows in every time zone: a zip's bytes must not depend on when it was made. */
const mtime = new Date("1980-01-02T12:00:00Z");

/** Packs files into a zip, byte for byte the same for the same files in any order. */
export const writeZip = (files: ReadonlyMap<string, Uint8Array>): Uint8Array => {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { mtime });
};
