import type { ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import { planFileHeaders } from "../../../releases/plan-file-headers";
import { EdgeLocation } from "../../region/effects/edge-location";
import { Region } from "../../region/region";
import { planSync, type SyncedFile, type SyncStep } from "./plan-sync";
import type { ModelledSite } from "./play-visits";

/** A file of a build. */
export interface SiteFile extends SyncedFile {
  readonly body: Uint8Array;
}

/** A deployment in place: the files that shall be there, and how long after it each location forgets what it kept. */
export interface Deployment {
  /** Milliseconds of the model's clock. */
  readonly at: number;
  readonly files: readonly SiteFile[];
  /** Milliseconds from the invalidation on, by location. */
  readonly lags: readonly number[];
}

/** One change after another, each at its time. */
interface Change {
  readonly at: number;
  readonly run: () => Promise<unknown>;
}

const Bucket = "site";

/** Milliseconds from one file of a sync to the next: ten at once, a tenth of a second each, as the AWS CLI would over a good line. */
const syncStepMs = 10;

/**
 * The control: the same files in one place, replaced by `aws s3 sync --delete` and an invalidation of every path, as most
 * static sites are deployed. Nothing of the AWS CLI's sets a Cache-Control, so CloudFront's default applies.
 */
export const syncedSite = async (deployments: readonly Deployment[], locations: number): Promise<ModelledSite> => {
  let clock = Math.min(...deployments.map(({ at }) => at));
  const region = new Region({ now: () => clock });
  await region.call("s3", "CreateBucket", { Bucket });
  const edges = Array.from({ length: locations }, () => {
    const readKey = (): Promise<string> => Promise.reject(new Error("There is no store."));
    const behaviors = [{ pathPattern: "*", origin: { bucket: Bucket, path: "" } }];
    return new EdgeLocation({ behaviors, readKey, state: () => region.state, now: () => clock });
  });
  let changes: readonly Change[] = deployments.map((deployment) => ({
    at: deployment.at,
    run: async () => {
      const later = await changesOf(region, deployment, edges);
      changes = [...changes, ...later].sort((one, other) => one.at - other.at);
    },
  }));
  return {
    answer: async (at, location, uri) => {
      for (let [next] = changes; next !== undefined && next.at <= at; [next] = changes) {
        changes = changes.slice(1);
        clock = next.at;
        await next.run();
      }
      clock = at;
      const edge = edges[location];
      if (edge === undefined) throw new Error(`There is no location ${location}: there are ${locations}.`);
      return edge.answer({ method: "GET", uri: uri === "/" ? defaultRootObject : uri, cookies: {} });
    },
  };
};

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html */
const defaultRootObject = "/index.html";

const changesOf = async (
  region: Region,
  { at, files, lags }: Deployment,
  edges: readonly EdgeLocation[],
): Promise<readonly Change[]> => {
  const steps = planSync(files, await listed(region));
  const done = at + steps.length * syncStepMs;
  return [
    ...steps.map((step, index) => ({ at: at + index * syncStepMs, run: () => runStep(region, files, step) })),
    ...edges.map((edge, index) => ({ at: done + (lags[index] ?? 0), run: async () => edge.invalidate() })),
  ];
};

const listed = async (region: Region): Promise<readonly SyncedFile[]> => {
  const { Contents = [] } = (await region.call("s3", "ListObjectsV2", { Bucket })) as ListObjectsV2CommandOutput;
  return Contents.map(({ Key: key = "", Size: size = 0, LastModified }) => ({
    key,
    size,
    modifiedAt: LastModified?.getTime() ?? 0,
  }));
};

const runStep = (region: Region, files: readonly SiteFile[], { kind, key }: SyncStep): Promise<object> => {
  if (kind === "delete") return region.call("s3", "DeleteObject", { Bucket, Key: key });
  const Body = files.find((file) => file.key === key)?.body;
  const { contentType: ContentType } = planFileHeaders(key, "release");
  return region.call("s3", "PutObject", { Bucket, Key: key, Body, ContentType });
};
