import { type ReadStream, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { type AwsSessionSettings, clientConfig } from "./aws-session";
import { callInParts } from "./drain-pages";
import type { Retry } from "./drain-retry";
import type { NewObject, ObjectListing, ObjectReader, ObjectStore } from "./object-store";

/** Connections to S3 at once; a caller with more calls under way than that waits for one. */
const maxSockets = 64;

/**
 * Bytes: larger files are streamed, which bounds memory. Smaller ones are read whole and at once: they have just been hashed,
 * so the system has them in memory, and the detour through Node's thread pool would cost more than the reading.
 */
const streamedFrom = 256 * 1024;

/** Keys of one call: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html. */
const keysAtOnce = 1000;

/** One S3 bucket; every call is repeated by `retry`, as the SDK can't repeat a stream. */
export const createS3Bucket = (settings: AwsSessionSettings, bucket: string, retry: Retry): ObjectStore => {
  const s3 = new S3Client(s3Config(settings));
  const call = <T>(send: () => Promise<T>): Promise<T> => retry(send).catch((error: unknown) => explain(error, bucket));
  return {
    read: async (Key, abortSignal) => {
      const read = async (): Promise<string | undefined> => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }), { abortSignal });
        return Body?.transformToString("utf8");
      };
      return call(() => read().catch(ifAbsent));
    },
    describe: (Key, abortSignal) => call(() => describe(s3, { Bucket: bucket, Key }, abortSignal).catch(ifAbsent)),
    list: (Prefix, abortSignal) => list({ s3, call, Bucket: bucket, Prefix }, abortSignal),
    put: (object, abortSignal) => call(() => put(s3, { bucket, object }, abortSignal)),
    remove: async (keys, abortSignal) => {
      await callInParts(keys, keysAtOnce, (part) =>
        call(async () => {
          const Delete = { Objects: part.map((Key) => ({ Key })), Quiet: true };
          const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }), { abortSignal });
          const [first] = Errors;
          if (first) throw new Error(`S3 keeps ${Errors.length} objects, ${first.Key} first: ${first.Message}`);
        }),
      );
    },
  };
};

/** Whether the same call may succeed a little later: lost connections, S3's own faults, throttling, writers in each other's way. */
export const isTransientS3Error = (error: unknown): boolean => {
  if (!(error instanceof Error) || error.name === "AbortError") return false;
  if (transientNames.has(error.name)) return true;
  if (!(error instanceof S3ServiceException)) return "code" in error && transientSocketErrors.has(String(error.code));
  const status = error.$metadata.httpStatusCode ?? 0;
  return status >= 500 || status === 429;
};

/** A hanging connection as the SDK and as S3 tell it (with status 400), and writers in each other's way. */
const transientNames: ReadonlySet<string> = new Set(["TimeoutError", "RequestTimeout", "ConditionalRequestConflict"]);

const transientSocketErrors: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ECONNREFUSED", "ETIMEDOUT"]);

/** A hanging connection is given up after so many milliseconds without a byte; an upload may take as long as it needs. */
const socketTimeout = 30_000;

const s3Config = (settings: AwsSessionSettings) => {
  const config = clientConfig(settings, "s3");
  const agent = { keepAlive: true, maxSockets };
  return {
    ...config,
    maxAttempts: 1,
    // The bucket's name in front of the host is known to AWS's name servers only.
    forcePathStyle: config.endpoint !== undefined,
    // Each upload brings its own SHA-256.
    requestChecksumCalculation: "WHEN_REQUIRED" as const,
    requestHandler: {
      connectionTimeout: config.requestHandler.connectionTimeout,
      socketTimeout,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
};

const put = async (
  s3: S3Client,
  { bucket, object }: { readonly bucket: string; readonly object: NewObject },
  abortSignal: AbortSignal,
): Promise<"stored" | "exists"> => {
  const body = await bodyOf(object, bucket);
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: object.key,
    Body: body,
    ContentLength: object.size,
    ContentType: object.contentType,
    CacheControl: object.cacheControl,
    ChecksumSHA256: object.sha256,
    Metadata: { ...object.metadata },
    ...(object.ifAbsent ? { IfNoneMatch: "*" } : {}),
  });
  try {
    await s3.send(command, { abortSignal });
    return "stored";
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === "PreconditionFailed") return "exists";
    throw error;
  } finally {
    if (typeof body === "object" && "destroy" in body) body.destroy();
  }
};

/** What is to be sent, if it is still as long as it was: S3 would wait for what lacks, and answer what is too much with nonsense. */
const bodyOf = async ({ body, size }: NewObject, bucket: string): Promise<string | Buffer | ReadStream> => {
  if ("text" in body) return body.text;
  const found = await (size < streamedFrom ? readWhole(body.file, size) : readStream(body.file, size)).catch(ifGone);
  if (found === undefined) throw new Error(changedFile(bucket));
  return found;
};

const readWhole = async (file: string, size: number): Promise<Buffer | undefined> => {
  const content = readFileSync(file);
  return content.length === size ? content : undefined;
};

const readStream = async (file: string, size: number): Promise<ReadStream | undefined> => {
  // Opened first: a stream that can't open its file takes the process with it.
  const handle = await open(file);
  if ((await handle.stat()).size === size) return handle.createReadStream({ end: size - 1 });
  await handle.close();
  return undefined;
};

const ifGone = (error: unknown): undefined => {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
};

const describe = async (
  s3: S3Client,
  place: { readonly Bucket: string; readonly Key: string },
  abortSignal: AbortSignal,
) => {
  const command = new HeadObjectCommand({ ...place, ChecksumMode: "ENABLED" });
  const { ContentLength = 0, ChecksumSHA256 } = await s3.send(command, { abortSignal });
  return { size: ContentLength, sha256: ChecksumSHA256 };
};

interface Listing {
  readonly s3: S3Client;
  readonly call: <T>(send: () => Promise<T>) => Promise<T>;
  readonly Bucket: string;
  readonly Prefix: string;
}

const list = async (
  { s3, call, Bucket, Prefix }: Listing,
  abortSignal: AbortSignal,
): ReturnType<ObjectReader["list"]> => {
  const objects: ObjectListing[] = [];
  let ContinuationToken: string | undefined;
  do {
    const command = new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken });
    const { Contents = [], NextContinuationToken } = await call(() => s3.send(command, { abortSignal }));
    for (const { Key: key = "", Size: size = 0, LastModified } of Contents) {
      objects.push({ key, size, modifiedAt: LastModified?.getTime() ?? 0 });
    }
    ContinuationToken = NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return objects;
};

/** A missing object is an answer; a missing bucket isn't. */
const ifAbsent = (error: unknown): undefined => {
  if (error instanceof S3ServiceException && (error.name === "NoSuchKey" || error.name === "NotFound"))
    return undefined;
  throw error;
};

const explain = (error: unknown, bucket: string): never => {
  if (!(error instanceof S3ServiceException)) throw error;
  const advice = adviceFor(bucket)[error.name];
  throw advice === undefined ? error : new Error(advice, { cause: error });
};

const adviceFor = (bucket: string): Readonly<Record<string, string>> => ({
  NoSuchBucket: `The bucket ${bucket} doesn't exist. Run pulumi up first, and check the account and region.`,
  AccessDenied: `AWS denies access to the bucket ${bucket}. Use credentials that may list, read, write and delete its objects.`,
  BadDigest: changedFile(bucket),
});

const changedFile = (bucket: string): string =>
  `A file changed while it was being uploaded to ${bucket}. Wait until the build has ended, then deploy again.`;
