import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { AwsSessionSettings } from "../../clients/aws-session";
import { createThrottleRetry } from "../../clients/drain-retry";
import { createKeyValueStore, type KeyValueStore } from "../../clients/key-value-store";
import type { ObjectStore } from "../../clients/object-store";
import { createS3Bucket, isTransientS3Error } from "../../clients/s3-bucket";
import { Region } from "../../rehearsal/region/region";
import { type Endpoint, startEndpoint } from "../../rehearsal/wire/endpoint";
import { type DeployedRelease, deployRelease } from "../../releases/deploy-release";
import { manifestKey } from "../../releases/manifest";
import { planPointer } from "../../releases/plan-pointer";

/** The bucket's name in these tests. */
export const bucketName = "site-bucket";

/** A build: contents by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A small build; the name of its only chunk is that of its content. */
export const smallBuild = (version: string): Files => ({
  "index.html": `<!doctype html><script type="module" src="/assets/app-${version}.js"></script><p>${version}</p>`,
  "favicon.ico": "icon",
  [`assets/app-${version}.js`]: `console.log("${version}")`,
});

const folders: string[] = [];

/** Writes a build to disk, until `removeBuilds`. */
export const writeBuild = (files: Files): string => {
  const folder = mkdtempSync(join(tmpdir(), "build-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
};

/** Deletes every build that was written. */
export const removeBuilds = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

/** Bucket and key value store in a region that is reached over HTTP by the real clients, under a clock that the test moves. */
export class RehearsedSite {
  public now = Date.parse("2026-11-21T15:18:00Z");
  public readonly region = new Region({ now: () => this.now });
  public storeArn = "";
  /** Called with each call before the region answers it. */
  public onCall: (operation: string) => void = () => undefined;
  private endpoint: Endpoint | undefined;

  public async start(): Promise<void> {
    this.endpoint = await startEndpoint((service, operation, input) => {
      this.onCall(operation);
      return this.region.call(service, operation, input);
    });
    await this.region.call("s3", "CreateBucket", { Bucket: bucketName });
    const created = await this.region.call("cloudfront", "CreateKeyValueStore", { Name: "site" });
    this.storeArn = (created as { KeyValueStore: { ARN: string } }).KeyValueStore.ARN;
    this.region.calls.length = 0;
  }

  public async stop(): Promise<void> {
    await this.endpoint?.close();
    removeBuilds();
  }

  public get settings(): AwsSessionSettings {
    const url = this.endpoint?.url ?? "";
    return {
      region: "eu-west-1",
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
      endpoints: { s3: url, cloudfrontkeyvaluestore: url },
      unsupported: [],
    };
  }

  /** The real client; errors are retried at once. */
  public store(bucket = bucketName): ObjectStore {
    const sleep = async (): Promise<void> => undefined;
    const retry = createThrottleRetry({ attempts: 4, random: () => 0, sleep, isTransient: isTransientS3Error });
    return createS3Bucket(this.settings, bucket, retry);
  }

  /** The pointer as the region has it. */
  public get pointer(): KeyValueStore {
    return createKeyValueStore(this.settings, this.storeArn);
  }

  /** Makes a release live, as Pulumi does. */
  public async enable(release: string, standby?: string): Promise<void> {
    const plan = planPointer("blue", { blue: release, ...(standby && { green: standby }) });
    if (plan.kind !== "pointer") throw new Error(plan.message);
    const KvsARN = this.storeArn;
    const { ETag } = (await this.region.call("cloudfront-keyvaluestore", "DescribeKeyValueStore", { KvsARN })) as {
      ETag: string;
    };
    const Key = "active";
    await this.region.call("cloudfront-keyvaluestore", "PutKey", { KvsARN, Key, Value: plan.value, IfMatch: ETag });
  }

  /** Writes a build to disk. */
  public build(files: Files): string {
    return writeBuild(files);
  }

  /** Deploys a build. */
  public deploy(id: string, directory: string, store: ObjectStore = this.store()): Promise<DeployedRelease> {
    return deployRelease(
      { id, directory },
      {
        store,
        now: () => new Date(this.now),
        clock: () => 0,
        onProgress: () => undefined,
        signal: new AbortController().signal,
      },
    );
  }

  /** Keys in the bucket, in listing order. */
  public async keys(prefix = ""): Promise<readonly string[]> {
    const objects = await this.store().list(prefix, new AbortController().signal);
    return objects.map(({ key }) => key);
  }

  /** A stored object's content. */
  public async text(key: string): Promise<string | undefined> {
    return this.store().read(key, new AbortController().signal);
  }

  /** What a release's manifest says of its state. */
  public async state(id: string): Promise<string | undefined> {
    const text = await this.text(manifestKey(id));
    return text === undefined ? undefined : (JSON.parse(text) as { state: string }).state;
  }

  /** The calls of an operation that weren't refused, by key. */
  public keysOf(operation: string): readonly string[] {
    return this.region.calls
      .filter((call) => call.operation === operation && call.error === undefined)
      .map(({ input }) => (input as { Key: string }).Key);
  }
}
