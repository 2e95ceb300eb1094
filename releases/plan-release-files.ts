import { type FileHeaders, type FilePlace, isPage, isServedAsFile, planFileHeaders } from "./plan-file-headers";
import { type Page, planMissingReferences } from "./plan-references";

/** A file of a build, as it lies on disk. */
export interface BuildFile {
  /** Relative to the build's root, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of the bytes, in base64 as S3 has it. */
  readonly sha256: string;
}

/** A file of a release, as it is to be in the bucket. */
export interface ReleaseFile extends BuildFile, FileHeaders {
  readonly key: string;
}

/** What a build's files become. */
export type FilesPlan =
  | {
      readonly kind: "ready";
      readonly files: readonly ReleaseFile[];
      /** Files that are uploaded, but that the API or the page is the answer for, because of their names. */
      readonly unserved: readonly string[];
    }
  | { readonly kind: "refused"; readonly problems: readonly FileProblem[] };

/** Why a build can't be released. */
export interface FileProblem {
  readonly reason: "empty-build" | "no-index" | "too-large" | "name-too-long" | "plus-in-asset" | "missing-reference";
  readonly message: string;
}

/** A build that has been read. */
export interface Build {
  readonly files: readonly BuildFile[];
  readonly pages: readonly Page[];
}

/** Names below here change with the content (Vite's and most bundlers' default); CloudFront serves them from the pool. */
const poolFolder = "assets/";

/** CloudFront leads what is below here to the API. */
export const apiFolder = "api/";

/** Bytes that one PUT may carry: https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html. */
export const largestPut = 5 * 1024 ** 3;
/** Bytes of a key: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html. */
const longestKey = 1024;

/** Decides where each file goes and with which headers; finds every reason against the release at once. */
export const planReleaseFiles = (id: string, { files, pages }: Build): FilesPlan => {
  const planned = files.map((file) => planFile(id, file));
  const problems = [...problemsOf(planned), ...missingReferences(files, pages)];
  if (problems.length > 0) return { kind: "refused", problems };
  const unserved = planned.filter(
    ({ path }) => path.startsWith(apiFolder) || (placeOf(path) === "release" && !isServedAsFile(path)),
  );
  return { kind: "ready", files: planned, unserved: unserved.map(({ path }) => path) };
};

/** Assets first and pages last, so that no page is ever there before what it loads. */
export const planUploadOrder = (files: readonly ReleaseFile[]): readonly (readonly ReleaseFile[])[] => [
  files.filter(({ path }) => placeOf(path) === "pool"),
  files.filter(({ path }) => placeOf(path) === "release" && !isPage(path)),
  files.filter(({ path }) => placeOf(path) === "release" && isPage(path)),
];

const placeOf = (path: string): FilePlace => (path.startsWith(poolFolder) ? "pool" : "release");

const planFile = (id: string, file: BuildFile): ReleaseFile => {
  const place = placeOf(file.path);
  const key = place === "pool" ? `pool/${file.path}` : `releases/${id}/${file.path}`;
  return { ...file, key, ...planFileHeaders(file.path, place) };
};

const problemsOf = (files: readonly ReleaseFile[]): readonly FileProblem[] => {
  if (files.length === 0) {
    return [{ reason: "empty-build", message: "The directory holds no files: build first, or name another one." }];
  }
  const hasIndex = files.some(({ path }) => path === "index.html");
  return [...(hasIndex ? [] : [noIndex]), ...files.flatMap(problemOf)];
};

const noIndex: FileProblem = {
  reason: "no-index",
  message: "The directory holds no index.html, which every page address is answered with: name the build's root.",
};

const problemOf = ({ path, key, size }: ReleaseFile): readonly FileProblem[] => {
  if (size > largestPut) {
    const message = `${path} has ${size} bytes; S3 takes at most ${largestPut} in one upload. Keep it elsewhere or split it.`;
    return [{ reason: "too-large", message }];
  }
  if (new TextEncoder().encode(key).length > longestKey) {
    const message = `${path} makes a key of more than ${longestKey} bytes: use shorter names.`;
    return [{ reason: "name-too-long", message }];
  }
  // Elsewhere the edge function escapes it: https://github.com/sveltejs/kit/issues/6451
  if (placeOf(path) === "release" || !path.includes("+")) return [];
  const message = `${path} has a + in its name, which S3 takes for a space in addresses: rename it, or move it out of ${poolFolder}.`;
  return [{ reason: "plus-in-asset", message }];
};

const missingReferences = (files: readonly BuildFile[], pages: readonly Page[]): readonly FileProblem[] =>
  planMissingReferences(pages, new Set(files.map(({ path }) => path))).map(({ page, reference }) => ({
    reason: "missing-reference",
    message: `${page} loads ${reference}, which is not in the build: build again, or remove the reference.`,
  }));
