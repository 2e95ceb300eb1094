import { inflateRawSync } from "node:zlib";
import { crc32 } from "./crc32";

const endMarker = Buffer.from("PK\x05\x06", "latin1");
const stored = 0;
const deflated = 8;

/** Unpacks a zip of plain or deflated files, found by its directory; folders are left out. Throws where it is damaged. */
export const readZip = (zip: Uint8Array): ReadonlyMap<string, Buffer> => {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = bytes.lastIndexOf(endMarker);
  if (end < 0) throw new Error("The code is not a zip: its directory is missing.");
  const count = bytes.readUInt16LE(end + 10);
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    if (!name.endsWith("/")) files.set(name, unpack(bytes, at, name));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
};

const unpack = (bytes: Buffer, at: number, name: string): Buffer => {
  const method = bytes.readUInt16LE(at + 10);
  const local = bytes.readUInt32LE(at + 42);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
  if (method !== stored && method !== deflated) {
    throw new Error(`${name} is packed by method ${method}: only stored and deflated files can be read.`);
  }
  const content = method === stored ? packed : inflateRawSync(packed);
  if (crc32(content) !== bytes.readUInt32LE(at + 16)) throw new Error(`${name} is damaged: its checksum differs.`);
  return content;
};
