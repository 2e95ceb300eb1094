import { deflateRawSync } from "node:zlib";
import { crc32 } from "./crc32";

/** Packs files into a zip, byte for byte the same for the same files: names in order, no times. */
export const writeZip = (files: ReadonlyMap<string, Uint8Array>): Buffer => {
  const entries = [...files].sort(([one], [other]) => (one < other ? -1 : 1)).map(toEntry);
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const local = Buffer.concat([localHeader(entry), entry.name, entry.packed]);
    locals.push(local);
    directory.push(centralHeader(entry, offset), entry.name);
    offset += local.byteLength;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...locals, central, endRecord(entries.length, central.byteLength, offset)]);
};

interface Entry {
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly size: number;
  readonly checksum: number;
}

const toEntry = ([name, content]: readonly [string, Uint8Array]): Entry => ({
  name: Buffer.from(name),
  packed: deflateRawSync(content),
  size: content.byteLength,
  checksum: crc32(content),
});

// Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
const version = 20;
const namesAreUtf8 = 0x0800;
const deflated = 8;
/** The first day that the format knows, 1980-01-01. */
const date = 0x0021;

const shared = ({ name, packed, size, checksum }: Entry): Buffer => {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(version, 0);
  header.writeUInt16LE(namesAreUtf8, 2);
  header.writeUInt16LE(deflated, 4);
  header.writeUInt16LE(date, 8);
  header.writeUInt32LE(checksum, 10);
  header.writeUInt32LE(packed.byteLength, 14);
  header.writeUInt32LE(size, 18);
  header.writeUInt16LE(name.byteLength, 22);
  return header;
};

const localHeader = (entry: Entry): Buffer => Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), shared(entry)]);

const centralHeader = (entry: Entry, offset: number): Buffer => {
  const madeBy = Buffer.from([version, 3]);
  const rest = Buffer.alloc(14);
  // A plain file that all may read.
  rest.writeUInt32LE((0o100_644 << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from("PK\x01\x02", "latin1"), madeBy, shared(entry), rest]);
};

const endRecord = (count: number, size: number, offset: number): Buffer => {
  const record = Buffer.alloc(22);
  record.write("PK\x05\x06", "latin1");
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
};
