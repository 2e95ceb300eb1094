import type { WireRequest } from "./http-message";
import { malformed } from "./malformed";

/**
 * Unpacks a body in S3's chunked upload encoding, whose trailer holds the checksum; any other request stays as it is.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export const decodeAwsChunked = (request: WireRequest): WireRequest => {
  const { "content-encoding": encoding = "", ...headers } = request.headers;
  const encodings = encoding.split(",").map((name) => name.trim());
  if (!encodings.includes("aws-chunked")) return request;
  const { body, trailers } = splitChunks(Buffer.from(request.body));
  const others = encodings.filter((name) => name !== "aws-chunked").join(", ");
  return {
    ...request,
    headers: {
      ...headers,
      ...trailers,
      ...(others !== "" && { "content-encoding": others }),
      "content-length": String(body.byteLength),
    },
    body,
  };
};

const lineEnd = "\r\n";

/** Chunks are `<hexadecimal length>[;extension]`, a line end, the bytes, a line end; length 0 begins the trailer. */
const splitChunks = (body: Buffer): { body: Uint8Array; trailers: Record<string, string> } => {
  const chunks: Uint8Array[] = [];
  let position = 0;
  for (;;) {
    const end = body.indexOf(lineEnd, position);
    const line = body.subarray(position, Math.max(end, position)).toString("latin1");
    if (!/^[0-9a-f]+(;|$)/i.test(line)) throw malformed(`The body has no chunk at byte ${position}.`);
    const start = end + lineEnd.length;
    const length = Number.parseInt(line, 16);
    if (length === 0) return { body: Buffer.concat(chunks), trailers: parseTrailers(body.subarray(start)) };
    if (start + length > body.byteLength) throw malformed(`The body ends within the chunk at byte ${position}.`);
    chunks.push(body.subarray(start, start + length));
    position = start + length + lineEnd.length;
  }
};

const parseTrailers = (bytes: Buffer): Record<string, string> =>
  Object.fromEntries(
    [...bytes.toString("latin1").matchAll(/^([^:\r\n]+):([^\r\n]*)/gm)].map(([, name = "", value = ""]) => [
      name.trim().toLowerCase(),
      value.trim(),
    ]),
  );
