import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsSyncSeconds } from "./aws-sync";
import type { Benchmark, Figure } from "./benchmark";
import { bundleProcess, startProcess } from "./bundled-process";

const files = 3500;
const bytes = 50_000_000;
/** A quick S3 region from a quick network, in milliseconds. */
const latency = 30;
const bucket = "bench-bucket";

interface Deployed {
  readonly seconds: number;
  /** Of the whole process; it bounds `seconds` from below where the machine is busy. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly stored: number;
}

/** What a deploy of a large frontend takes, and what the next one takes that changes a single chunk. */
export const releaseUpload: Benchmark = {
  name: "release-upload",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "release-upload-"));
    const site = startProcess(await bundleProcess("release-site", folder), [bucket, String(latency)]);
    try {
      const deploy = await bundleProcess("release-deploy", folder);
      const endpoint = await site.firstLine;
      const build = join(folder, "build");
      await writeBuild(build);
      const run = async (id: string): Promise<Deployed> =>
        JSON.parse(await startProcess(deploy, [endpoint, bucket, id, build]).firstLine) as Deployed;
      const first = await run("frontend_first");
      const sync = await awsSyncSeconds({ endpoint, bucket, directory: build });
      await writeFile(join(build, "assets", "chunk-changed.js"), "changed");
      return [...figures(first, await run("frontend_second")), ...comparison(first, sync)];
    } finally {
      site.child.stdin?.end();
      await rm(folder, { recursive: true });
    }
  },
};

const writeBuild = async (build: string): Promise<void> => {
  await mkdir(join(build, "assets"), { recursive: true });
  const size = Math.round(bytes / files);
  await writeFile(join(build, "index.html"), '<!doctype html><script type="module" src="/assets/chunk-1.js"></script>');
  const chunks = Array.from({ length: files - 1 }, (_, index) => join(build, "assets", `chunk-${index}.js`));
  for (const chunk of chunks) await writeFile(chunk, randomBytes(size));
};

const figures = (first: Deployed, second: Deployed): readonly Figure[] => [
  { name: `deploy of ${files} files, 50 MB, ${latency} ms a PUT`, value: first.seconds, unit: "s", limit: 4 },
  { name: "its processor time", value: first.cpuSeconds, unit: "s" },
  { name: "its peak memory", value: first.peakMegabytes, unit: "MB", limit: 200 },
  { name: "next deploy with one new chunk", value: second.seconds, unit: "s", limit: 4 },
  // One chunk and the page.
  { name: "files stored by it", value: second.stored, unit: "files", limit: 2 },
];

const comparison = ({ seconds }: Deployed, sync: number | undefined): readonly Figure[] =>
  sync === undefined
    ? []
    : [
        { name: "aws s3 sync of the same files", value: sync, unit: "s" },
        { name: "deploy / aws s3 sync", value: seconds / sync, unit: "times", limit: 1 },
      ];
