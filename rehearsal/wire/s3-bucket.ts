import type { WireRequest } from "./http-message";
import type { Located } from "./rest";

/**
 * Splits off S3's bucket, which stands outside the operations' paths: in front of the host (`bucket.localhost`), or
 * first in the path, as clients send it to a host that is an IP address.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export const locateS3Bucket = (request: WireRequest): Located => {
  const { headers, path } = request;
  const hosted = /^(.+)\.localhost(:\d+)?$/.exec(headers["host"] ?? "")?.[1];
  if (hosted !== undefined) return { path, labels: { Bucket: hosted }, ...nameOperation(request, path) };
  const [, bucket = "", rest] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  const key = rest || "/";
  return { path: key, labels: bucket === "" ? {} : { Bucket: bucket }, ...nameOperation(request, key) };
};

/** The plain requests for one object, whose patterns hold an `x-id` that newer SDKs send and the AWS CLI doesn't. */
const plainOperations: Readonly<Record<string, string>> = {
  GET: "GetObject",
  PUT: "PutObject",
  DELETE: "DeleteObject",
};

const nameOperation = ({ method, headers, query }: WireRequest, path: string): Pick<Located, "query"> => {
  const operation = headers["x-amz-copy-source"] === undefined ? plainOperations[method] : "CopyObject";
  return operation === undefined || path === "/" || query.size > 0
    ? {}
    : { query: new URLSearchParams({ "x-id": operation }) };
};
