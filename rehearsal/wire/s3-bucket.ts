import type { WireRequest } from "./http-message";
import type { Located } from "./rest";

/**
 * Splits off S3's bucket, which stands outside the operations' paths: in front of the host (`bucket.localhost`), or
 * first in the path, as clients send it to a host that is an IP address.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export const locateS3Bucket = ({ headers, path }: WireRequest): Located => {
  const hosted = /^(.+)\.localhost(:\d+)?$/.exec(headers["host"] ?? "")?.[1];
  if (hosted !== undefined) return { path, labels: { Bucket: hosted } };
  const [, bucket = "", rest] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  return { path: rest || "/", labels: bucket === "" ? {} : { Bucket: bucket } };
};
